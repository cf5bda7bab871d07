"""The issue guard (standards §7.1): every missing thing, said in a sentence, with the place where it is mended."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import contains, first_day, last_day
from portevoix.base.core.text import typo_fr
from portevoix.base.documents.engine import prepared
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.shapes import ActData
from portevoix.register.directory.enums import AccreditationRequirement
from portevoix.register.directory.selectors.accreditations import accreditation_at
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.blanks import PREFECT_ORDER
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.selectors.composition import Composed, compose, texts_of
from portevoix.register.orders.selectors.lines import Line, first_of
from portevoix.register.orders.selectors.words import place_words

ARTICLE = re.compile(r"\b(?:L|R|D)\.?[\s\u00a0]?\*?\d{2,}|\barticles?[\s\u00a0]+\d")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One missing thing. where: `text`, `details`, `signatories`, `lines`, `body`, `association` or `mandate`; `pk` of that row."""

    code: str
    sentence: str
    where: str
    pk: int | None = None

    def __post_init__(self):
        object.__setattr__(self, "sentence", typo_fr(self.sentence))


def guard(order: DesignationOrder, today: date) -> list[Fault]:
    """Return what forbids to submit or to sign `order` today; nothing when it is whole."""
    return faults_of(order, compose(order, today=today), today)


def faults_of(order: DesignationOrder, composed: Composed, today: date) -> list[Fault]:
    """Return the faults of an order whose text is already composed."""
    return [
        *_signatory_faults(order, today),
        *_text_faults(composed),
        *_date_faults(order, today),
        *_line_faults(order, composed.lines, order.effective_on or today),
        *_printing_faults(composed.data),
    ]


def unsigned_faults(data: ActData) -> list[Fault]:
    """Return what a numbered and dated act still lacks to be signed: the last look, on the very text that is printed."""
    signature = data.signature
    wanted = {
        "number": (any(char.isdigit() for char in data.number), "L’arrêté n’a pas de numéro."),
        "date": (bool(data.date_line), "L’arrêté n’a pas de date."),
        "author": (
            bool(signature and signature.name.strip() and signature.quality.strip()),
            "Le nom ou la qualité du signataire manque.",
        ),
        "place": (bool(signature and signature.place_and_date), "Le lieu et la date de la signature manquent."),
    }
    return [Fault(code=code, sentence=sentence, where="details") for code, (there, sentence) in wanted.items() if not there]


def signer_refusal(order: DesignationOrder, by: Any) -> str:
    """Return why `by` may not sign `order` although they may sign others; empty when nothing forbids it."""
    if by.pk in (order.prepared_by_id, order.drafted_by_id):
        return "Vous avez rédigé ou préparé cet arrêté\u00a0: une autre personne le signe."
    signatory = order.signatory
    if signatory and signatory.user_id and signatory.user_id != by.pk:
        return f"Cet arrêté est à signer par {signatory}."
    return ""


def signing_refusals(order: DesignationOrder, by: Any, today: date) -> list[str]:
    """Return every sentence that forbids `by` to sign `order` today; nothing when it may be signed, or is already."""
    if order.state in (OrderState.SIGNED, OrderState.PUBLISHED):
        return []
    if order.state != OrderState.PREPARED:
        return [f"L’arrêté n’est plus à signer\u00a0: il est maintenant «\u00a0{order.get_state_display()}\u00a0»."]
    refusal = signer_refusal(order, by)
    return [*([refusal] if refusal else []), *(fault.sentence for fault in guard(order, today))]


def _signatory_faults(order, today) -> Iterator[Fault]:
    signatory = order.signatory
    if signatory is None:
        yield Fault(code="author", sentence="Aucun signataire n’est choisi : indiquez qui signe cet arrêté.", where="details")
        return
    if not (signatory.first_name.strip() and signatory.last_name.strip() and signatory.function.strip()):
        yield Fault(
            code="author",
            sentence="Le prénom, le nom ou la qualité du signataire manque (CRPA, article L. 212-1).",
            where="signatories",
        )
    if not contains(signatory.period, today):
        yield Fault(code="author", sentence=f"{signatory} ne peut pas signer à la date du {date_fr(today)}.", where="signatories")
    if signatory.region_id != order.region_id or signatory.authority != order.template.authority:
        yield Fault(code="author", sentence=f"{signatory} ne signe pas les arrêtés de cette autorité.", where="details")


