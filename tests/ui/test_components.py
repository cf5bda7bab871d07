"""The components refuse what they do not know, and what they print is tied together."""

import inspect
import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from portevoix.base.ui.components.rendering import ComponentError
from portevoix.base.ui.components.seats import seat_rank
from portevoix.base.ui.documentation import components
from portevoix.base.ui.forms import Form
from portevoix.base.ui.templatetags.ui import register

COMPONENTS = {component.name: component for component in components()}


def render(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(register.tags))
def test_a_component_refuses_an_unknown_argument(name):
    with pytest.raises(TemplateSyntaxError, match="inconnu"):
        Template("{% load ui %}{% " + name + " inconnu=1 %}{% end" + name + " %}")


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_takes_at_most_one_argument_without_its_name(name):
    kinds = [
        parameter.kind
        for parameter in inspect.signature(COMPONENTS[name].function).parameters.values()
        if parameter.name not in {"context", "content"}
    ]
    assert kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD) <= 1


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "etoile" %}',
        '{% button "Envoyer" kind="rouge" %}',
        '{% link_button "Voir" url="/" kind="rouge" %}',
        '{% tag "Vacant" kind="vide" %}',
        '{% seat state="libre" %}',
        '{% notice kind="danger" %}{% endnotice %}',
        '{% step label="Un" state="fini" %}{% endstep %}',
        '{% task label="Un" seat="libre" %}{% endtask %}',
        '{% seat_card state="libre" quality="Titulaire" holder="x" %}{% endseat_card %}',
        '{% bar_chart chart table="ailleurs" %}',
    ],
)
def test_a_component_refuses_a_word_that_it_does_not_know(source):
    with pytest.raises(ComponentError):
        render(source, chart=None)


def test_words_given_to_a_component_are_escaped():
    assert "&lt;b&gt;" in render('{% tag words kind="done" %}', words="<b>")
    assert "&lt;b&gt;" in render("{% fact label=words %}{{ words }}{% endfact %}", words="<b>")
    assert "<b>x" not in render("{% button words %}", words="<b>x")


class Registration(Form):
    email = forms.EmailField(label="Adresse électronique", help_text="Elle ne sera pas publiée")
    seat = forms.ChoiceField(label="Siège", choices=[("t", "Titulaire"), ("s", "Suppléant")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="J’accepte")
    step = forms.CharField(widget=forms.HiddenInput)


def page_of(form, **arguments) -> str:
    return render("{% error_summary form %}{% for bound in form %}{% field bound %}{% endfor %}", form=form)


@pytest.mark.parametrize("data", [None, {}, {"email": "marie", "seat": "x"}], ids=["fresh", "empty", "wrong"])
def test_every_id_that_a_field_points_at_is_in_the_page(data):
    html = page_of(Registration(data))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = {target for value in re.findall(r'aria-describedby="([^"]+)"', html) for target in value.split()}
    pointed |= set(re.findall(r'\sfor="([^"]+)"', html)) | set(re.findall(r'href="#([^"]+)"', html))
    assert pointed <= set(ids)


def test_help_and_error_come_before_the_control():
    html = render("{% field form.email %}", form=Registration({}))
    assert html.index("<label") < html.index('class="hint"') < html.index('class="msg"') < html.index("<input")


def test_required_is_said_in_words():
    assert "Adresse électronique (obligatoire)" in render("{% field form.email %}", form=Registration())
    assert "(obligatoire)" not in render("{% field form.note %}", form=Registration())


def test_a_refused_field_is_marked_as_invalid():
    html = render("{% field form.email %}", form=Registration({"email": "marie"}))
    assert 'aria-invalid="true"' in html
    assert 'value="marie"' in html


def test_a_field_without_help_points_at_nothing():
    assert "aria-describedby" not in render('{% field form.email hint="" %}', form=Registration())


def test_choices_are_grouped_under_a_legend():
    html = render("{% field form.seat %}", form=Registration())
    assert "<fieldset" in html
    assert html.count('type="radio"') == 2


def test_the_summary_leads_to_the_first_choice_of_a_group():
    assert 'href="#id_seat_0"' in render("{% error_summary form %}", form=Registration({}))


def test_the_summary_names_an_error_of_a_hidden_field_without_a_link():
    html = render("{% error_summary form %}", form=Registration({}))
    assert "Remplissez «\u00a0Step\u00a0»." in html
    assert 'href="#id_step"' not in html


def test_no_summary_without_error():
    assert render("{% error_summary form %}", form=Registration()).strip() == ""


def test_the_summary_reads_formsets():
    formset = forms.formset_factory(Registration)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-note": "x"})
    assert 'href="#id_form-0-email"' in render("{% error_summary formset %}", formset=formset)


@pytest.mark.parametrize(("count", "words"), [(1, "Une réponse est"), (2, "Deux réponses sont"), (12, "12 réponses sont")])
def test_the_summary_counts_in_words(count, words):
    assert render("{{ count|correction_words }}", count=count) == f"{words} à corriger"


@pytest.mark.parametrize(("form", "prefix"), [(Registration({}), "Erreur\u00a0: "), (Registration(), ""), (None, "")])
def test_the_page_title_says_that_the_form_failed(form, prefix):
    assert render("{% title_prefix %}", form=form) == prefix


def test_the_date_form_keeps_the_rest_of_the_address_and_goes_back_to_the_first_page():
    request = RequestFactory().get("/?q=colmar&page=3&au=2026-01-01&tri=-depuis")
    html = Template("{% load ui %}{% situation_form at=day today=day %}").render(Context({"request": request, "day": date(2026, 9, 1)}))
    assert 'name="q" value="colmar"' in html
    assert 'name="tri" value="-depuis"' in html
    assert 'name="page"' not in html
    assert 'value="1er septembre 2026"' in html
    assert "au=2027-06-01" in html


def test_the_date_form_keeps_what_was_typed_and_not_understood():
    html = render("{% situation_form at=day today=day value=typed %}", day=date(2026, 9, 1), typed="le trente février")
    assert 'value="le trente février"' in html


def test_the_filters_keep_the_date():
    request = RequestFactory().get("/?au=2026-01-01&q=colmar")
    source = '{% load ui %}{% filters_panel summary="Filtrer" label="Filtrer les sièges" %}<p>champs</p>{% endfilters_panel %}'
    html = Template(source).render(Context({"request": request}))
    assert 'name="au" value="2026-01-01"' in html
    assert 'name="q"' not in html


def test_a_progress_bar_works_before_the_total_is_known():
    html = render('{% progress label="Lecture" value=0 maximum=0 detail="Le classeur attend" %}')
    assert "max=" not in html
    assert "Le classeur attend" in html


@pytest.mark.parametrize(("address", "words"), [("/", "Arrêter le suivi"), ("/?arret=1", "reprendre le suivi")])
def test_a_page_that_renews_itself_can_be_stopped(address, words):
    context = Context({"request": RequestFactory().get(address)})
    assert words in Template("{% load ui %}{% auto_refresh seconds=5 %}").render(context)


def test_seats_are_drawn_in_groups():
    html = seat_rank([True, False], [True])
    assert html.count("#i-seat") == 2
    assert html.count("#i-vide") == 1
    assert html.count('class="gap"') == 1
