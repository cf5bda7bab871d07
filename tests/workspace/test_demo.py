"""The demonstration: plausible, coherent, the same every time."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from portevoix.base.notifications.models import Message
from portevoix.front.workspace.seeds import associations, story
from portevoix.front.workspace.seeds.accounts import PLAYERS
from portevoix.front.workspace.seeds.sources import FICTIONAL
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import ROLES
from portevoix.register.access.selectors import demo_accounts
from portevoix.register.directory.enums import SeatQuality, TerritoryKind
from portevoix.register.directory.models import Accreditation, Body, Facility, Membership, Person, Seat, Territory
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.imports.enums import DoubtKind, RunState
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.selectors import waiting_doubts
from portevoix.register.mandates.enums import EndReason, SeatState
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.bodies import composition_as_known
from portevoix.register.mandates.selectors.occupancy import occupancy
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.selectors.repositioning import seats_left
from tests.factories import TODAY, MandateFactory


def load(*arguments: str) -> str:
    """Run the command as `make run` does, on the day of the tests unless told otherwise; return what it prints."""
    out = StringIO()
    chosen = arguments if "--today" in arguments else ("--today", TODAY.isoformat(), *arguments)
    with override_settings(DEMO=True):
        call_command("load_demo", *chosen, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the tests of this file and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo):
    """The demonstration; what a test does to it is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seats(demo):
    """The state of every seat on the day of the tests, with the type of its body."""
    types = dict(Seat.objects.values_list("pk", "body__body_type__code"))
    return [(types[seat.seat_id], seat) for seat in occupancy(Seat.objects.all(), at=TODAY)]


def share_empty(seats) -> float:
    seats = list(seats)
    return sum(not seat.filled for seat in seats) / len(seats)


def running():
    return Mandate.objects.active_at(TODAY).select_related("association", "association__parent", "person", "body")


# figures


def test_every_establishment_of_the_region_has_its_users_commission_of_four_seats(seats):
    assert Facility.objects.filter(department__parent__code="44").count() == 338
    assert Body.objects.filter(body_type__code="CDU").count() == 338
    assert Counter(kind for kind, _ in seats)["CDU"] == 1352


def test_a_quarter_of_the_seats_is_empty(seats):
    assert 0.22 <= share_empty(seat for _, seat in seats) <= 0.25
    assert 0.22 <= share_empty(seat for kind, seat in seats if kind == "CDU") <= 0.25


def test_substitutes_are_missing_far_more_than_titulars(seats):
    commissions = [seat for kind, seat in seats if kind == "CDU"]
    assert 0.06 <= share_empty(s for s in commissions if s.quality == SeatQuality.TITULAR) <= 0.09
    assert 0.33 <= share_empty(s for s in commissions if s.quality == SeatQuality.SUBSTITUTE) <= 0.44


def test_haute_marne_and_meuse_are_the_worst_served(seats):
    department = dict(Seat.objects.filter(body__body_type__code="CDU").values_list("pk", "body__department__code"))
    rates = {
        code: share_empty(seat for kind, seat in seats if kind == "CDU" and department[seat.seat_id] == code)
        for code in set(department.values())
    }
    assert set(sorted(rates, key=rates.get)[-2:]) == {"52", "55"}


def test_every_kind_of_body_of_the_region_is_there(seats):
    kinds = Counter(Body.objects.values_list("body_type__code", flat=True))
    assert kinds["CTS"] == kinds["CPAM"] == kinds["CDSP"] == 10
    assert (kinds["CRSA"], kinds["CRSA_CSDU"], kinds["CCI"], kinds["CPP"]) == (1, 1, 1, 2)
    assert kinds["CS_EPS"] >= 70


def test_some_mandates_end_within_nine_months_and_most_at_the_end_of_the_wave(seats):
    ends = Counter(Mandate.objects.active_at(TODAY).filter(body__body_type__code="CDU").values_list("term_end", flat=True))
    assert ends.most_common(1)[0][0] == date(2028, 11, 30)
    assert ends[date(2028, 11, 30)] > 500
    assert 60 <= sum(count for end, count in ends.items() if end <= TODAY + timedelta(days=274)) <= 140


