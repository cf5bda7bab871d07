"""The sheet of a half-day, drawn in Python: two hundred people, two controls each."""

from collections.abc import Mapping
from functools import partial

from django.utils.html import format_html

from portevoix.base.ui.tables import Column, Table
from portevoix.base.ui.widgets import attributes
from portevoix.work.training.enums import Presence
from portevoix.work.training.models import HalfDay
from portevoix.work.training.selectors.attendance import SheetRow

CHECKED = attributes({"checked": True})


def sheet_table(rows: list[SheetRow], *, half_day: HalfDay, errors: Mapping[int, str], editable: bool) -> Table:
    """Return the sheet; `errors`: one sentence a row, by primary key of enrolment."""
    absence, minutes = (partial(_absence), partial(_minutes, errors=errors)) if editable else (_absent_words, _missed_words)
    columns = (
        Column(key="personne", label="Personne", getter="name", header=True, detail=_detail),
        Column(key="presence", label="Absence" if editable else "Présence", getter=absence),
        Column(key="minutes", label="Minutes manquées", getter=minutes),
    )
    return Table(caption="Présences de la demi-journée", columns=columns, rows=rows)


def _detail(row: SheetRow) -> str:
    return " · ".join(part for part in (row.association, "à distance" if row.remote else "") if part)


def _absence(row: SheetRow):
    return format_html(
        '<label class="ck"><input type="checkbox" name="a-{0}" value="1"{1}><span>Absence<span class="vh"> de {2}</span></span></label>',
        row.enrolment,
        CHECKED if row.presence == Presence.ABSENT else "",
        row.name,
    )


def _minutes(row: SheetRow, *, errors: Mapping[int, str]):
    error = errors.get(row.enrolment, "")
    told = format_html('<p class="msg" id="m-{}_erreur">{}</p>', row.enrolment, error) if error else ""
    described = format_html(' aria-invalid="true" aria-describedby="m-{}_erreur"', row.enrolment) if error else ""
    return format_html(
        '{0}<input id="m-{1}" name="m-{1}" value="{2}" inputmode="numeric" maxlength="3" size="4"'
        ' autocomplete="off" aria-label="Minutes manquées par {3}"{4}>',
        told,
        row.enrolment,
        row.missed or "",
        row.name,
        described,
    )


def _absent_words(row: SheetRow) -> str:
    return {Presence.ABSENT: "absence", Presence.PARTIAL: "en partie"}.get(Presence(row.presence), "présence") if row.marked else ""


def _missed_words(row: SheetRow) -> str:
    return str(row.missed) if row.missed else ""
