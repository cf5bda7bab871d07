"""`purge`: what is older than its delay goes, what people still need stays; dry by default."""

from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.base.files.models import StoredFile
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Parameter, Person
from portevoix.register.imports import actions
from portevoix.register.imports.forgetting import FORGOTTEN
from portevoix.register.imports.models import ImportRun
from portevoix.register.mandates.enums import EndReason
from portevoix.work.candidacies.models import ExchangeImport
from tests import factories as make
from tests.imports.comparing import applied
from tests.imports.sheets import line
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CODES = ("idle-account", "ended-right", "workbook", "exchange", "contact", "access-journal")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def delays():
    """Every delay is of 100 days."""
    facts = {"value": 100, "period": period(None), "source": "essai", "source_date": date(2026, 1, 1)}
    return [Parameter.objects.create(code=f"retention-{code}", label=code, **facts) for code in CODES]


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def purge(capsys, *options) -> str:
    call_command("purge", *options)
    return capsys.readouterr().out.replace("\u00a0", " ")


@pytest.fixture
def idle():
    """Three accounts that nobody has used for long: one seen once, one never, one that gives rights; and one of yesterday."""
    accounts = make.UserFactory.create_batch(2)
    accounts.append(make.user_with_role("administrator"))
    User.objects.update(date_joined=ago(300))
    User.objects.filter(pk=accounts[0].pk).update(last_login=ago(101))
    User.objects.filter(pk=make.UserFactory().pk).update(last_login=ago(1), date_joined=ago(300))
    return accounts


def test_it_counts_and_takes_nothing_away_unless_told(capsys, idle):
    before = User.objects.count()
    for options in ((), ("--dry-run",), ("--apply", "--dry-run")):
        assert "comptes que personne n’utilise plus (plus de 100 jours) : 2" in purge(capsys, *options)
    assert User.objects.count() == before
    assert not Entry.objects.filter(action="account.delete").exists()


def test_accounts_that_nobody_uses_go_but_whoever_gives_rights_stays(capsys, idle):
    purge(capsys, "--apply")
    assert not User.objects.filter(pk__in=[idle[0].pk, idle[1].pk]).exists()
    assert User.objects.filter(pk=idle[2].pk).exists()
    assert Entry.objects.filter(action="account.delete").count() == 2
    assert ": 0" in purge(capsys, "--apply")


def test_nothing_goes_without_a_delay_in_force(capsys, idle):
    Parameter.objects.all().delete()
    assert "aucun délai en vigueur" in purge(capsys, "--apply")
    assert User.objects.filter(pk=idle[0].pk).exists()


def test_a_right_goes_long_after_its_end(capsys):
    user = make.user_with_role("ars_region", territory=make.RegionFactory())
    RoleAssignment.objects.update(period=period(date(2020, 1, 1), ago(101).date()))
    current = make.user_with_role("administrator")
    purge(capsys, "--apply")
    assert not user.assignments.exists()
    assert current.assignments.exists()


def ended(person, *, days: int, reason=EndReason.RESIGNATION):
    last = ago(days).date()
    facts = {"term_end": last, "end_reason": reason, "ended_at": ago(days) if reason else None}
    return make.MandateFactory(person=person, period=period(date(2020, 1, 1), last), **facts)


def test_the_contact_of_somebody_who_left_goes_from_the_history_too_and_the_name_stays(capsys):
    left, recent, sits = (make.PersonFactory(email=f"{n}@exemple.fr", phone="0388000000") for n in range(3))
    ended(left, days=102)
    ended(recent, days=50)
    ended(sits, days=102)
    make.MandateFactory(person=sits)
    purge(capsys, "--apply")
    left.refresh_from_db()
    assert (left.email, left.phone, bool(left.last_name)) == ("", "", True)
    assert set(left.history.values_list("email", "phone")) == {("", "")}
    assert Person.objects.exclude(email="").count() == 2
    assert recent.history.exclude(email="").exists()


def test_somebody_past_the_term_whom_nobody_replaced_may_still_sit_and_keeps_the_contact(capsys):
    person = make.PersonFactory(email="o@exemple.fr")
    mandate = ended(person, days=200, reason="")
    purge(capsys, "--apply")
    person.refresh_from_db()
    assert person.email
    make.MandateFactory(seat=mandate.seat, period=period(ago(150).date(), date(2029, 1, 1)), term_end=date(2029, 1, 1))
    purge(capsys, "--apply")
    person.refresh_from_db()
    assert not person.email