def _text_faults(composed: Composed) -> Iterator[Fault]:
    data, words = composed.data, composed.values
    for part, sentence in dict.fromkeys(composed.faults):
        yield Fault(code="blank", sentence=sentence, where="details" if part == PREFECT_ORDER else "text")
    if any("[" in text for text in texts_of(data)):
        yield Fault(code="unfinished", sentence="Un passage entre crochets est à compléter.", where="text")
    if not data.title.strip():
        yield Fault(code="title", sentence="Le titre manque.", where="text")
    if not data.author.strip():
        yield Fault(code="author", sentence="La ligne qui nomme l’auteur de l’acte manque.", where="text")
    if not any(ARTICLE.search(visa) for visa in data.visas):
        yield Fault(code="visas", sentence="Aucun visa ne cite d’article : indiquez le texte qui fonde la désignation.", where="text")
    if not data.articles:
        yield Fault(code="articles", sentence="L’arrêté n’a aucun article.", where="text")
    appeal = " ".join(data.appeal)
    if not words["tribunal"] or words["tribunal"] not in appeal:
        known = "n’est pas connu" if not words["tribunal"] else "n’est pas cité"
        yield Fault(code="court", sentence=f"Voies de recours : le tribunal administratif compétent {known}.", where="text")
    if not words["delai_recours"] or words["delai_recours"] not in appeal:
        yield Fault(
            code="delay",
            sentence="Voies de recours : le délai manque ; sans mention, il ne court pas (CJA, article R. 421-5).",
            where="text",
        )


def _date_faults(order, today) -> Iterator[Fault]:
    if not order.place.strip():
        yield Fault(code="place", sentence="Le lieu de la signature manque.", where="details")
    if order.prefect_on and order.prefect_on > today:
        yield Fault(code="prefect", sentence="L’arrêté du préfet porte une date à venir : corrigez-la.", where="details")
    if order.effective_on and order.effective_on < today:
        yield Fault(
            code="effective",
            sentence=f"La prise d’effet ({date_fr(order.effective_on)}) précède l’arrêté : un acte n’a pas d’effet avant sa date.",
            where="details",
        )


def _line_faults(order: DesignationOrder, lines: Sequence[Line], effective: date) -> Iterator[Fault]:
    if not lines:
        yield Fault(code="lines", sentence="L’arrêté ne désigne personne et ne met fin à aucun mandat.", where="lines")
        return
    standing = _standings(order, lines, effective)
    for line in lines:
        yield from _person_faults(line)
        if line.designates:
            yield from _seat_faults(line, effective)
            yield from _association_faults(line, standing, effective)
        else:
            yield from _end_faults(line)
    yield from _overlaps(lines, effective)


def _person_faults(line: Line) -> Iterator[Fault]:
    if line.row.person.merged_into_id:
        yield _of_line("person", line, "cette fiche a été réunie avec une autre. Retirez la ligne et choisissez l’autre fiche.")


def _seat_faults(line: Line, effective: date) -> Iterator[Fault]:
    seat = line.row.seat
    for opened, closed in ((seat.opened_on, seat.closed_on), (seat.body.opened_on, seat.body.closed_on)):
        if opened and effective < opened:
            yield _of_line("seat", line, f"ce siège n’existe que depuis le {date_fr(opened)}.", where="body", pk=seat.body_id)
        elif closed and (line.last is None or line.last >= closed or effective >= closed):
            yield _of_line("seat", line, f"ce siège n’existe plus à partir du {date_fr(closed)}.", where="body", pk=seat.body_id)
    if line.last and line.last < effective:
        yield _of_line("days", line, f"la fin du mandat ({date_fr(line.last)}) précède sa prise d’effet ({date_fr(effective)}).")


def _standings(order, lines, effective) -> dict[int, bool]:
    associations = {line.row.association.pk: line.row.association for line in lines if line.designates and line.row.association}
    return {pk: accreditation_at(association, effective, region=order.region) is not None for pk, association in associations.items()}


