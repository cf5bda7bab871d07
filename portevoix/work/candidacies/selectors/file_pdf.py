"""A whole candidacy on paper: an accessible PDF with the answers, the wishes, the pieces and where it stands."""

from datetime import datetime

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.documents.engine import render
from portevoix.base.documents.shapes import FileSummaryData, Section, Table
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.filing import WishLine, wish_lines
from portevoix.work.candidacies.selectors.wish_words import around_home
from portevoix.work.candidacies.selectors.words import answers_of


def file_pdf(candidacy: Candidacy, *, at: datetime, large: bool = False) -> bytes:
    """Return the PDF of `candidacy` as it is at `at`; `large`: « gros caractères ».

    Raises `printing.DocumentRefused` (a French sentence) when a character cannot be printed.
    """
    data = _data(candidacy, at=at)
    return render("file_summary", data, title=f"{data.title} {data.number}".strip(), timestamp=at, large=large)


def _data(candidacy: Candidacy, *, at: datetime) -> FileSummaryData:
    answers = answers_of(candidacy)
    lines = wish_lines(candidacy, today=day_of(at))
    pieces = candidacy.attachments.select_related("file").order_by("added_at", "pk")
    return FileSummaryData(
        authority=[f"Agence régionale de santé {candidacy.call.region.name}"],
        title=f"Candidature de {candidacy.full_name}" if candidacy.full_name else "Candidature",
        number=candidacy.number or "Brouillon",
        state=f"{candidacy.get_state_display().capitalize()}, depuis le {_day(candidacy.state_changed_at)}",
        sections=[
            Section(title="L’appel et l’association", facts=_place(candidacy)),
            Section(title="La personne", facts=answers.person),
            Section(title="Les sièges souhaités", facts=answers.other_seat, tables=[_wishes(lines)] if lines else []),
            Section(title="Déclarations et accords", facts=[*answers.declared, *answers.consents, *answers.signed]),
            Section(
                title="Pièces jointes",
                items=[f"{piece.get_kind_display().capitalize()}\u00a0: {piece.file.name}" for piece in pieces],
                paragraphs=[] if pieces else ["Aucune pièce jointe."],
            ),
        ],
        updated=f"Imprimé le {_day(at)}",
    )


def _place(candidacy: Candidacy) -> list[tuple[str, str]]:
    sent = [("Déposé", f"le {_day(candidacy.submitted_at)}, {candidacy.get_channel_display()}")] if candidacy.submitted_at else []
    federation = [("Fédération agréée", candidacy.association.parent.name)] if candidacy.association.parent else []
    return [("Appel", f"{candidacy.call.title} ({candidacy.call.number})"), ("Association", candidacy.association.name), *federation, *sent]


def _wishes(lines: list[WishLine]) -> Table:
    return Table(
        caption="Vœux, dans l’ordre de préférence",
        columns=["Rang", "Instance", "Siège", "État"],
        rows=[[str(line.wish.rank), _what(line), line.quality, line.wish.get_state_display().capitalize()] for line in lines],
    )


def _what(line: WishLine) -> str:
    body = line.wish.body
    if body is None:
        return around_home(line.wish).capitalize()
    town = f", {body.town}" if body.town else ""
    return f"{body.body_type.name.capitalize()}, {body.readable_name}{town}"


def _day(moment: datetime) -> str:
    return date_fr(day_of(moment))
