"""A claim on paper, with every item of the former annex to the order on supporting documents (standards §7.4)."""

from datetime import date, datetime

from django.db.models import Q

from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.base.core.periods import contains, day_of
from portevoix.base.core.text import NBSP
from portevoix.base.documents.engine import render
from portevoix.base.documents.shapes import FileSummaryData, Section, Signature, Table
from portevoix.register.directory.selectors.places import commune_words
from portevoix.register.orders.selectors.certificates import body_words, quality_words
from portevoix.register.orders.selectors.composition import person_words
from portevoix.work.activity.enums import ClaimState, Means, RateKind, Vehicle, Zone
from portevoix.work.activity.models import ExpenseClaim, ExpenseRate
from portevoix.work.activity.scale import vehicle_of
from portevoix.work.activity.selectors.claims import Priced, Sheet
from portevoix.work.activity.selectors.people import mandate_on
from portevoix.work.activity.selectors.scales import payer_of
from portevoix.work.activity.words import euros

TITLE = "État de frais de déplacement"
DECREE = "décret n° 2006-781 du 3 juillet 2006"
SWORN = (
    "Je certifie sur l’honneur l’exactitude de ces renseignements, et que ces frais ne me sont payés par personne d’autre. "
    "Je demande leur remboursement."
)
JOURNEYS = ["Jour", "Trajet", "Départ et retour", "Moyen de transport", "Objet"]
AMOUNTS = ["Jour", "Kilomètres", "Repas", "Nuitées", "Billets", "Total"]


def claim_pdf(sheet: Sheet, *, at: datetime, large: bool) -> bytes:
    """Return the claim as a PDF, in large characters when asked. Raises `DocumentRefused` when a name cannot be printed."""
    data = claim_data(sheet, today=day_of(at))
    return render("file_summary", data, title=f"{TITLE}, {data.number}", timestamp=at, large=large, author=str(sheet.claim.person))


def claim_data(sheet: Sheet, *, today: date) -> FileSummaryData:
    """Return what the claim says on paper."""
    claim = sheet.claim
    return FileSummaryData(
        authority=[payer_name(claim)],
        title=TITLE,
        number=claim.number or "En préparation, pas encore envoyé",
        state=ClaimState(claim.state).label.capitalize(),
        sections=[
            Section(title="La personne", facts=_person(sheet)),
            Section(title="Les trajets", tables=[Table(columns=JOURNEYS, rows=[_journey(one) for one in sheet.lines] or [["–"] * 5])]),
            Section(
                title="Les montants",
                tables=[Table(columns=AMOUNTS, rows=[*(_amounts(one) for one in sheet.lines), _sums(sheet)], row_names=True)],
                facts=[("Total demandé", euros(sheet.total)), ("Barème", " ; ".join(sources(sheet)) or "–")],
            ),
            Section(title="Déclaration sur l’honneur", paragraphs=[SWORN]),
        ],
        signatures=[
            Signature(quality="La personne qui demande", name=str(claim.person), place_and_date="À                    , le"),
            Signature(quality="Visa de l’organisme qui paie", name=payer_name(claim), place_and_date="Le"),
        ],
        updated=f"État au {date_fr(today)}",
    )


def payer_name(claim: ExpenseClaim) -> str:
    """Return who pays, in words."""
    return claim.payer_name or claim.get_payer_display()


def sources(sheet: Sheet) -> list[str]:
    """Return the texts of the scales that the lines rest on, as they were on each day."""
    lines = [one.line for one in sheet.lines]
    vehicles = {vehicle_of(line.means, line.fiscal_power) for line in lines if line.kilometres} - {Vehicle.NONE}
    kinds = {kind for kind, used in ((RateKind.MEAL, "meals"), (RateKind.NIGHT, "nights")) if any(getattr(line, used) for line in lines)}
    found: dict[str, None] = {}
    for row in ExpenseRate.objects.filter(Q(vehicle__in=vehicles) | Q(kind__in=kinds)).order_by("kind", "pk"):
        if any(contains(row.period, line.day) for line in lines):
            found[row.source] = None
    return list(found)


def _person(sheet: Sheet) -> list[tuple[str, str]]:
    claim = sheet.claim
    home = claim.person.home
    start = sheet.lines[0].line.origin if sheet.lines else home
    mandate = mandate_on(claim.person, claim.body, sheet.lines[0].line.day) if claim.body and sheet.lines else None
    facts = [
        ("Nom", person_words(claim.person)),
        ("Qualité", quality_words(mandate.seat.quality, claim.person.civility) if mandate else "représentation des usagers"),
        ("Commune du domicile", commune_words(home) if home else "–"),
        ("Commune de départ", commune_words(start) if start else "–"),
    ]
    if claim.body:
        facts.append(("Instance", body_words(claim.body)))
        basis = payer_of(claim.body, sheet.lines[0].line.day).legal_basis if sheet.lines else ""
        facts.append(("Base légale", " ; ".join(part for part in (basis, DECREE) if part)))
    return facts


def _journey(one: Priced) -> list[str]:
    line = one.line
    means = line.get_means_display()
    if line.means == Means.CAR:
        means = f"voiture personnelle, {line.fiscal_power}{NBSP}CV"
    return [
        date_fr(line.day),
        f"{commune_words(line.origin)} – {commune_words(line.destination)}, aller et retour",
        f"{hour_fr(line.leaves)} – {hour_fr(line.returns)}",
        means,
        line.entry.get_kind_display(),
    ]


def _amounts(one: Priced) -> list[str]:
    line, amounts = one.line, one.amounts
    where = Zone(line.zone).label
    return [
        date_fr(line.day),
        f"{line.kilometres}{NBSP}km\u00a0: {euros(amounts.kilometres)}" if amounts.kilometres else "–",
        f"{line.meals} ({where})\u00a0: {euros(amounts.meals)}" if line.meals else "–",
        f"{line.nights} ({where})\u00a0: {euros(amounts.nights)}" if line.nights else "–",
        euros(amounts.tickets) if amounts.tickets else "–",
        euros(amounts.total),
    ]


def _sums(sheet: Sheet) -> list[str]:
    def added(name: str) -> str:
        return euros(sum(getattr(one.amounts, name) for one in sheet.lines))

    return ["Ensemble", added("kilometres"), added("meals"), added("nights"), added("tickets"), euros(sheet.total)]
