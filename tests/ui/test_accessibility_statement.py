"""The mention at the foot of every page is computed from the last human audit, and claims nothing more."""

from datetime import date

import pytest

from portevoix.base.ui import accessibility
from portevoix.base.ui.accessibility import Audit, conformity

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("audit", "state"),
    [
        (Audit(None, None, None), "non conforme"),
        (Audit(date(2026, 1, 1), 50, 50), "totalement conforme"),
        (Audit(date(2026, 1, 1), 50, 49), "partiellement conforme"),
        (Audit(date(2026, 1, 1), 50, 25), "partiellement conforme"),
        (Audit(date(2026, 1, 1), 50, 24), "non conforme"),
        (Audit(date(2023, 11, 21), 50, 50), "non conforme"),
        (Audit(date(2023, 11, 22), 50, 50), "totalement conforme"),
        (Audit(date(2026, 1, 1), 0, 0), "non conforme"),
        (Audit(date(2026, 1, 1), 50, None), "non conforme"),
    ],
)
def test_the_state_follows_the_audit(audit, state):
    assert conformity(audit, today=TODAY) == state


def test_the_foot_of_a_page_says_the_computed_state(client):
    today = date.today()
    page = client.get("/galerie/confirmation/").content.decode()
    audit = accessibility.last_audit(accessibility.declaration())
    assert f"Accessibilité\u00a0: {conformity(audit, today=today)}" in page
    assert accessibility.mention(today=today) in page
