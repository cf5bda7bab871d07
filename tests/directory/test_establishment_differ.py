"""Comparing a file with the register: who is new, closed, renamed, moved; what is not enough to close anybody."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments.differ import Changes, KnownFacility, differ
from portevoix.register.directory.establishments.records import CENTRE, EstablishmentRecord, ParsedFile, Source, settle_duplicates

DAY = date(2024, 12, 31)
BEFORE = date(2023, 12, 31)
SAE = Source(format="sae", family="SAE", label="DREES, SAE 2024", day=DAY)
REGIONS = {"67": "44", "68": "44", "57": "44", "59": "32"}
CENTRES = {"67482": (48.5, 7.7)}
TOWNS = {"67482": "Strasbourg"}


def record(number: int = 1, **values) -> EstablishmentRecord:
    facts = {"row": number, "finess_et": f"67000{number:04}", "name": f"CLINIQUE {number}", "finess_ej": "670780055", "department": "67"}
    return EstablishmentRecord(**{**facts, "category": "365", **values})


def known(number: int = 1, **values) -> KnownFacility:
    facts = {"finess_et": f"67000{number:04}", "name": f"CLINIQUE {number}", "finess_ej": "670780055", "department": "67", "region": "44"}
    return KnownFacility(**{**facts, "source": "DREES, SAE 2023", "source_date": BEFORE, "category": "365", **values})


def run(records, register, *, source=SAE, region="", damaged=(), names=()) -> Changes:
    parsed = ParsedFile(source=source, establishments=list(records), damaged_numbers=set(damaged), damaged_names=set(names))
    settle_duplicates(parsed)
    facilities = {facility.finess_et: facility for facility in register}
    return differ(parsed, facilities, centres=CENTRES, towns=TOWNS, departments=REGIONS, region=region)


def test_an_unknown_facility_is_created():
    assert [new.finess_et for new in run([record(1), record(2)], [known(1)]).created] == ["670000002"]


def test_a_facility_that_is_the_same_is_unchanged():
    changes = run([record(1)], [known(1)])
    assert changes.unchanged == ["670000001"] and not changes.changed


def test_a_difference_of_writing_is_not_a_new_name():
    assert run([record(1, name="Clinique  1.")], [known(1)]).unchanged == ["670000001"]


def test_a_new_name_keeps_the_former_one():
    changes = run([record(1, name="CLINIQUE DU PARC")], [known(1)])
    assert changes.renamed == ["670000001"] and not changes.updated
    assert changes.changed[0].former == {"name": "CLINIQUE 1"}


def test_a_move_to_another_legal_entity_keeps_the_former_one():
    changes = run([record(1, finess_ej="680000001")], [known(1)])
    assert changes.moved == ["670000001"]
    assert changes.changed[0].former == {"finess_ej": "670780055"}


def test_a_missing_facility_of_the_region_is_closed_on_the_day_of_the_file():
    changes = run([record(1)], [known(1), known(2)])
    assert changes.closed == ["670000002"]
    assert changes.changed[0].values == {"closed_on": DAY}


def test_a_missing_facility_of_another_region_stays_open():
    assert run([record(1)], [known(1), known(2, department="59", region="32")]).closed == []


def test_a_region_asked_for_bounds_the_perimeter():
    northern = record(9, finess_et="590000009", department="59")
    register = [known(1), known(2), known(3, finess_et="590000003", department="59", region="32")]
    changes = run([record(1), northern], register, region="44")
    assert changes.closed == ["670000002"] and not changes.created


def test_a_facility_on_a_row_that_cannot_be_used_is_not_missing():
    assert run([record(1)], [known(1), known(2)], damaged={"670000002"}).closed == []
    assert run([record(1)], [known(1), known(2)], names={"clinique 2"}).closed == []


def test_a_list_of_one_category_closes_nothing_of_another():
    flow = replace(SAE, family="FINESS", format="finess")
    dialysis = known(2, category="146", source="DREES, SAE 2023")
    assert run([record(1)], [known(1), dialysis], source=flow).closed == []


def test_an_extract_closes_nothing_and_lists_the_missing_ones():
    register = [known(number) for number in range(1, 21)]
    changes = run([record(number) for number in range(1, 11)], register)
    assert changes.closed == [] and len(changes.missing) == 10 and changes.partial_regions == ["44"]


def test_a_stock_may_lack_a_fifth_of_a_region():
    register = [known(number) for number in range(1, 41)]
    changes = run([record(number) for number in range(1, 33)], register)
    assert len(changes.closed) == 8 and changes.missing == []


def test_a_closing_that_the_flow_dates_is_taken_whatever_the_perimeter():
    changes = run([record(1, closed_on=date(2024, 3, 1))], [known(1)])
    assert changes.closed == ["670000001"]
    assert changes.changed[0].values == {"closed_on": date(2024, 3, 1)}


def test_a_facility_that_the_flow_gives_as_closed_is_not_created():
    changes = run([record(1, closed_on=date(2007, 4, 20))], [])
    assert changes.created == [] and changes.already_closed == ["670000001"]


def test_a_facility_back_in_the_file_is_reopened():
    changes = run([record(1)], [known(1, closed_on=BEFORE)])
    assert changes.reopened == ["670000001"]
    assert changes.changed[0].values == {"closed_on": None}


def test_a_file_older_than_the_closing_does_not_reopen():
    assert run([record(1)], [known(1, closed_on=date(2025, 6, 1))]).unchanged == ["670000001"]


def test_a_file_older_than_what_is_known_changes_nothing():
    changes = run([record(1, name="ANCIEN NOM")], [known(1, source_date=date(2026, 1, 1)), known(2, source_date=date(2026, 1, 1))])
    assert changes.older_source == changes.unchanged == ["670000001"]
    assert not changes.renamed and not changes.closed


def test_what_came_without_a_date_gives_way_to_a_dated_file():
    undated = known(1, source="DREES, SAE, sans date", source_date=date(2026, 11, 22))
    assert run([record(1, name="CLINIQUE DU PARC")], [undated]).renamed == ["670000001"]


def test_what_the_file_leaves_empty_is_kept():
    full = known(1, siret="1" * 14, phone="0388000000", latitude=48.0, longitude=7.0, coordinates_source="gisco_2020", address="1 R X")
    assert run([record(1)], [full]).unchanged == ["670000001"]


def test_an_exact_place_is_not_replaced_by_the_centre_of_the_commune():
    exact = known(1, commune="67482", town="Strasbourg", latitude=48.0, longitude=7.0, coordinates_source="gisco_2020")
    centred = record(1, commune="67482", latitude=48.5, longitude=7.7, coordinates_source=CENTRE)
    assert run([centred], [exact]).unchanged == ["670000001"]


def test_a_facility_that_changes_commune_does_not_keep_its_old_place():
    elsewhere = known(1, commune="67218", town="Illkirch", latitude=48.0, longitude=7.0, coordinates_source="gisco_2020")
    values = run([record(1, commune="67482")], [elsewhere]).changed[0].values
    assert (values["latitude"], values["coordinates_source"], values["town"]) == (48.5, CENTRE, "Strasbourg")


def test_the_town_is_that_of_the_commune_not_of_the_post_office():
    new = run([record(1, commune="67482", town="STRASBOURG", delivery_town="STRASBOURG CEDEX")], []).created[0]
    assert (new.town, new.delivery_town, new.latitude) == ("Strasbourg", "STRASBOURG CEDEX", 48.5)


def test_an_unknown_commune_is_tolerated():
    new = run([record(1, commune="67999", town="LIEU INCONNU")], []).created[0]
    assert new.town == "LIEU INCONNU" and new.latitude is None


def test_a_flow_of_legal_entities_closes_no_facility():
    assert run([], [known(1), known(2)]).closed == []


RECORDS = st.lists(
    st.builds(
        record,
        st.integers(1, 12),
        name=st.sampled_from(("CLINIQUE A", "Clinique a", "HÔPITAL B", "HOPITAL B")),
        finess_ej=st.sampled_from(("670780055", "680000001")),
        department=st.sampled_from(("67", "68", "59")),
        category=st.sampled_from(("365", "146", "")),
        commune=st.sampled_from(("67482", "")),
        legal_status=st.sampled_from((LegalStatus.PUBLIC, LegalStatus.UNKNOWN)),
        closed_on=st.sampled_from((None, date(2024, 3, 1), date(2027, 1, 1))),
    ),
    max_size=14,
)
REGISTERS = st.lists(
    st.builds(known, st.integers(1, 14), closed_on=st.sampled_from((None, BEFORE, date(2026, 1, 1))), name=st.just("CLINIQUE A")),
    max_size=14,
)


def applied(register: dict[str, KnownFacility], changes: Changes, source: Source) -> dict[str, KnownFacility]:
    """What the register is after the changes, as the action writes it."""
    after = dict(register)
    fields = set(KnownFacility.__dataclass_fields__)
    for new in changes.created:
        facts = {name: getattr(new, name) for name in fields if hasattr(new, name)}
        after[new.finess_et] = KnownFacility(
            **{**facts, "closed_on": None, "region": REGIONS[new.department], "source": source.text, "source_date": source.day}
        )
    for change in changes.changed:
        before = after[change.finess_et]
        department = change.values.get("department", before.department)
        more = {"region": REGIONS[department], "source": source.text, "source_date": source.day}
        after[change.finess_et] = replace(before, **change.values, **more)
    return after


@settings(max_examples=300, deadline=None)
@given(records=RECORDS, register=REGISTERS)
def test_a_second_run_finds_everything_unchanged(records, register):
    facilities = {facility.finess_et: facility for facility in register}
    first = run(records, facilities.values())
    second = run(records, applied(facilities, first, SAE).values())
    assert not second.changed and not second.created
    assert not (second.closed or second.renamed or second.moved or second.reopened or second.updated)


@settings(max_examples=200, deadline=None)
@given(records=RECORDS, register=REGISTERS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(records, register, order):
    numbered = [replace(item, row=index) for index, item in enumerate(records, start=2)]
    shuffled = list(numbered)
    order.shuffle(shuffled)
    shuffled = [replace(item, row=index) for index, item in enumerate(shuffled, start=2)]

    def content(changes):
        created = [new.content for new in changes.created]
        return replace(changes, created=created)

    assert content(run(numbered, register)) == content(run(shuffled, register))


@pytest.mark.parametrize("share", [0, 1, 2])
def test_each_facility_of_the_file_is_in_one_list_and_no_more(share):
    records = [record(1), record(2, name="AUTRE"), record(3, siret="1" * 14), record(4), record(5, closed_on=date(2024, 2, 2))]
    changes = run(records[share:], [known(1), known(2), known(3), known(5)])
    listed = [new.finess_et for new in changes.created] + changes.renamed + changes.updated + changes.unchanged + changes.closed
    assert {item.finess_et for item in records[share:]} <= set(listed)
    assert len(listed) == len(set(listed))
