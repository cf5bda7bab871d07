"""Associations added, corrected and renamed from the pages."""

import pytest

from portevoix.base.audit.models import Entry
from portevoix.register.directory.models import Association
from portevoix.register.directory.selectors.associations import find_association
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send, sentences, url

pytestmark = pytest.mark.django_db

NEW = "/espace/associations/nouvelle/"
SOURCE = {"source": "Journal officiel", "source_date": "1er novembre 2026"}


@pytest.fixture
def union():
    return make.AssociationFactory(name="Union rhénane de familes", acronym="Urfam", website="https://urfam.example")


def test_an_association_is_added_once(client, agent):
    send(client, NEW, {"name": "Usagers du Rhin", "acronym": "UDR", **SOURCE})
    assert Association.objects.get(name="Usagers du Rhin").code == "udr"
    page = sentences(send(client, NEW, {"name": "USAGERS DU RHIN", **SOURCE}))
    assert "Une association de ce nom est déjà dans le registre" in page
    assert 'value="USAGERS DU RHIN"' in page


def test_a_spelling_is_corrected_and_the_journal_says_what_changed(client, agent, union):
    assert 'value="https://urfam.example"' in sentences(client.get(url("correct_association", union)))
    values = {"name": "Union rhénane de familles", "acronym": "Urfam", "website": "https://urfam.example", **SOURCE}
    send(client, url("correct_association", union), values)
    union.refresh_from_db()
    assert (union.name, union.source) == ("Union rhénane de familles", "Journal officiel")
    assert Entry.objects.get(action="association.correct").data == {"changed": ["name"]}
    assert not union.aliases.exists()


def test_two_windows_do_not_overwrite_each_other(client, agent, union):
    mark = client.get(url("correct_association", union)).context["mark"]
    send(client, url("correct_association", union), {"name": "Un", **SOURCE})
    assert "rien n’a été enregistré" in refusal(send(client, url("correct_association", union), {"name": "Deux", **SOURCE}, mark=mark))


def test_a_renamed_association_is_still_found_by_its_former_name(client, agent, union):
    send(client, url("rename_association", union), {"name": "Familles du Rhin", **SOURCE})
    assert find_association("union rhenane de familes") == find_association("familles du rhin") == union


@pytest.mark.parametrize("role", ["ars_department", "fas_region"])
def test_whoever_does_not_keep_the_associations_changes_none(client, union, role):
    sign_in(client, make.user_with_role(role, territory=make.DepartmentFactory() if role == "ars_department" else make.RegionFactory()))
    for address in (NEW, url("correct_association", union), url("rename_association", union)):
        assert client.post(address, {"name": "Autre", **SOURCE}).status_code == 403
