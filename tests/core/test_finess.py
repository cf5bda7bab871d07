"""FINESS numbers as spreadsheets leave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.finess import FinessError, department_of, key_is_valid, repair_finess


@pytest.mark.parametrize(
    "value",
    [
        "080005846",
        80005846,
        80005846.0,
        "80005846",
        "08 000 5846",
        "08\u00a0000\u202f584 6",
        "'080005846",
        "08.000.584.6",
        "N° FINESS ET : 080005846",
        "FINESS 080005846",
        "080005846.0",
        "8,0005846E+07",
        "08OOO5846",
    ],
)
def test_a_damaged_number_is_repaired(value):
    assert repair_finess(value).number == "080005846"


@pytest.mark.parametrize("value", ["2A0000030", "2a 000 0030", "A0000030"])
def test_corsican_numbers_keep_their_letter(value):
    assert repair_finess(value).number == "2A0000030"


@pytest.mark.parametrize(
    "value", ["", None, True, "abc", "1234567", "6800012944", 1.5, -5, float("nan"), 1e300, "6,8E+08", "680001294 / 680000494"]
)
def test_what_cannot_be_a_number_is_refused_with_a_sentence(value):
    with pytest.raises(FinessError) as refusal:
        repair_finess(value)
    assert refusal.value.message.endswith(".")
    assert len(refusal.value.message) < 200


def test_eight_digits_of_another_department_are_not_a_lost_zero():
    with pytest.raises(FinessError, match="huit chiffres"):
        repair_finess("68000129", department="68")


def test_a_clean_number_says_nothing_and_a_repaired_one_says_so():
    assert repair_finess("680001294", department="68").repairs == ()
    assert "premier chiffre" in repair_finess(80005846).repairs[0]


def test_a_wrong_key_is_a_warning_never_a_refusal():
    repaired = repair_finess("990025091")
    assert repaired.number == "990025091"
    assert "clé" in repaired.warnings[0]


def test_another_department_is_a_warning():
    assert "département 10" in repair_finess("680001294", department="10").warnings[0]


@pytest.mark.parametrize("number", ["080000110", "680001294", "2A0000030", "970100178", "540000973"])
def test_the_key_of_real_numbers_is_right(number):
    assert key_is_valid(number)
    assert not key_is_valid(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_department_of_a_number():
    assert [department_of(number) for number in ("080005846", "2A0000030", "970400024")] == ["08", "2A", "974"]


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats()))
def test_whatever_is_read_is_nine_characters_or_a_finess_error(value):
    try:
        assert len(repair_finess(value).number) == 9
    except FinessError as refusal:
        assert refusal.message
