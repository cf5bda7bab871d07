"""Whoever an order designates is written to, even when no file proposed them: a line that the agency wrote itself."""

import pytest

from portevoix.base.accounts.models import User
from portevoix.base.notifications.models import Message
from portevoix.register.mandates.models import Mandate
from tests.candidacies.test_letters import words_of
from tests.orders import making

pytestmark = pytest.mark.django_db


def designated(**facility):
    order = making.draft(making.commission(**facility))
    line = order.lines.get()
    line.person.email, line.association.email = "nouvelle@exemple.fr", "siege@exemple.fr"
    line.person.save()
    line.association.save()
    making.signed(order)
    return line


def told(who):
    return Message.objects.get(code=f"candidacies.designated_{who}")


def test_the_person_the_association_and_the_establishment_each_have_one_message():
    line = designated(email="cdu@hopital.exemple.fr")
    assert {who: told(who).recipient_email for who in ("person", "association", "facility")} == {
        "person": "nouvelle@exemple.fr",
        "association": "siege@exemple.fr",
        "facility": "cdu@hopital.exemple.fr",
    }
    assert "/espace/mon-espace/" in told("person").body and str(line.person) in told("association").body
    assert User.objects.filter(email="nouvelle@exemple.fr").exists()


def test_the_letter_refers_to_the_order_and_no_text_speaks_of_a_file_that_does_not_exist():
    line = designated()
    words = words_of(told("person").attachments.get())
    line.order.refresh_from_db()
    assert f"Références : arrêté n° {line.order.number}" in words and line.association.name in words
    assert "hors appel" in told("association").body


def test_without_an_address_the_ledger_shows_whom_nobody_could_write_to():
    order = making.draft()
    making.signed(order)
    assert told("person").state == "failed"
    assert Mandate.objects.exists()
