"""Messages say what to do; dates, e-mail addresses and telephones are read as people write them."""

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError

from portevoix.base.ui.forms import EmailField, Form, FrenchDateField, HourField, PhoneField

TODAY = date(2026, 11, 22)


class Sample(Form):
    name = forms.CharField(label="Nom", max_length=5)
    email = EmailField(label="Adresse électronique")
    phone = PhoneField(label="Téléphone", required=False)
    start = FrenchDateField(label="Début", latest=date(2030, 1, 1))
    distance = forms.IntegerField(label="Distance", min_value=1, max_value=100)
    department = forms.ChoiceField(label="Département", choices=[("67", "Bas-Rhin")])
    agreed = forms.BooleanField(label="J’accepte")
    reason = forms.CharField(label="Motif", error_messages={"required": "Dites pourquoi."})


VALID = {
    "name": "Marie",
    "email": "marie@exemple.fr",
    "phone": "",
    "start": "1er septembre 2027",
    "distance": "30",
    "department": "67",
    "agreed": "on",
    "reason": "x",
}


def errors(**changes):
    form = Sample(VALID | changes, today=TODAY)
    return {name: list(messages) for name, messages in form.errors.items()}


def test_a_good_form_has_no_error():
    assert errors() == {}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Remplissez «\u00a0Nom\u00a0»."),
        ("name", "Marie-Odile", "Raccourcissez «\u00a0Nom\u00a0»\u00a0: 5\u00a0caractères au plus, vous en avez écrit 11."),
        ("email", "", "Indiquez une adresse électronique, par exemple marie@exemple.fr."),
        ("email", "marie", "Indiquez une adresse électronique, par exemple marie@exemple.fr."),
        ("phone", "12", "Écrivez dix chiffres, par exemple 03 88 12 34 56."),
        ("start", "", "Indiquez une date pour «\u00a0Début\u00a0», par exemple 1er septembre 2027."),
        ("distance", "loin", "Écrivez un nombre pour «\u00a0Distance\u00a0», par exemple 30."),
        ("distance", "300", "Écrivez pour «\u00a0Distance\u00a0» un nombre de 100 au plus."),
        ("department", "99", "Choisissez une réponse pour «\u00a0Département\u00a0»."),
        ("agreed", "", "Cochez «\u00a0J’accepte\u00a0» pour continuer."),
        ("reason", "", "Dites pourquoi."),
    ],
)
def test_a_message_says_what_to_do(field, value, message):
    assert errors(**{field: value}) == {field: [message]}


@pytest.mark.parametrize("text", ["1er septembre 2027", "01/09/2027", "2027-09-01"])
def test_a_date_is_read_as_people_write_it(text):
    form = Sample(VALID | {"start": text}, today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["start"] == date(2027, 9, 1)


def test_a_date_may_count_from_today():
    form = Sample(VALID | {"start": "demain"}, today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["start"] == date(2026, 11, 23)


def test_an_impossible_date_suggests_the_one_that_was_meant():
    assert "28 février 2027" in errors(start="31 février 2027")["start"][0]


def test_a_date_beyond_the_bounds_is_refused():
    assert "start" in errors(start="1er septembre 2031")


def test_a_known_date_is_shown_in_words():
    assert 'value="1er septembre 2027"' in str(Sample(initial={"start": date(2027, 9, 1)})["start"])


def test_an_unchanged_date_is_not_a_change():
    data = {name: VALID[name] for name in VALID}
    form = Sample(data, initial={"start": date(2027, 9, 1)}, today=TODAY)
    assert "start" not in form.changed_data


def test_what_was_typed_is_kept():
    assert 'value="31 février 2027"' in str(Sample({"start": "31 février 2027"}, today=TODAY)["start"])


@pytest.mark.parametrize("text", ["03 88 12 34 56", "03.88.12.34.56", "+33 3 88 12 34 56"])
def test_a_telephone_is_kept_as_ten_digits(text):
    form = Sample(VALID | {"phone": text}, today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "0388123456"


def test_fields_about_the_reader_carry_their_autocomplete_token():
    form = Sample()
    assert 'autocomplete="email"' in str(form["email"])
    assert 'autocomplete="tel"' in str(form["phone"])


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14 h 30", time(14, 30)),
        ("14\u00a0h\u00a030", time(14, 30)),
        ("9h", time(9)),
        ("9 heures", time(9)),
        ("08:15", time(8, 15)),
        ("14.30", time(14, 30)),
        ("14 H 05 min", time(14, 5)),
        ("14", time(14)),
        ("", None),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed, hour):
    assert HourField(required=False).clean(typed) == hour


@pytest.mark.parametrize("typed", ["matin", "25 h", "9 h 75", "930", "9 h 30 h"])
def test_what_is_no_hour_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="par exemple 14"):
        HourField().clean(typed)


def test_an_hour_is_shown_as_it_may_be_typed_again():
    assert HourField().clean(HourField().prepare_value(time(9, 5))) == time(9, 5)
