"""« Indicateurs » : each one with its definition, by year, and as a file."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.indicators.registry import REGISTRY, Indicator, Span, Unit, Value, measure
from portevoix.base.ui.components.words import NBSP, number_fr
from portevoix.base.ui.downloads import rows_file
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.selectors.rules import parameter_at

YEARS = 4
LEAST = ("small-cell", 5)
TOO_FEW, NOTHING = "trop peu pour être dit", "rien à mesurer"
HEADER = ("indicateur", "detail", "annee", "valeur", "unite", "effectif", "definition", "perimetre")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An indicator, its value and the values of its parts, in words."""

    indicator: Indicator
    value: Value
    words: str
    parts: list[tuple[str, Value, str]]


def year_asked(request: HttpRequest) -> int:
    """Return the year of the address, this one by default; raise `BadInput` outside those that are offered."""
    today = timezone.localdate()
    text = request.GET.get("annee") or str(today.year)
    if not text.isdecimal() or int(text) not in years():
        raise BadInput("Cette année n’est pas comprise.", hint="Choisissez une année dans la page.")
    return int(text)


def years() -> list[int]:
    """Return the years that can be asked for, the latest first."""
    this = timezone.localdate().year
    return list(range(this, this - YEARS, -1))


def value_words(value: Value, unit: Unit) -> str:
    """« 62,5 % », « 41 jours », « 3,4 sur 4 »; or why nothing is told."""
    if value.hidden:
        return TOO_FEW
    if value.value is None:
        return NOTHING
    number = number_fr(value.value, 0 if unit in (Unit.COUNT, Unit.DAYS) else 1)
    return f"{number}{NBSP}{unit.value}" if unit.value else number


class IndicatorsView(ScopedView):
    """The registered indicators for the territories that one follows."""

    permission = Permission.TRAINING_FIGURES
    template_name = "workspace/indicators/list.html"

    def shown(self, year: int) -> list[Shown]:
        """Return every indicator with its value for `year`."""
        today = timezone.localdate()
        span, least = Span.of_year(year, today=today), parameter_at(LEAST[0], today, default=LEAST[1])
        scope, rows = scope_for(self.request.user, self.permission), []
        for indicator in REGISTRY.values():
            value = measure(indicator, scope, span=span, least=least)
            parts = [(name, part, value_words(part, indicator.unit)) for name, part in value.parts]
            rows.append(Shown(indicator=indicator, value=value, words=value_words(value, indicator.unit), parts=parts))
        return rows

    def get_context_data(self, **kwargs):
        year = year_asked(self.request)
        chips = [(str(one), f"?annee={one}", one == year) for one in years()]
        kwargs |= {"year": year, "year_label": f"en {year}", "years": chips, "formats": list(TableFormat)}
        return super().get_context_data(shown=self.shown(year), **kwargs)


class IndicatorsFileView(IndicatorsView):
    """The same as a file; what is not told stays empty."""

    def get(self, request, *args, **kwargs):
        year = year_asked(request)
        rows = [row for shown in self.shown(year) for row in _lines(shown, year)]
        return rows_file(kwargs["format"], header=HEADER, rows=rows, title="Indicateurs", name=f"indicateurs-{year}")


def _lines(shown: Shown, year: int):
    about = shown.indicator
    for name, value in (("", shown.value), *((name, value) for name, value, _ in shown.parts)):
        told = value.value is not None and not value.hidden
        number = f"{value.value:.1f}".replace(".", ",") if told else ""
        yield (about.name, name, year, number, about.unit.value, value.n if told else None, about.definition, about.perimeter)
