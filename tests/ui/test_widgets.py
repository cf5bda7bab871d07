"""Lists of choices and boxes drawn in Python: the same HTML as Django's templates."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from portevoix.base.ui.widgets import FormRenderer

CHOICES = [("", "Tous"), ("67", "67 Bas-Rhin"), ("<b>", "L’« autre » & <i>"), ("Groupe", [("1", "Un"), ("2", "Deux")])]


class Sample(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, required=True)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple(attrs={"class": "n", "data-x": False, "hidden": True}))


@pytest.mark.parametrize("data", [None, {"one": "67", "several": ["<b>", "2"]}])
@pytest.mark.parametrize("name", ["one", "several"])
def test_a_list_of_choices_is_the_same_as_that_of_django(data, name):
    ours, djangos = (parse_html(Sample(data, renderer=renderer)[name].as_widget()) for renderer in (FormRenderer(), DjangoTemplates()))
    assert ours == djangos


class Boxes(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple(attrs={"class": "n", "data-x": False}))


@pytest.mark.parametrize("data", [None, {"one": "67", "several": ["<b>", "2"]}])
@pytest.mark.parametrize("name", ["one", "several"])
def test_each_box_of_a_list_is_the_same_as_that_of_django(data, name):
    ours, djangos = (
        [parse_html(box.tag(wrap_label=False)) for box in Boxes(data, renderer=renderer)[name].subwidgets]
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    assert ours == djangos and len(ours) == 5
