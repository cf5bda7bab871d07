"""The whole text of an order, blanks filled: what the page shows and what the PDF prints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.text import NBSP, typo_fr
from portevoix.base.core.text_templates import TemplateFault, blanks, fill, paragraphs
from portevoix.base.documents.shapes import ActData, Annex, Article, Signature, Table, Verification
from portevoix.register.orders.blanks import PREFECT_ORDER, REPEATED
from portevoix.register.orders.models import DesignationOrder, Signatory
from portevoix.register.orders.selectors.lines import Line, lines_of
from portevoix.register.orders.selectors.values import agency_name, function_of_head, values
from portevoix.register.orders.selectors.words import person_words, place_words, seat_words

DESIGNATIONS, ENDS = "designations", "ends"
TITLES = {DESIGNATIONS: "Personnes désignées", ENDS: "Fins de mandat"}
DRAFT = "PROJET"
PREFECT_MISSING = "L’arrêté du préfet qui désigne n’est pas indiqué\u00a0: donnez son numéro et sa date."
_END = re.compile(r"[\s;.,]+$")


@dataclass(frozen=True, kw_only=True)
class Composed:
    """The text of an order; `faults`: part of the order (`title`, `visas`…, `arrete_prefet`) and sentence, for each blank not filled."""

    data: ActData
    lines: list[Line]
    values: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)


def compose(
    order: DesignationOrder,
    *,
    today: date,
    number: str = "",
    signed_on: date | None = None,
    verification: Verification | None = None,
) -> Composed:
    """Return the text of `order` as it would be if it were signed `today`, marked as a draft unless `number` and `signed_on` are given."""
    day = signed_on or today
    effective = order.effective_on or day
    lines = lines_of(order, effective=effective)
    known, repeated = values(order, lines, today=today, number=number, signed_on=signed_on)
    writer = _Writer(known, repeated)
    tables = _tables(lines)
    articles = list(_articles(writer, order, tables))
    placed = {kind for kind, _ in articles}
    data = ActData(
        authority=[agency_name(order.region)],
        number=f"Arrêté ARS n°{NBSP}{number}" if number else "Arrêté ARS, numéro donné à la signature",
        date_line=f"du {date_fr(signed_on)}" if signed_on else "",
        title=writer.one("title", order.title),
        author=writer.one("author_line", order.author_line),
        visas=[ended(line) for line in writer.lines("visas", order.visas)],
        recitals=[ended(line) for line in writer.lines("considerants", order.considerants)],
        articles=_numbered([article for _, article in articles]),
        appeal=writer.paragraphs("appeal", order.appeal),
        signature=_signature(order, signed_on, day),
        verification=verification,
        annexes=_annexes({kind: table for kind, table in tables.items() if kind not in placed}, number, signed_on),
        draft="" if number else DRAFT,
    )
    return Composed(data=data, lines=lines, values=known, faults=writer.faults)


class _Writer:
    """Fills texts and keeps what could not be filled; such a text is shown as it was written."""

    def __init__(self, known: Mapping[str, str], repeated: Mapping[str, Sequence[str]]):
        self.known, self.repeated = dict(known), repeated
        self.faults: list[tuple[str, str]] = []

    def fill(self, part: str, text: str, **more: str) -> str:
        try:
            return typo_fr(fill(text, self.known | more))
        except TemplateFault as fault:
            self.faults.append((PREFECT_ORDER, PREFECT_MISSING) if fault.empty == {PREFECT_ORDER} else (part, str(fault)))
            return text

    def one(self, part: str, text: str) -> str:
        return " ".join(self.fill(part, text).split("\n"))

    def paragraphs(self, part: str, text: str) -> list[str]:
        return [filled for paragraph in paragraphs(text) if (filled := self.fill(part, paragraph))]

    def lines(self, part: str, text: str) -> Iterator[str]:
        """Yield each line filled; one with a repeated blank comes once for each value, none when there is none."""
        for line in filter(None, map(str.strip, text.splitlines())):
            names = sorted(blanks(line) & REPEATED)
            if not names:
                filled = [self.fill(part, line)]
            else:
                filled = [self.fill(part, line, **{names[0]: value}) for value in self.repeated[names[0]]]
            yield from filter(None, filled)


def ended(line: str) -> str:
    """Return a visa or a considérant ended by « ; »."""
    return f"{_END.sub('', line)}{NBSP};"


def _articles(writer, order, tables) -> Iterator[tuple[str, Article]]:
    """Yield the articles that have something to say, each with the table that it carries."""
    for article in order.articles:
        texts = writer.paragraphs("articles", article.get("text", ""))
        if not texts:
            continue
        table = article.get("table", "")
        title = writer.one("articles", article.get("title", ""))
        yield table, Article(number="", title=title, paragraphs=texts, table=tables.get(table))


def _numbered(articles: list[Article]) -> list[Article]:
    return [
        Article(**{one.name: getattr(article, one.name) for one in fields(article)} | {"number": f"Article {'1er' if rank == 1 else rank}"})
        for rank, article in enumerate(articles, 1)
    ]


def _signature(order: DesignationOrder, signed_on: date | None, day: date) -> Signature | None:
    signatory = order.signatory
    if signatory is None:
        return None
    when = f", le {date_fr(signed_on)}" if signed_on else ""
    return Signature(
        quality=quality_of(order, signatory, day),
        name=f"{signatory.first_name} {signatory.last_name.upper()}".strip(),
        place_and_date=f"Fait à {order.place}{when}" if order.place else "",
        delegation=f"Pour {function_of_head(order, day).noun} et par délégation," if signatory.delegation_reference else "",
    )


def quality_of(order: DesignationOrder, signatory: Signatory, day: date) -> str:
    """Return the quality printed above the name: agreed with the person for the head of the agency, as recorded for a delegate."""
    return signatory.function if signatory.delegation_reference else function_of_head(order, day).capital


def _tables(lines: Sequence[Line]) -> dict[str, Table]:
    several = len({line.row.seat.body_id for line in lines}) > 1
    found = {}
    for kind, chosen in ((DESIGNATIONS, [x for x in lines if x.designates]), (ENDS, [x for x in lines if not x.designates])):
        if chosen:
            found[kind] = Table(columns=_columns(kind, several), rows=[_row(line, several) for line in chosen], caption=TITLES[kind])
    return found


def _columns(kind: str, several: bool) -> list[str]:
    place = ["Instance"] if several else []
    if kind == DESIGNATIONS:
        return [*place, "Siège", "Personne désignée", "Association", "Fin du mandat"]
    return [*place, "Siège", "Personne", "Association", "Dernier jour"]


def _row(line: Line, several: bool) -> list[str]:
    seat, body = line.row.seat, line.row.seat.body
    place = [place_words(body)] if several else []
    association = line.row.association.name if line.row.association else "sans association"
    return [
        *place,
        seat_words(seat, line.row.person),
        person_words(line.row.person),
        association,
        date_fr(line.last) if line.last else "non fixée",
    ]


def _annexes(tables: Mapping[str, Table], number: str, signed_on: date | None) -> list[Annex]:
    act = f"Annexe à l’arrêté ARS n°{NBSP}{number} du {date_fr(signed_on)}" if number and signed_on else "Annexe au projet d’arrêté"
    return [
        Annex(
            number=f"Annexe {rank}" if len(tables) > 1 else "Annexe",
            reference=act,
            tables=[table],
        )
        for rank, table in enumerate(tables.values(), 1)
    ]


def texts_of(data: ActData) -> Iterator[str]:
    """Yield every text of an act, tables apart."""
    yield from (data.title, data.author, *data.visas, *data.recitals, *data.appeal)
    for article in data.articles:
        yield from (article.title, *article.paragraphs, *article.items, *article.after_table)


def kept(data: ActData) -> dict[str, Any]:
    """Return the text as it is kept beside the signed document."""
    return asdict(data)


def reread(content: Mapping[str, Any]) -> ActData:
    """Return what `kept` made, for the page of a signed order."""
    table = lambda found: Table(**found) if found else None  # noqa: E731 (one line, used twice)
    return ActData(
        **{
            **content,
            "articles": [Article(**{**article, "table": table(article["table"])}) for article in content["articles"]],
            "annexes": [Annex(**{**annex, "tables": [table(one) for one in annex["tables"]]}) for annex in content["annexes"]],
            "signature": Signature(**content["signature"]) if content["signature"] else None,
            "verification": Verification(**content["verification"]) if content["verification"] else None,
        }
    )
