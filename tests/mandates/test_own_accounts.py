"""Who sits gets the account of their own space and one e-mail; what is not plainly theirs is left to an administrator."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portevoix.base.accounts.models import User
from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.base.notifications.models import Message
from portevoix.register.access.models import RoleAssignment
from portevoix.register.mandates import tasks
from portevoix.register.mandates.actions import own_accounts as actions
from portevoix.register.mandates.enums import OpeningRefusal
from portevoix.register.mandates.selectors.own_accounts import waiting_for_account
from tests import factories as make
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BY = Program("tests")


def sitting(email="nadia@exemple.fr", **fields):
    return make.MandateFactory(person=make.PersonFactory(email=email, **fields)).person


def reasons():
    return {row.person: row.refusal for row in waiting_for_account(today=TODAY)}


def run(capsys, *options):
    call_command("open_accounts", *options)
    return capsys.readouterr().out.replace("\u00a0", " ")


def open_all(**options):
    return actions.open_accounts(by=BY, today=TODAY, **options)


class TestWhoWaits:
    def test_somebody_who_sits_and_has_an_address(self):
        expected = {sitting(): None}
        assert reasons() == expected

    def test_not_somebody_who_sits_no_more_nor_yet(self):
        for span in (period(date(2020, 1, 1), TODAY - timedelta(days=1)), period(TODAY + timedelta(days=1), date(2030, 1, 1))):
            make.MandateFactory(person=make.PersonFactory(email="a@exemple.fr"), period=span, term_end=span.upper - timedelta(days=1))
        assert reasons() == {}

    def test_not_somebody_who_has_the_right(self):
        make.user_with_role("representative", person=sitting())
        assert reasons() == {}

    def test_not_a_record_that_was_merged_into_another(self):
        person = sitting()
        person.merged_into = make.PersonFactory()
        person.save()
        assert reasons() == {}

    def test_only_those_of_the_regions_asked(self):
        here = sitting()
        elsewhere = make.DepartmentFactory(elsewhere=True)
        seat = make.SeatFactory(body=make.BodyFactory(facility__department=elsewhere))
        there = make.MandateFactory(seat=seat, person=make.PersonFactory(email="autre@exemple.fr")).person
        found = waiting_for_account(today=TODAY, regions=[elsewhere.parent.code])
        assert [row.person for row in found] == [there]
        assert reasons() == {here: None, there: None}

    def test_in_as_many_statements_for_ten_as_for_one(self):
        def statements():
            with CaptureQueriesContext(
                connection,
            ) as seen:
                waiting_for_account(today=TODAY)
            return len(seen)

        sitting()
        one = statements()
        for number in range(9):
            sitting(email=f"n{number}@exemple.fr")
        assert statements() == one


class TestWhoIsLeftToAnAdministrator:
    @pytest.mark.parametrize(
        ("email", "refusal"),
        [("", OpeningRefusal.NO_ADDRESS), ("nadia@", OpeningRefusal.BAD_ADDRESS), ("é@a.fr", OpeningRefusal.BAD_ADDRESS)],
    )
    def test_without_an_address_that_can_be_written_to(self, email, refusal):
        expected = {sitting(email=email): refusal}
        assert reasons() == expected

    def test_those_who_share_an_address_whatever_its_letters(self):
        both = [sitting(email=email) for email in ("foyer@exemple.fr", "Foyer@Exemple.fr")]
        assert reasons() == dict.fromkeys(both, OpeningRefusal.SHARED)

    def test_who_shares_an_address_with_somebody_who_does_not_sit(self):
        make.PersonFactory(email="foyer@exemple.fr")
        expected = {sitting(email="foyer@exemple.fr"): OpeningRefusal.SHARED}
        assert reasons() == expected

    @pytest.mark.parametrize("desk", [make.AssociationFactory, make.FacilityFactory])
    def test_who_gives_the_address_of_an_organisation(self, desk):
        desk(email="contact@exemple.fr")
        expected = {sitting(email="Contact@exemple.fr"): OpeningRefusal.DESK}
        assert reasons() == expected

    def test_whose_address_is_the_account_of_another_person(self):
        user = make.user_with_role("representative", person=make.PersonFactory(email="ancienne@exemple.fr"))
        user.person = RoleAssignment.objects.get(user=user).person
        user.person.user = user
        user.person.save()
        expected = {sitting(email=user.email, first_name="Claire", last_name="Muller"): OpeningRefusal.SOMEBODY_ELSE}
        assert reasons() == expected

    def test_whose_address_is_an_account_of_another_name(self):
        make.UserFactory(email="nadia@exemple.fr", first_name="Paul", last_name="Weber")
        expected = {sitting(): OpeningRefusal.SOMEBODY_ELSE}
        assert reasons() == expected

    @pytest.mark.parametrize("names", [{"first_name": "", "last_name": ""}, {"first_name": "NADIA", "last_name": "Bénali"}])
    def test_but_not_one_whose_account_has_their_name_or_none(self, names):
        make.UserFactory(email="nadia@exemple.fr", **names)
        expected = {sitting(first_name="Nadia", last_name="Benali"): None}
        assert reasons() == expected

    def test_whose_account_was_closed(self):
        make.UserFactory(email="nadia@exemple.fr", first_name="", last_name="", is_active=False)
        expected = {sitting(): OpeningRefusal.CLOSED}
        assert reasons() == expected

    def test_whose_right_was_taken_away(self):
        person = sitting()
        make.RoleAssignmentFactory(role="representative", person=person, period=period(date(2025, 1, 1), date(2025, 6, 1)))
        assert reasons() == {person: OpeningRefusal.WITHDRAWN}

    def test_whose_record_has_an_account_of_another_address(self):
        person = sitting()
        person.user = make.UserFactory(email="autre@exemple.fr")
        person.save()
        assert reasons() == {person: OpeningRefusal.OTHER_ACCOUNT}

    def test_none_of_them_gets_anything(self):
        for email in ("", "foyer@exemple.fr", "foyer@exemple.fr"):
            sitting(email=email)
        assert open_all().done == 0
        assert not (User.objects.exists() or Message.objects.exists() or RoleAssignment.objects.exists())


class TestOpening:
    def test_gives_the_account_the_right_and_one_message_that_says_how_to_come_in(self):
        person = sitting(email="Nadia@exemple.fr")
        assert open_all() == actions.Opened(done=1, failed=(), left=0)
        person.refresh_from_db()
        right, message = RoleAssignment.objects.get(), Message.objects.get()
        assert (right.role, right.person, right.user, right.period.lower) == ("representative", person, person.user, TODAY)
        assert (message.code, message.recipient_email.lower(), message.state) == ("mandates.own_account", "nadia@exemple.fr", "queued")
        assert message.region == make.RegionFactory().code
        for words in ("/espace/mon-espace/", "un code vous est envoyé", "pas de mot de passe", "France Assos Santé"):
            assert words in message.body

    def test_is_in_the_journal_under_the_name_of_the_program(self):
        sitting()
        open_all()
        assert {(entry.action, entry.actor) for entry in Entry.objects.all()} >= {
            ("account.open", str(BY)),
            ("role.grant", str(BY)),
        }

    def test_done_again_opens_and_writes_nothing_more(self):
        sitting()
        open_all()
        assert open_all().done == 0
        assert (User.objects.count(), Message.objects.count(), RoleAssignment.objects.count()) == (1, 1, 1)

    def test_somebody_with_several_mandates_gets_one_message(self):
        make.MandateFactory(person=sitting())
        assert open_all().done == 1
        assert Message.objects.count() == 1

    def test_a_record_that_changed_meanwhile_is_asked_again(self):
        person = sitting()
        make.PersonFactory(email=person.email)
        assert not actions.open_account_of(person=person, by=BY, today=TODAY)
        assert not User.objects.exists()

    def test_one_that_breaks_is_taken_back_whole_and_the_others_are_done(self, monkeypatch):
        people = [sitting(email=f"n{number}@exemple.fr", last_name=f"Nom{number}") for number in range(3)]
        queue = actions.queue

        def broken(code, *, to, **values):
            if to[0].email == "n1@exemple.fr":
                raise RuntimeError
            return queue(code, to=to, **values)

        monkeypatch.setattr(actions, "queue", broken)
        opened = open_all()
        assert (opened.done, opened.failed) == (2, (people[1],))
        assert set(User.objects.values_list("email", flat=True)) == {"n0@exemple.fr", "n2@exemple.fr"}
        monkeypatch.undo()
        assert open_all().done == 1

    def test_a_few_at_a_time(self):
        for number in range(3):
            sitting(email=f"n{number}@exemple.fr")
        assert (open_all(most=2).left, open_all(most=2).left) == (1, 0)
        assert User.objects.count() == 3

    @pytest.mark.parametrize("role", ["ars_region", "ars_signatory", "fas_region"])
    def test_is_refused_to_who_does_not_give_rights(self, role):
        sitting()
        with pytest.raises(PermissionDenied):
            actions.open_accounts(by=make.user_with_role(role, territory=make.RegionFactory()), today=TODAY)


class TestTheCommand:
    def test_counts_and_writes_nothing_unless_told(self, capsys):
        person = sitting()
        refused = sitting(email="")
        said = run(capsys)
        assert "Comptes à ouvrir : 1. Refusés : 1." in said
        assert f"fiche {refused.pk}, {refused.sorted_name} : aucune adresse électronique" in said
        assert not User.objects.exists() and not Message.objects.exists()
        assert person.email not in said

    def test_opens_when_told_in_the_regions_asked(self, capsys):
        sitting()
        elsewhere = make.DepartmentFactory(elsewhere=True).parent
        assert "Comptes ouverts : 0." in run(capsys, "--region", elsewhere.code, "--apply")
        assert "Comptes ouverts : 1." in run(capsys, "--region", make.RegionFactory().code, "--apply")
        assert "Comptes ouverts : 0." in run(capsys, "--apply")

    def test_says_which_could_not_be_opened(self, capsys, monkeypatch):
        person = sitting()
        monkeypatch.setattr(actions, "queue", lambda *args, **values: 1 / 0)
        with pytest.raises(CommandError, match=str(person.pk)):
            run(capsys, "--apply")

    def test_refuses_a_region_that_does_not_exist(self, capsys):
        with pytest.raises(CommandError, match="Aucune région"):
            run(capsys, "--region", "999")


class TestThePage:
    PAGE = "/espace/droits/ouvrir-les-comptes/"

    @pytest.fixture
    def administrator(self, client):
        return sign_in(client, make.user_with_role("administrator"))

    @pytest.fixture
    def worker(self, monkeypatch):
        """A worker lives, two accounts are many, and a job opens two."""
        monkeypatch.setattr(tasks, "AT_ONCE", 1)
        monkeypatch.setattr(tasks, "A_RUN", 2)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now()])

    def read(self, client):
        return client.get(self.PAGE).content.decode().replace("\u00a0", " ")

    def test_counts_and_says_why_of_the_others_without_any_address(self, client, administrator):
        sitting()
        refused = [sitting(email="foyer@exemple.fr", last_name=name) for name in ("Wagner", "Weber")]
        page = self.read(client)
        assert "1 compte à ouvrir" in page
        assert "Adresse partagée par plusieurs personnes : 2" in page
        assert all(person.sorted_name in page for person in refused)
        assert "@exemple.fr" not in page.replace(administrator.email, "")

    def test_opens_a_few_at_once_in_the_name_of_the_administrator(self, client, administrator):
        person = sitting()
        assert client.post(self.PAGE, {"sure": "on"}).status_code == 302
        assert RoleAssignment.objects.get(person=person).granted_by == administrator
        assert "1 compte est ouvert." in self.read(client)

    def test_asks_to_confirm(self, client, administrator):
        sitting()
        assert "Cochez la case pour confirmer" in client.post(self.PAGE, {}).content.decode()
        assert not Message.objects.exists()

    def test_leaves_many_to_the_worker_who_goes_on_until_none_is_left(self, client, administrator, worker):
        for number in range(3):
            sitting(email=f"n{number}@exemple.fr")
        client.post(self.PAGE, {"sure": "on"})
        assert not Message.objects.exists()
        assert "Des comptes s’ouvrent en ce moment" in self.read(client)
        assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [(tasks.OPEN, {"asked_by": administrator.pk})]
        for holder, said in (
            ("NULL", False),
            ("(SELECT max(id) FROM procrastinate_workers)", True),
        ):  # a dead worker had it, a living one has
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {holder}")
            assert ("Des comptes s’ouvrent en ce moment" in self.read(client)) == said
        tasks.open_waiting(asked_by=administrator.pk)
        assert (Message.objects.count(), ProcrastinateJob.objects.filter(status="todo").count()) == (2, 1)
        tasks.open_waiting(asked_by=administrator.pk)
        assert Message.objects.count() == 3

    def test_asked_twice_waits_once(self, client, administrator, worker):
        for number in range(3):
            sitting(email=f"n{number}@exemple.fr")
        for _ in range(2):
            client.post(self.PAGE, {"sure": "on"})
        assert ProcrastinateJob.objects.count() == 1

    def test_does_everything_at_once_without_a_worker(self, client, administrator, monkeypatch):
        monkeypatch.setattr(tasks, "AT_ONCE", 1)
        for number in range(3):
            sitting(email=f"n{number}@exemple.fr")
        client.post(self.PAGE, {"sure": "on"})
        assert Message.objects.count() == 3

    @pytest.mark.parametrize("closed", [True, False])
    def test_the_worker_opens_nothing_for_who_gives_rights_no_more(self, closed):
        sitting()
        user = make.user_with_role("administrator")
        if closed:
            type(user).objects.filter(pk=user.pk).update(is_active=False)
        else:
            RoleAssignment.objects.all().delete()
        tasks.open_waiting(asked_by=user.pk)
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        "role", ["ars_region", "ars_signatory", "fas_region", "association_manager", "representative", "national_observer"]
    )
    def test_is_refused_to_everybody_else(self, client, role):
        scopes = {"association_manager": ("association", make.AssociationFactory), "representative": ("person", make.PersonFactory)}
        name, factory = scopes.get(role, ("territory", make.RegionFactory))
        user = make.user_with_role(role, **({} if role == "national_observer" else {name: factory()}))
        sitting()
        sign_in(client, user)
        assert client.post(self.PAGE, {"sure": "on"}).status_code == 403
        assert not Message.objects.exists()