def test_some_seats_are_past_term_and_some_were_never_filled(seats):
    assert 15 <= sum(seat.state == SeatState.PAST_TERM for _, seat in seats) <= 50
    assert sum(seat.mandate_id is None for _, seat in seats) >= 20


def test_there_are_about_780_people_who_sit_or_sat_with_two_mandates_on_average(demo):
    assert 760 <= Person.objects.filter(mandates__isnull=False).distinct().count() <= 800
    active = running()
    assert 1.8 <= active.count() / active.values("person").distinct().count() <= 2.6


def test_ten_years_of_mandates_have_every_kind_of_end(demo):
    reasons = set(Mandate.objects.values_list("end_reason", flat=True))
    assert reasons >= {R.value for R in (EndReason.TERM, EndReason.RESIGNATION, EndReason.DEATH, EndReason.SEAT_SWITCH)}
    assert reasons >= {EndReason.ACCREDITATION_LOST.value, EndReason.PARENT_ENDED.value, ""}
    assert Mandate.objects.filter(period__contains=TODAY.replace(year=TODAY.year - 9)).count() > 900


def test_departures_are_announced_and_renewals_decided_ahead(demo):
    assert Mandate.objects.filter(departure_on__gt=TODAY).count() >= 10
    assert Mandate.objects.filter(period__startswith__gt=TODAY).count() >= 5


# coherence


def test_nobody_sits_twice_in_a_body_nor_two_on_a_seat(demo):
    with connection.cursor() as cursor:
        for column in ("seat_id", "body_id, a.person_id"):
            pair = " AND ".join(f"a.{name.strip().removeprefix('a.')} = b.{name.strip().removeprefix('a.')}" for name in column.split(","))
            cursor.execute(
                f"SELECT count(*) FROM mandates_mandate a JOIN mandates_mandate b ON {pair} AND a.id < b.id AND a.period && b.period"
            )
            assert cursor.fetchone() == (0,)


def test_every_running_mandate_has_an_accredited_association_or_one_whose_accreditation_just_ended(demo):
    accredited = set(Accreditation.objects.filter(period__contains=TODAY).values_list("association_id", flat=True))
    without = {m.association.accredited.code.upper() for m in running() if m.association.accredited.pk not in accredited}
    assert without == set(associations.LAPSED)


def test_the_lost_accreditation_ended_all_the_mandates_of_its_association(demo):
    lost = Mandate.objects.filter(association__code=associations.LOST.lower())
    assert lost.filter(end_reason=EndReason.ACCREDITATION_LOST).count() >= 5
    assert not lost.filter(period__contains=TODAY).exists()


def test_accreditations_are_about_to_end_at_each_notice(demo):
    days = {(row.period.upper - TODAY).days - 1 for row in Accreditation.objects.all()}
    assert {200, 60} <= days
    assert Accreditation.objects.filter(status="renewal").count() == 2


def test_everybody_was_a_member_of_the_association_when_they_sat_for_it(demo):
    members = {(m.person_id, m.association_id): m.period for m in Membership.objects.all()}
    for mandate in Mandate.objects.filter(source=FICTIONAL):
        membership = members[mandate.person_id, mandate.association_id]
        assert membership.lower <= mandate.period.lower


def test_the_dead_sit_nowhere_afterwards(demo):
    for mandate in Mandate.objects.filter(end_reason=EndReason.DEATH):
        assert not Mandate.objects.filter(person=mandate.person, period__endswith__gt=mandate.period.upper).exists()


def test_a_mandate_of_a_commission_lies_within_that_of_the_conference(demo):
    derived = Mandate.objects.filter(parent__isnull=False).select_related("parent")
    assert derived.count() > 10
    for mandate in derived:
        assert mandate.person_id == mandate.parent.person_id
        assert mandate.parent.period.lower <= mandate.period.lower and mandate.period.upper == mandate.parent.period.upper