def _association_faults(line: Line, standing: dict[int, bool], effective: date) -> Iterator[Fault]:
    if line.rule is None:
        yield _of_line(
            "rule",
            line,
            f"aucune règle de ce type d’instance n’est connue le {date_fr(effective)}.",
            where="body",
            pk=line.row.seat.body_id,
        )
        return
    association = line.row.association
    if line.rule.requires_accreditation == AccreditationRequirement.YES and association is None:
        yield _of_line("accreditation", line, "aucune association ne la propose ; la règle exige une association agréée.")
    elif line.rule.requires_accreditation != AccreditationRequirement.NO and association and not standing[association.pk]:
        yield _of_line(
            "accreditation",
            line,
            f"{association.accredited.name} n’a pas d’agrément connu le {date_fr(effective)}.",
            where="association",
            pk=association.accredited.pk,
        )


def _end_faults(line: Line) -> Iterator[Fault]:
    if line.ended is None:
        yield _of_line("end", line, "cette personne n’a pas de mandat à terminer sur ce siège.", where="body", pk=line.row.seat.body_id)
    elif line.last and line.last < first_of(line.ended):
        yield _of_line("end", line, f"le mandat commence le {date_fr(first_of(line.ended))}, après la fin que l’arrêté lui donne.")
    if not line.row.end_reason:
        yield _of_line("end", line, "le motif de la fin manque.")


def _overlaps(lines: Sequence[Line], effective: date) -> Iterator[Fault]:
    """Nobody else on the seat, and the person on no other seat of the body, during the mandate that begins."""
    designated = [line for line in lines if line.designates]
    until = {line.ended.pk: line.last for line in lines if not line.designates and line.ended}
    by_seat, by_person = defaultdict(list), defaultdict(list)
    bodies = {line.row.seat.body_id for line in designated}
    for mandate in Mandate.objects.filter(body__in=bodies).exclude(period__endswith__lte=effective).select_related("person"):
        end = until.get(mandate.pk, last_day(mandate.period))
        if end is None or end >= effective:
            by_seat[mandate.seat_id].append((mandate, end))
            by_person[mandate.body_id, mandate.person_id].append((mandate, end))
    for line in designated:
        for mandate, end in _meeting(line, by_seat[line.row.seat_id]):
            sits = f"{mandate.person.sorted_name}, {period_fr(first_day(mandate.period), end)}"
            words = f"ce siège est occupé ({sits}). Mettez fin à ce mandat dans l’arrêté, ou retirez la ligne."
            yield _of_line("overlap", line, words, where="mandate", pk=mandate.pk)
        for mandate, end in _meeting(line, by_person[line.row.seat.body_id, line.row.person_id]):
            if mandate.seat_id != line.row.seat_id:
                words = f"cette personne occupe déjà un siège de cette instance {period_fr(first_day(mandate.period), end)}."
                yield _of_line("overlap", line, words, where="mandate", pk=mandate.pk)
    yield from _twice(designated)


def _meeting(line: Line, found: list[tuple[Mandate, date | None]]) -> list[tuple[Mandate, date | None]]:
    """Keep the mandates that begin before the new one ends."""
    return [(mandate, end) for mandate, end in found if line.last is None or first_day(mandate.period) <= line.last]


def _twice(designated: Sequence[Line]) -> Iterator[Fault]:
    seen = set()
    for line in designated:
        key = (line.row.seat.body_id, line.row.person_id)
        if key in seen:
            yield _of_line("overlap", line, "cet arrêté désigne cette personne deux fois dans la même instance.")
        seen.add(key)


def _of_line(code: str, line: Line, words: str, *, where: str = "lines", pk: int | None = None) -> Fault:
    row = line.row
    named = f"{row.person.sorted_name}, {row.seat.label.lower()}, {place_words(row.seat.body)}"
    return Fault(code=code, sentence=f"{named} : {words}", where=where, pk=pk)


def _printing_faults(data: ActData) -> Iterator[Fault]:
    try:
        prepared("act", data, title=data.number)
    except DocumentRefused as refusal:
        yield Fault(code="glyph", sentence=str(refusal), where="text")