def test_somebody_with_an_account_keeps_the_contact(capsys):
    person = make.PersonFactory(email="o@exemple.fr", user=make.UserFactory())
    ended(person, days=200)
    purge(capsys, "--apply")
    person.refresh_from_db()
    assert person.email


@pytest.fixture
def run():
    """An import applied long ago, with one refused row that names somebody."""
    make.BodyTypeRuleFactory()
    make.AssociationFactory(code="unafam", name="Union nationale de familles et amis", acronym="UNAFAM")
    facility = make.FacilityFactory(name="Hôpital de Hautepierre")
    rows = [
        line(facility, "Titulaire 1", "WERNERT", "Odile"),
        line(facility, "Suppléant 1", "LOIR", "Olivier", dates=("01/12/2025", "31/02/2028")),
    ]
    run = applied(*rows)
    ImportRun.objects.filter(pk=run.pk).update(state_changed_at=ago(101))
    return run


def test_an_old_workbook_goes_with_what_its_cells_said_and_the_counts_stay(capsys, client, run):
    counts = {name: value for name, value in ImportRun.objects.get().report.items() if isinstance(value, int)}
    purge(capsys, "--apply")
    run.refresh_from_db()
    assert run.file is None
    assert not StoredFile.objects.exists()
    assert {name: value for name, value in run.report.items() if isinstance(value, int)} == counts
    assert [(error["code"], error["value"], error["message"]) for error in run.report["errors"]] == [("bad_date", "", FORGOTTEN)]
    assert "LOIR" not in str(run.report)
    sign_in(client, make.user_with_role("ars_region", territory=make.RegionFactory()))
    for name in ("import_run", "import_problems", "import_report", "import_undo", "import_problems_csv"):
        assert client.get(reverse(f"workspace:{name}", args=[run.pk])).status_code == 200
    assert "Ce classeur a été effacé" in client.get(reverse("workspace:import_columns", args=[run.pk])).content.decode()


def test_an_import_whose_workbook_is_gone_can_still_be_undone(capsys, run):
    purge(capsys, "--apply")
    run.refresh_from_db()
    actions.undo(run=run, by=Program("tests"), at=NOW)
    assert not Person.objects.filter(last_name="Wernert").exists()


def test_a_recent_workbook_stays(capsys, run):
    ImportRun.objects.update(state_changed_at=ago(99))
    purge(capsys, "--apply")
    run.refresh_from_db()
    assert run.file is not None


def laid_down(call, *, days: int, **fields) -> ExchangeImport:
    facts = {"call": call, "file": make.StoredFileFactory(), "file_name": "roth-lucie.csv", "uploaded_at": ago(days)}
    return ExchangeImport.objects.create(**facts, **fields)


def test_a_table_of_candidacies_that_nobody_applied_goes_and_its_day_stays(capsys, client):
    call = make.CallFactory()
    old, recent = laid_down(call, days=101), laid_down(call, days=99)
    assert "tableaux de candidatures jamais importés (plus de 100 jours) : 1" in purge(capsys)
    old.refresh_from_db()
    assert old.file is not None
    purge(capsys, "--apply")
    old.refresh_from_db(), recent.refresh_from_db()
    assert (old.file, old.file_name, old.uploaded_at) == (None, "tableau effacé", ago(101))
    assert recent.file is not None
    assert StoredFile.objects.count() == 1
    assert Entry.objects.get(action="exchangeimport.forget").target_id == old.pk
    assert ": 1" not in purge(capsys, "--apply")
    sign_in(client, make.user_with_role("ars_region", territory=make.RegionFactory()))
    page = client.get(reverse("candidacies:exchange", args=[old.pk]))
    assert page.status_code == 400
    assert "Déposez" in page.content.decode()
    assert "Effacé" in client.get(reverse("candidacies:lay_down_exchange", args=[call.pk])).content.decode()


def test_an_applied_table_of_candidacies_keeps_its_counts(capsys):
    run = laid_down(make.CallFactory(), days=400, applied_at=ago(400), counts={"new": 3})
    purge(capsys, "--apply")
    run.refresh_from_db()
    assert (run.file_name, run.counts) == ("roth-lucie.csv", {"new": 3})


def test_only_the_accesses_leave_the_journal(capsys):
    user = make.UserFactory()
    for action in ("account.sign_in", "mandate.end"):
        journal.record(action, target=user, by=user)
    with pgtrigger.ignore("audit.Entry:append_only"):
        Entry.objects.update(at=ago(101))
    journal.record("account.sign_in", target=user, by=user)
    purge(capsys, "--apply")
    assert sorted(Entry.objects.filter(actor_id=user.pk).values_list("action", flat=True)) == ["account.sign_in", "mandate.end"]
