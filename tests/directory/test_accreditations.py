"""Accreditations: which one counts on a day, those that end soon, recording, renewing, withdrawing, importing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import last_day, period
from portevoix.register.directory.actions.accreditation_import import import_accreditations
from portevoix.register.directory.actions.accreditations import (
    file_renewal,
    record_accreditation,
    renew_accreditation,
    withdraw_accreditation,
)
from portevoix.register.directory.enums import AccreditationStatus
from portevoix.register.directory.establishments.records import UnreadableFile
from portevoix.register.directory.models import Accreditation, Parameter, Territory
from portevoix.register.directory.selectors.accreditations import accreditation_at, expiring, notices_at
from tests.factories import AccreditationFactory, AssociationFactory

BY = Program("tests")
TODAY = date(2026, 11, 22)
SOURCE = {"source": "arrêté", "source_date": TODAY, "by": BY}


@pytest.fixture
def region(reference):
    return Territory.objects.get(kind="region", code="44")


def accredited(first=date(2024, 1, 1), last=date(2028, 12, 31), **values) -> Accreditation:
    return AccreditationFactory(period=period(first, last), **values)


def test_the_accreditation_counts_from_its_first_day_to_its_last(reference):
    row = accredited()
    association = row.association
    assert accreditation_at(association, date(2023, 12, 31)) is None
    assert accreditation_at(association, date(2024, 1, 1)).accreditation == row
    assert accreditation_at(association, date(2028, 12, 31)).last_day == date(2028, 12, 31)
    assert accreditation_at(association, date(2029, 1, 1)) is None


def test_a_section_stands_under_its_federation(reference):
    row = accredited()
    section = AssociationFactory(section=True, parent=row.association)
    assert accreditation_at(section, TODAY).accreditation == row


def test_a_regional_accreditation_counts_in_its_region_only(region):
    row = accredited(level="regional", region=region)
    elsewhere = Territory.objects.get(kind="region", code="32")
    assert accreditation_at(row.association, TODAY, region=region).accreditation == row
    assert accreditation_at(row.association, TODAY, region=elsewhere) is None
    assert accreditation_at(row.association, TODAY) is None


def test_a_renewal_filed_in_time_is_waited_for_when_the_setting_says_so(reference):
    row = accredited(date(2021, 1, 1), date(2026, 10, 31), status="renewal", renewal_filed_on=date(2026, 3, 1))
    standing = accreditation_at(row.association, TODAY)
    assert standing.tolerated and standing.accreditation == row
    Parameter.objects.filter(code="accreditation-renewal-tolerated").update(value=0)
    assert accreditation_at(row.association, TODAY) is None


def test_a_renewal_filed_too_late_is_not_waited_for(reference):
    row = accredited(date(2021, 1, 1), date(2026, 10, 31), status="renewal", renewal_filed_on=date(2026, 11, 1))
    assert accreditation_at(row.association, TODAY) is None


@pytest.mark.parametrize(("days", "notice"), [(211, None), (210, 210), (91, 210), (90, 90), (1, 90), (0, 0)])
def test_the_notices_are_at_210_90_and_0_days(reference, days, notice):
    accredited(date(2022, 1, 1), TODAY + timedelta(days=days))
    ending = expiring(within_days=365, today=TODAY)[0]
    assert (ending.days_left, ending.notice) == (days, notice)


def test_notices_are_dated_settings(reference):
    assert notices_at(TODAY) == [210, 90, 0]
    Parameter.objects.filter(code="accreditation-notice-second").update(period=period(None, date(2026, 1, 1)))
    assert notices_at(TODAY) == [210, 0]


def test_what_ended_what_ends_later_and_what_is_renewed_do_not_end_soon(reference):
    accredited(date(2020, 1, 1), TODAY - timedelta(days=1))
    accredited(date(2024, 1, 1), TODAY + timedelta(days=211))
    renewed = accredited(date(2022, 1, 1), TODAY + timedelta(days=30))
    accredited(TODAY + timedelta(days=31), date(2031, 12, 31), association=renewed.association)
    soon = accredited(date(2022, 1, 1), TODAY + timedelta(days=5))
    assert [ending.accreditation for ending in expiring(within_days=210, today=TODAY)] == [soon]


def test_an_accreditation_lasts_five_years_when_its_end_is_not_given(reference):
    row = record_accreditation(association=AssociationFactory(), level="national", first=date(2026, 3, 1), **SOURCE)
    assert last_day(row.period) == date(2031, 2, 28)


def test_a_section_carries_no_accreditation(reference):
    section = AssociationFactory(section=True)
    with pytest.raises(ValidationError, match="porté par"):
        record_accreditation(association=section, level="national", first=TODAY, **SOURCE)


def test_a_regional_accreditation_names_its_region(region):
    with pytest.raises(ValidationError, match="indique sa région"):
        record_accreditation(association=AssociationFactory(), level="regional", first=TODAY, **SOURCE)
    row = record_accreditation(association=AssociationFactory(), level="regional", region=region, first=TODAY, **SOURCE)
    assert row.region == region


def test_two_accreditations_of_one_level_never_overlap(reference):
    row = accredited()
    with pytest.raises(ValidationError, match="déjà un agrément national"):
        record_accreditation(association=row.association, level="national", first=date(2028, 1, 1), **SOURCE)


def test_a_renewal_begins_the_day_after_and_keeps_the_number(reference):
    row = file_renewal(accreditation=accredited(number="N2024RN0001"), filed_on=date(2028, 5, 1), by=BY)
    assert row.status == AccreditationStatus.RENEWAL_IN_PROGRESS
    renewed = renew_accreditation(accreditation=row, **SOURCE)
    row.refresh_from_db()
    assert renewed.period == period(date(2029, 1, 1), date(2033, 12, 31))
    assert (renewed.number, row.status) == ("N2024RN0001", AccreditationStatus.GRANTED)


def test_a_withdrawal_shortens_the_period_and_has_a_reason(reference):
    row = accredited()
    with pytest.raises(ValidationError, match="motif"):
        withdraw_accreditation(accreditation=row, on=TODAY, reason="", by=BY)
    with pytest.raises(ValidationError, match="pendant la période"):
        withdraw_accreditation(accreditation=row, on=date(2030, 1, 1), reason="dissolution", by=BY)
    row = withdraw_accreditation(accreditation=row, on=TODAY, reason="dissolution", by=BY)
    assert accreditation_at(row.association, TODAY) is None
    assert accreditation_at(row.association, TODAY - timedelta(days=1)).accreditation == row
    with pytest.raises(ValidationError, match="retiré"):
        renew_accreditation(accreditation=row, **SOURCE)
    with pytest.raises(ValidationError, match="retiré"):
        file_renewal(accreditation=row, filed_on=TODAY, by=BY)


HEADER = "Association;Niveau;Région;Numéro;Début;Fin\n"


def imported(text: str, **options):
    return import_accreditations(content=text.encode(), source="liste d’essai", by=BY, today=TODAY, **options)


def test_a_list_is_compared_dry_then_written_then_unchanged(reference):
    AssociationFactory(name="Union rhénane de familles", acronym="URFAM")
    AssociationFactory(name="Usagers du Rhin")
    text = HEADER + "U.R.F.A.M.;national;;N2024RN1;1er janvier 2024;31/12/2028\nUsagers du Rhin;régional;Grand Est;R44;01/03/2025;\n"
    assert len(imported(text).created) == 2 and not Accreditation.objects.exists()
    report = imported(text, apply=True)
    assert len(report.created) == 2 and report.errors == []
    regional = Accreditation.objects.get(level="regional")
    assert regional.period == period(date(2025, 3, 1), date(2030, 2, 28)) and regional.source == "liste d’essai"
    assert len(imported(text, apply=True).unchanged) == 2
    longer = imported(text.replace("31/12/2028", "30/06/2029"), apply=True)
    assert longer.updated == ["Union rhénane de familles"]


def test_bad_rows_of_a_list_are_named_and_stop_nothing(reference):
    AssociationFactory(name="Cœurs du Rhin", acronym="CDR67")
    AccreditationFactory(
        association=AssociationFactory(name="Ligue du Rhin"), period=period(date(2024, 1, 1), date(2028, 12, 31)), number=""
    )
    rows = (
        "Coeur de Rhin;national;;;01/01/2024;\n"
        "Cœurs du Rhin;européen;;;01/01/2024;\n"
        "Cœurs du Rhin;national;;;31/02/2024;\n"
        "Cœurs du Rhin;national;;;01/01/2024;01/01/2023\n"
        "Cœurs du Rhin;régional;Atlantide;;01/01/2024;\n"
        "Ligue du Rhin;national;;;01/06/2025;\n"
        "Cœurs du Rhin;national;;;01/01/2024;\n"
    )
    report = imported(HEADER + rows, apply=True)
    assert [(error.row, error.code) for error in report.errors] == [
        (2, "unknown_association"),
        (3, "unknown_level"),
        (4, "bad_date"),
        (5, "end_before_start"),
        (6, "unknown_region"),
        (7, "accreditation_overlaps"),
    ]
    assert "Cœurs du Rhin" in report.errors[0].message
    assert report.created == ["Cœurs du Rhin"]


def test_a_withdrawal_is_not_undone_by_a_list(reference):
    row = accredited(association=AssociationFactory(name="Retirée"), number="")
    withdraw_accreditation(accreditation=row, on=TODAY, reason="dissolution", by=BY)
    report = imported(HEADER + "Retirée;national;;;01/01/2024;31/12/2028\n", apply=True)
    row.refresh_from_db()
    assert report.unchanged == ["Retirée"] and row.status == AccreditationStatus.WITHDRAWN


@pytest.mark.parametrize(("content", "said"), [(b"", "vide"), (b"a;b\n1;2\n", "association"), (b"Association\nX\n", "début")])
def test_a_list_without_its_columns_is_refused_in_one_sentence(reference, content, said):
    with pytest.raises(UnreadableFile, match=said):
        import_accreditations(content=content, source="x", by=BY, today=TODAY)


def test_the_command_says_what_is_wrong(reference, tmp_path):
    with pytest.raises(CommandError, match="introuvable"):
        call_command("import_accreditations", str(tmp_path / "rien.csv"))
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n")
    with pytest.raises(CommandError, match="colonne"):
        call_command("import_accreditations", str(path))