def test_a_substitute_who_became_titular_sits_there_from_the_next_day(demo):
    switched = Mandate.objects.filter(end_reason=EndReason.SEAT_SWITCH)
    assert switched.count() >= 5
    for mandate in switched:
        assert Mandate.objects.filter(
            person=mandate.person, body=mandate.body, period__startswith=mandate.period.upper, seat__quality=SeatQuality.TITULAR
        ).exists()


def test_only_a_part_of_the_people_agreed_to_be_named(demo):
    sitting = Person.objects.filter(mandates__period__contains=TODAY).distinct()
    assert 0.3 < sitting.filter(name_published=True).count() / sitting.count() < 0.6


def test_people_are_fictional_and_unreachable(demo):
    assert not Person.objects.exclude(email="").exclude(email__endswith="@exemple.fr").exists()
    assert not Person.objects.exclude(phone="").exclude(phone__startswith="06 39 98").exists()
    assert not Person.objects.exclude(source=FICTIONAL).exclude(source__contains="Suivi RU").exists()
    told = Person.objects.filter(source=FICTIONAL)
    assert told.values("first_name", "last_name").distinct().count() == told.count()


def test_odile_wernert_sits_at_hautepierre_and_at_the_cancer_centre(demo):
    odile = Person.objects.get(last_name="Wernert", first_name="Odile")
    places = running().filter(person=odile).values_list("body__facility__finess_et", "seat__quality")
    assert sorted(places) == [(story.ICANS, "substitute"), (story.HAUTEPIERRE, "titular")]


def test_the_history_tells_what_was_known_before_an_end_was_written_down(demo):
    resigned = Mandate.objects.filter(end_reason=EndReason.RESIGNATION, person__last_name="Hamm", person__first_name="Gérard").get()
    events = list(resigned.history.order_by("pgh_created_at").values_list("pgh_label", "end_reason", "period"))
    assert [label for label, _, _ in events] == ["insert", "update"]
    assert events[0][1] == "" and events[0][2].upper == resigned.term_end + timedelta(days=1)
    assert events[1][1] == EndReason.RESIGNATION and events[1][2] == resigned.period
    assert resigned.history.filter(pgh_created_at__gt=timezone.now() + timedelta(days=1)).count() == 0


def test_a_body_page_shows_what_was_known_before_the_resignation(demo):
    body = Body.objects.get(body_type__code="CDU", facility__finess_et=story.HAUTEPIERRE)
    day = date(2026, 5, 1)
    before = composition_as_known(body, at=day, known_on=date(2026, 4, 12))
    after = composition_as_known(body, at=day, known_on=TODAY)
    assert [row.state for row in before] == ["pourvu", "pourvu", "pourvu", "vacant"]
    assert [row.state for row in after] == ["pourvu", "vacant", "pourvu", "vacant"]
    assert composition_as_known(body, at=day, known_on=date(2026, 1, 1)) == []


# imports


def test_one_workbook_was_applied_and_left_questions(demo):
    run = ImportRun.objects.get(state=RunState.APPLIED)
    assert run.report["mandates_created"] == 4 and run.report["errors"] == []
    assert Counter(run.doubts.values_list("kind", flat=True)) == {DoubtKind.PEOPLE: 2, DoubtKind.VACANCY: 1}
    assert waiting_doubts(EVERYTHING).count() == 3


def test_another_one_waits_half_way_with_its_faults_named(demo):
    run = ImportRun.objects.get(state=RunState.CHECKED)
    codes = {error["code"] for error in run.report["errors"]}
    assert codes == {"bad_date", "end_before_start", "unknown_association", "unknown_facility"}
    assert run.report["mandates_created"] == 4
    assert not Mandate.objects.filter(source__contains=run.file_name).exists()


# calls


