"""Admissibility: one test a rule; each check says pass, fail or not applicable with the facts and its source."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import AccreditationRequirement, AccreditationStatus, BodyLevel
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.checks.reading import blocking, checks_of, checks_of_many
from portevoix.work.candidacies.checks.results import FILE_CHECKS, WISH_CHECKS, Level, Outcome
from portevoix.work.candidacies.enums import AttachmentKind, Channel, SeatOrigin, WishState
from portevoix.work.candidacies.models import CallSeat, CheckWaiver, Wish
from tests import factories as make
from tests.candidacies.files import attach, commission, result, setting, sound_file

pytestmark = pytest.mark.django_db


def test_a_sound_file_is_stopped_by_nothing():
    results = checks_of(sound_file(), day=make.TODAY)
    assert len(results) == len(FILE_CHECKS) + len(WISH_CHECKS)
    assert blocking(results) == []
    assert not [one.key for one in results if one.failed]


def test_every_check_has_a_label_a_source_and_a_sentence():
    results = checks_of(sound_file(), day=make.TODAY)
    assert all(one.label and one.source and one.sentence.endswith((".", "…", "?")) for one in results)


# the association


def test_an_association_without_accreditation_stops_the_file():
    found = result(sound_file(association=make.AssociationFactory()), "accreditation")
    assert found.blocking
    assert "22 novembre 2026" in found.sentence


def test_the_accreditation_is_judged_on_the_day():
    file = sound_file()
    assert result(file, "accreditation", day=date(2028, 12, 31)).outcome == Outcome.PASS
    assert result(file, "accreditation", day=date(2029, 1, 1)).blocking


def test_a_section_files_under_the_accreditation_of_its_federation():
    federation = make.AccreditationFactory(number="N2024RN0001").association
    found = result(sound_file(association=make.AssociationFactory(parent=federation)), "accreditation")
    assert found.outcome == Outcome.PASS
    assert federation.name in found.sentence
    assert "N2024RN0001" in found.sentence


def test_a_regional_accreditation_counts_in_its_region_only():
    elsewhere = make.RegionFactory(code="32", name="Hauts-de-France")
    association = make.AccreditationFactory(level="regional", region=elsewhere).association
    assert result(sound_file(association=association), "accreditation").blocking


@pytest.mark.parametrize(("tolerated", "outcome"), [(1, Outcome.PASS), (0, Outcome.FAIL)])
def test_a_renewal_in_progress_is_tolerated_by_the_dated_setting(tolerated, outcome):
    setting("accreditation-renewal-tolerated", tolerated)
    association = make.AccreditationFactory(
        period=period(date(2021, 1, 1), date(2026, 6, 30)),
        status=AccreditationStatus.RENEWAL_IN_PROGRESS,
        renewal_filed_on=date(2025, 12, 1),
    ).association
    found = result(sound_file(association=association), "accreditation")
    assert found.outcome == outcome
    if tolerated:
        assert "1er décembre 2025" in found.sentence


def test_a_body_that_asks_for_no_accredited_association_makes_the_check_moot():
    file = sound_file(association=make.AssociationFactory())
    file.wishes.get().body.body_type.rules.update(requires_accreditation=AccreditationRequirement.NO)
    assert result(file, "accreditation").outcome == Outcome.NOT_APPLICABLE


def test_accreditation_asked_for_part_of_the_seats_is_a_warning():
    file = sound_file(association=make.AssociationFactory())
    file.wishes.get().body.body_type.rules.update(requires_accreditation=AccreditationRequirement.PARTIAL)
    assert result(file, "accreditation").warning


# the person


@pytest.mark.parametrize("since", [None, date(2026, 11, 23)])
def test_somebody_who_is_not_yet_a_member_stops_the_file(since):
    assert result(sound_file(member_since=since), "membership").blocking


def test_membership_from_the_very_day_is_enough():
    assert result(sound_file(member_since=make.TODAY), "membership").outcome == Outcome.PASS


def test_a_tie_not_declared_absent_stops_the_file():
    assert result(sound_file(no_tie_declared=False), "no_tie").blocking


def test_a_file_without_chosen_record_is_stopped_and_shows_records_that_look_alike():
    known = make.PersonFactory(last_name="Wernert", first_name="Odile")
    make.PersonFactory(last_name="Zimmer", first_name="Paul")
    found = result(sound_file(person=None, last_name="WERNERT", first_name="Odile"), "record")
    assert found.blocking
    assert [one.person for one in found.finding.evidence] == [known]
    assert "WERNERT Odile" in found.sentence


@pytest.mark.parametrize(
    "fields",
    [{"email": "odile@exemple.fr"}, {"phone": "0388000000"}, {"last_name": "Wernertt"}, {"last_name": "Odile", "first_name": "Wernert"}],
)
def test_a_record_looks_alike_by_address_telephone_slip_or_order_of_the_names(fields):
    known = make.PersonFactory(last_name="Wernert", first_name="Odile", email="Odile@exemple.fr", phone="0388000000")
    file = sound_file(person=None, **({"last_name": "Autre", "first_name": "Odile"} | fields))
    assert [one.person for one in result(file, "record").finding.evidence] == [known]


def test_a_merged_record_shows_the_one_it_was_merged_into():
    kept = make.PersonFactory(last_name="Keller", first_name="Anne")
    make.PersonFactory(last_name="Wernert", first_name="Odile", merged_into=kept)
    found = result(sound_file(person=None, last_name="Wernert", first_name="Odile"), "record")
    assert [one.person for one in found.finding.evidence] == [kept]


def test_the_same_person_by_two_associations_is_shown_and_does_not_stop():
    file = sound_file(person=None, last_name="Wernert", first_name="Odile")
    other = sound_file(call=file.call, bodies=[file.wishes.get().body], person=None, last_name="WERNERT", first_name="odile")
    found = result(file, "duplicate")
    assert found.warning
    assert [one.candidacy for one in found.finding.evidence] == [other]
    assert other.number in found.sentence


def test_two_files_with_two_records_chosen_are_two_people():
    file = sound_file(last_name="Wernert", first_name="Odile")
    sound_file(call=file.call, bodies=[file.wishes.get().body], last_name="Wernert", first_name="Odile")
    assert result(file, "duplicate").outcome == Outcome.PASS


def test_a_draft_is_no_duplicate():
    file = sound_file(person=None, last_name="Wernert", first_name="Odile")
    make.CandidacyFactory(call=file.call, last_name="Wernert", first_name="Odile")
    assert result(file, "duplicate").outcome == Outcome.PASS


@pytest.mark.parametrize(("held", "warning"), [(1, False), (2, True)])
def test_many_mandates_already_held_are_a_warning_from_the_dated_number_on(held, warning):
    setting("candidature-mandats-alerte", 2)
    file = sound_file()
    for _ in range(held):
        make.MandateFactory(person=file.person)
    assert result(file, "load").warning is warning


# the pieces


def test_a_required_letter_that_is_missing_is_named():
    setting("piece-lettre", 1)
    file = sound_file()
    assert result(file, "complete").outcome == Outcome.PASS
    file.attachments.all().delete()
    found = result(file, "complete")
    assert found.blocking
    assert "lettre de l’association" in found.sentence


def test_the_pieces_required_are_dated_settings():
    file = sound_file()
    assert result(file, "complete").outcome == Outcome.PASS
    setting("piece-adhesion", 1)
    assert "attestation d’adhésion" in result(file, "complete").sentence


def test_a_scanned_paper_form_stands_for_the_letter():
    setting("piece-lettre", 1)
    file = sound_file(channel=Channel.PAPER)
    file.attachments.all().delete()
    attach(file, AttachmentKind.PAPER_FORM)
    assert result(file, "complete").outcome == Outcome.PASS


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "", "phone": ""}, "adresse électronique ou un téléphone"),
        ({"course_promised": False}, "formation de base"),
        ({"charter_accepted": False}, "charte"),
        ({"person_informed": False}, "usage de ses données"),
        ({"signed_by_name": ""}, "signataire"),
    ],
)
def test_an_answer_that_is_missing_is_named(fields, words):
    assert words in result(sound_file(**fields), "complete").sentence


# the seat


def test_a_seat_out_of_the_call_stops_the_wish():
    file = sound_file()
    CallSeat.objects.filter(call=file.call).delete()
    assert result(file, "seat").blocking


def test_a_seat_filled_on_the_planned_day_stops_the_wish():
    file = sound_file()
    for seat in Seat.objects.filter(body=file.wishes.get().body):
        make.MandateFactory(seat=seat)
    assert result(file, "seat").blocking


def test_a_seat_that_falls_vacant_before_the_planned_day_is_to_be_filled():
    file = sound_file(call=None)
    call = file.call
    call.decision_expected_on = date(2027, 1, 10)
    call.save()
    for seat in Seat.objects.filter(body=file.wishes.get().body):
        make.MandateFactory(seat=seat, first=date(2024, 1, 1), term_end=date(2026, 12, 31))
    assert result(file, "seat").outcome == Outcome.PASS


def test_a_seat_offered_with_its_later_vacancy_is_to_be_filled():
    file = sound_file()
    for seat in Seat.objects.filter(body=file.wishes.get().body):
        make.MandateFactory(seat=seat, first=date(2024, 1, 1), term_end=date(2026, 12, 31))
    assert result(file, "seat").blocking
    CallSeat.objects.filter(call=file.call).update(origin=SeatOrigin.FALLING_VACANT, vacant_from=date(2027, 1, 1))
    assert result(file, "seat").outcome == Outcome.PASS


def test_a_seat_offered_in_mid_cycle_is_to_be_filled_although_it_is_held():
    file = sound_file()
    for seat in Seat.objects.filter(body=file.wishes.get().body):
        make.MandateFactory(seat=seat)
    CallSeat.objects.filter(call=file.call).update(origin=SeatOrigin.MID_CYCLE)
    assert result(file, "seat").outcome == Outcome.PASS


def test_a_closed_seat_stops_the_wish():
    file = sound_file()
    Seat.objects.filter(body=file.wishes.get().body).update(closed_on=date(2026, 1, 1))
    assert result(file, "seat").blocking


def test_a_seat_given_to_somebody_else_is_no_longer_offered():
    file = sound_file()
    body = file.wishes.get().body
    for seat in Seat.objects.filter(body=body):
        make.WishFactory(body=body, seat=seat, state=WishState.RETAINED)
    assert "déjà attribués" in result(file, "seat").sentence


def test_a_wished_quality_is_respected():
    file = sound_file()
    file.wishes.update(quality="titular")
    make.MandateFactory(seat=Seat.objects.get(body=file.wishes.get().body, quality="titular", rank=1))
    assert "Titulaire 2" in result(file, "seat").sentence
    assert "Suppléant" not in result(file, "seat").sentence


def test_a_wish_within_a_distance_counts_the_seats_around_the_home():
    near = commission()
    far = commission(facility__latitude=49.12, facility__longitude=6.18)
    file = sound_file(bodies=[near, far])
    file.wishes.all().delete()
    Wish.objects.create(candidacy=file, rank=1, within_km=30)
    assert "4 sièges à pourvoir à moins de 30 km, dans 1 instance." in result(file, "seat").sentence.replace("\u00a0", " ")


def test_a_body_out_of_the_circuit_stops_the_wish():
    body = commission()
    body.body_type.in_designation_circuit = False
    body.body_type.save()
    assert result(sound_file(bodies=[body]), "circuit").blocking


# the person in the body


def seated_file(**mandate):
    file = sound_file()
    seat = Seat.objects.get(body=file.wishes.get().body, quality="titular", rank=1)
    make.MandateFactory(seat=seat, person=file.person, **mandate)
    return file


def test_somebody_who_sits_in_the_body_already_stops_the_wish():
    found = result(seated_file(), "same_body")
    assert found.blocking
    assert "Titulaire 1" in found.sentence


def test_a_renewal_by_whoever_sits_passes():
    file = seated_file()
    file.wishes.update(renewal=True)
    assert result(file, "same_body").outcome == Outcome.PASS
    assert result(file, "renewal").outcome == Outcome.PASS


def test_a_renewal_by_somebody_who_never_sat_there_stops_the_wish():
    file = sound_file()
    file.wishes.update(renewal=True)
    assert result(file, "renewal").blocking


@pytest.mark.parametrize(("terms", "warning"), [(1, False), (2, True)])
def test_more_renewals_than_the_rule_admits_are_a_warning(terms, warning):
    file = seated_file(first=date(2021, 1, 1), term_end=date(2023, 12, 31))
    body = file.wishes.get().body
    body.body_type.rules.update(max_renewals=1)
    if terms == 2:
        make.MandateFactory(seat=body.seats.first(), person=file.person, first=date(2024, 1, 1), term_end=date(2026, 6, 30))
    assert result(file, "renewals").warning is warning


def test_a_type_that_requires_a_declaration_of_interests_stops_the_wish_without_it():
    file = sound_file()
    assert result(file, "interests").outcome == Outcome.NOT_APPLICABLE
    file.wishes.get().body.body_type.rules.update(requires_interest_declaration=True)
    assert result(file, "interests").blocking
    attach(file, AttachmentKind.INTERESTS)
    assert result(file, "interests").outcome == Outcome.PASS


def test_incompatibilities_are_shown_with_the_occupation():
    file = sound_file(occupation="infirmière retraitée")
    file.wishes.get().body.body_type.rules.update(incompatibilities="Ni salarié ni praticien de l’établissement.")
    found = result(file, "incompatibility")
    assert found.outcome == Outcome.TO_READ
    assert "Ni salarié" in found.sentence
    assert "infirmière retraitée" in found.sentence


@pytest.mark.parametrize(("told", "outcome"), [(1, Outcome.FAIL), (0, Outcome.NOT_APPLICABLE)])
def test_cumulation_with_the_supervisory_board_is_a_warning_by_setting(told, outcome):
    setting("candidature-cumul-cdu-cs", told)
    file = sound_file()
    board_type = make.BodyTypeFactory(code="CS_EPS", name="conseil de surveillance", level=BodyLevel.FACILITY)
    board = make.BodyFactory(body_type=board_type, facility=file.wishes.get().body.facility)
    make.MandateFactory(seat=make.SeatFactory(body=board), person=file.person)
    found = result(file, "cumulation")
    assert (found.outcome, found.level) == (outcome, Level.WARNS)
    assert not found.blocking


# waivers, many files


def test_a_check_set_aside_no_longer_stops():
    file = sound_file(no_tie_declared=False)
    CheckWaiver.objects.create(candidacy=file, code="no_tie", reason="Déclaration reçue par courrier.")
    found = result(file, "no_tie")
    assert found.failed
    assert not found.blocking
    assert found.outcome_words == "écarté"


def test_many_files_cost_as_many_statements_as_one():
    setting("piece-lettre", 1)
    first = sound_file(person=None)

    def statements(files):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            checks_of_many(files, day=make.TODAY)
        return len(asked)

    one = statements([first])
    others = [sound_file(person=None, call=first.call, bodies=[commission()]) for _ in range(4)]
    assert statements([first, *others]) == one
    assert one <= 16
