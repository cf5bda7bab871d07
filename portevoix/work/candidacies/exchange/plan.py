"""What applying a table would do, line by line; nothing is written."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.work.candidacies.exchange.places import CallPlaces
from portevoix.work.candidacies.exchange.reading import LineReader, Problem, ReadLine
from portevoix.work.candidacies.exchange.table import ExchangeTable
from portevoix.work.candidacies.exchange.targets import LABELS, Target, label_of, recognise
from portevoix.work.candidacies.models import Call, Candidacy, ExchangeImport
from portevoix.work.candidacies.selectors.calls import last_day

T = Target


@dataclass(frozen=True, kw_only=True)
class ExchangePlan:
    """The lines by what would become of them. known: their file is in the call already, nothing is changed."""

    new: list[ReadLine]
    known: list[ReadLine]
    refused: list[ReadLine]
    skipped: list[ReadLine]

    @cached_property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("new", "known", "refused", "skipped")}

    @property
    def problems(self) -> list[tuple[ReadLine, Problem]]:
        """Return each problem with its line, in the order of the file."""
        return [(line, problem) for line in self.refused for problem in line.problems]


def make_plan(call: Call, table: ExchangeTable, mapping: dict[int, str], *, today: date) -> ExchangePlan:
    """Read every line of `table` for `call`; mapping: column → code of `targets`."""
    reader = LineReader(mapping, CallPlaces(call), today=today)
    lines = [reader.read(number, cells) for number, cells in table.rows]
    _refuse_doubles(lines)
    for line in lines:
        _check_window(line, call)
    existing = set(Candidacy.objects.filter(call=call).exclude(exchange_reference="").values_list("exchange_reference", flat=True))
    plan = ExchangePlan(new=[], known=[], refused=[], skipped=[])
    for line in lines:
        known = line.reference in existing
        kind = plan.skipped if line.skipped else plan.known if known else plan.refused if line.problems else plan.new
        kind.append(line)
    return plan


def mapping_of(run: ExchangeImport, table: ExchangeTable) -> dict[int, str]:
    """Return the columns of `run`: its own correction, else the last one made on the same titles, else what the titles say."""
    if run.mapping:
        return from_json(run.mapping)
    same = ExchangeImport.objects.filter(signature=table.signature).exclude(mapping={}).order_by("-uploaded_at", "-pk").first()
    return from_json(same.mapping) if same else recognise(table.titles)


def from_json(mapping: dict[str, str]) -> dict[int, str]:
    """Return a kept mapping with its columns as numbers."""
    return {int(column): code for column, code in mapping.items() if code}


def lacking(mapping: dict[int, str]) -> list[str]:
    """Return the labels of what no column holds, without which nothing can be imported."""
    held = set(mapping.values())
    missing = [LABELS[target] for target in (T.REFERENCE, T.LAST_NAME) if target.value not in held]
    if not held & {T.ASSOCIATION.value, T.ACCREDITATION.value}:
        missing.append(LABELS[T.ASSOCIATION])
    if not any(code.startswith("wish_") for code in held):
        missing.append(label_of("wish_1"))
    return missing


def _refuse_doubles(lines: list[ReadLine]) -> None:
    counts = Counter(line.reference for line in lines if line.reference and not line.skipped)
    for line in lines:
        if line.reference and not line.skipped and counts[line.reference] > 1:
            others = [other.number for other in lines if other.reference == line.reference and other is not line]
            words = ", ".join(map(str, others))
            sentence = f"Ce numéro de dossier est aussi à la ligne {words}. Gardez une seule ligne."
            line.problems.append(Problem(column=LABELS[T.REFERENCE], value=line.reference, sentence=sentence))


def _check_window(line: ReadLine, call: Call) -> None:
    day, last = line.submitted_on, last_day(call)
    if day is None or (day_of(call.opens_at) <= day and (last is None or day <= last)):
        return
    window = f"du {date_fr(day_of(call.opens_at))}" + (f" au {date_fr(last)}" if last else "")
    sentence = f"Ce dossier a été déposé le {date_fr(day)}, en dehors des dates de l’appel ({window})."
    line.problems.append(Problem(column=LABELS[T.SUBMITTED_ON], value=day.isoformat(), sentence=sentence))