def test_a_call_half_way_has_files_in_every_state_and_one_call_is_in_each_main_state(demo):
    assert set(Call.objects.values_list("state", flat=True)) == {"draft", "open", "closed", "published"}
    half_way = set(Candidacy.objects.filter(call__state="closed").values_list("state", flat=True))
    assert half_way == set(CandidacyState.values) - {"draft"}
    finished = set(Candidacy.objects.filter(call__state="published").values_list("state", flat=True))
    assert finished == {"withdrawn", "not_selected", "designated"}


def test_odile_wernert_is_not_retained_and_is_offered_the_seats_left_near_home(demo):
    file = Candidacy.objects.get(person__last_name="Wernert", person__first_name="Odile")
    assert file.state == CandidacyState.NOT_SELECTED and seats_left(file, today=TODAY)


def test_what_the_signed_orders_wrote_is_dated_from_their_signature(demo):
    written = Message.objects.filter(code__regex=r"^(candidacies|orders)\.")
    assert written.exists() and not written.filter(queued_at__date__gte=TODAY).exists()
    designated = Candidacy.objects.filter(state=CandidacyState.DESIGNATED)
    assert not designated.filter(state_changed_at__date__gte=TODAY).exists() and designated.count() >= 8


# accounts


def test_each_role_has_an_account_on_its_part_of_the_register(demo):
    assert set(RoleAssignment.objects.values_list("role", flat=True)) == set(ROLES)
    accounts = demo_accounts(today=TODAY)
    assert len(accounts) == len(PLAYERS) == RoleAssignment.objects.filter(user__is_demo=True).count()
    assert all(account.email.endswith("@demo.porte-voix.example") for account in accounts)


def test_the_representative_signs_in_as_herself(demo):
    assignment = RoleAssignment.objects.get(role="representative", user__is_demo=True)
    assert assignment.person.user == assignment.user
    assert str(assignment.person) == "Odile WERNERT"


def test_the_departmental_delegation_sees_moselle_only(demo):
    assignment = RoleAssignment.objects.get(role="ars_department")
    assert (assignment.territory.kind, assignment.territory.code) == (TerritoryKind.DEPARTMENT, "57")
    codes = set(Body.objects.visible_to(assignment.user.scope).values_list("department__code", flat=True))
    assert codes == {"57"}


# the command


def fingerprint() -> tuple:
    """The story without the numbers of the rows."""
    seat = ("body__body_type__code", "body__facility__finess_et", "body__name", "seat__quality", "seat__constituency", "seat__rank")
    rows = Mandate.objects.order_by(*seat, "period")
    names = (
        "body__facility__finess_et",
        "body__name",
        "seat__quality",
        "seat__rank",
        "person__last_name",
        "person__first_name",
        "period",
        "end_reason",
        "ended_at",
    )
    return tuple(rows.values_list(*names, "order_reference", "association__name"))


def test_a_second_load_changes_nothing(demo):
    before = fingerprint()
    assert "rien n’a changé" in load()
    assert fingerprint() == before


def test_a_reset_builds_the_same_story_again(demo):
    before = fingerprint()
    assert "338 établissements réels" in load("--reset")
    assert fingerprint() == before


@pytest.mark.parametrize("day", ["2028-02-29", "2028-12-01"])
def test_the_story_moves_with_the_day(demo, day):
    load("--today", day, "--reset")
    at = date.fromisoformat(day)
    assert 0.22 <= share_empty(occupancy(Seat.objects.all(), at=at)) <= 0.25
    assert Mandate.objects.filter(body__body_type__code="CDU", term_end__gt=at, term_end__lte=at + timedelta(days=274)).count() > 40
    assert not Mandate.objects.filter(ended_at__date__gte=at).exists()


@pytest.mark.django_db
def test_the_demonstration_never_mixes_with_a_real_register():
    MandateFactory()
    with pytest.raises(CommandError, match="contient déjà des mandats"):
        load()


@pytest.mark.django_db
@override_settings(DEMO=False)
def test_a_real_server_refuses_the_demonstration():
    with pytest.raises(CommandError, match="réglages de démonstration"):
        call_command("load_demo")
    assert not Territory.objects.exists()
