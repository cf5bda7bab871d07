"""What fills the blanks of an order: read from its lines, its signatory and the dated reference data."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, add_years, first_day
from portevoix.base.core.text_templates import blanks
from portevoix.register.directory.enums import AccreditationLevel, Authority, ReplacementRule
from portevoix.register.directory.models import Association, Territory
from portevoix.register.directory.selectors.accreditations import Standing, accreditation_at
from portevoix.register.directory.selectors.rules import parameter_at, replacement_rule_at
from portevoix.register.orders.blanks import BLANKS, PREFECT_ORDER
from portevoix.register.orders.enums import OrderKind
from portevoix.register.orders.grammar import Function, capital, head_of_agency, number_word, years
from portevoix.register.orders.models import AppealCourt, DesignationOrder, OrderTemplate, Signatory
from portevoix.register.orders.selectors.lines import Line

APPEAL_MONTHS = "order-appeal-months"
AT_SIGNATURE = "(à la signature)"
REPLACEMENT = {
    ReplacementRule.REMAINDER: "La personne désignée en cours de mandat l’est pour la durée qui reste à courir.",
    ReplacementRule.FULL_TERM: "La personne désignée en cours de mandat l’est pour une durée entière, à compter de son arrêté.",
    ReplacementRule.RESET_AT_RENEWAL: "La personne désignée en cours de mandat l’est jusqu’au prochain renouvellement général.",
}


def court_at(region: Territory, day: date) -> AppealCourt | None:
    """Return the court before which an order of the agency of `region` is contested on `day`."""
    return AppealCourt.objects.filter(region=region, period__contains=day).first()


def appeal_delay(day: date) -> str:
    """Return « deux mois », the delay in force on `day`; empty when the setting is missing."""
    months = parameter_at(APPEAL_MONTHS, day)
    return f"{number_word(months)}\u00a0mois" if months else ""


def head_in_office(region: Territory, authority: str, day: date) -> Signatory | None:
    """Return who holds the authority itself on `day`: the signatory without delegation."""
    rows = Signatory.objects.filter(region=region, authority=authority, delegation_reference="").in_office(day)
    return rows.order_by("-period", "-pk").first()


def signatories_of(order: DesignationOrder, day: date) -> list[Signatory]:
    """Return those who may sign `order` on `day`, the head of the authority first."""
    rows = Signatory.objects.filter(region=order.region_id, authority=order.template.authority).in_office(day)
    return list(rows.select_related("user").order_by("delegation_reference", "last_name", "pk"))


def function_of_head(order: DesignationOrder, day: date) -> Function:
    """Return the words for the head of the authority, agreed with the person in office on `day`."""
    head = head_in_office(order.region, order.template.authority, day)
    if order.template.authority == Authority.AGENCY:
        return head_of_agency(head.civility if head else "")
    words = head.function if head else "L’autorité"
    return Function(noun=words[:1].lower() + words[1:], in_charge=head_of_agency(head.civility if head else "").in_charge)


def cites_prefect(order: DesignationOrder) -> bool:
    """Tell whether the text of `order` cites the order of the prefect who designates (supervisory board, art. L. 6143-5 CSP)."""
    articles = [text for article in order.articles for text in (article.get("title", ""), article.get("text", ""))]
    return any(PREFECT_ORDER in blanks(text) for text in (order.title, order.visas, order.considerants, order.appeal, *articles))


def agency_name(region: Territory) -> str:
    """« Agence régionale de santé Grand Est »."""
    return f"Agence régionale de santé {region.name}"


def templates_at(region: Territory, day: date, *, kinds: Sequence[OrderKind] = ()) -> list[OrderTemplate]:
    """Return the templates in force on `day` for `region`; one of its own takes the place of the common one of the same code."""
    rows = OrderTemplate.objects.filter(Q(region=None) | Q(region=region), period__contains=day).order_by("name", "pk")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    own = {template.code for template in rows if template.region_id}
    return [template for template in rows if template.region_id or template.code not in own]


def known_templates(regions: Sequence[Territory]) -> list[OrderTemplate]:
    """Return every text of these regions and every common one, the present and the past, by name then by day."""
    rows = OrderTemplate.objects.filter(Q(region=None) | Q(region__in=regions)).select_related("region")
    return list(rows.order_by("name", "code", "region__name", "-period", "pk"))


def values(
    order: DesignationOrder, lines: Sequence[Line], *, today: date, number: str = "", signed_on: date | None = None
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the value of every blank, then the values of those that are repeated.

    number, signed_on: given when the order is signed; words say so before. An empty value is one that this order does not have.
    """
    day = signed_on or today
    effective = order.effective_on or day
    region, function, court = order.region, function_of_head(order, day), court_at(order.region, day)
    designated = [line for line in lines if line.designates]
    found = dict.fromkeys(BLANKS, "") | {
        "numero": number or AT_SIGNATURE,
        "date_arrete": date_fr(signed_on) if signed_on else AT_SIGNATURE,
        "date_effet": date_fr(effective) if order.effective_on or signed_on else AT_SIGNATURE,
        "region": region.name,
        "agence": f"l’agence régionale de santé {region.name}",
        "auteur": _author(order, function),
        "la_direction": function.noun,
        "la_direction_majuscule": function.capital,
        "est_charge": function.in_charge,
        "delegation": order.signatory.delegation_reference if order.signatory else "",
        "designations": str(len(designated) or ""),
        "fins": str(len(lines) - len(designated) or ""),
        "duree": _duration(designated, effective),
        "remplacement": _replacement(lines, region, effective),
        "tribunal": court.court if court else "",
        "delai_recours": appeal_delay(day),
        PREFECT_ORDER: f"n°\u00a0{order.prefect_number} du {date_fr(order.prefect_on)}" if order.prefect_on else "",
    }
    return found | _place(lines) | _modified(order), {
        "base_legale": _legal_bases(lines),
        "agrement": _accreditations(designated, region, effective),
        "proposition": _proposals(designated),
    }


def _author(order, function):
    if order.template.authority == Authority.AGENCY:
        return f"{function.capital} de l’agence régionale de santé {order.region.name}"
    return function.capital


def _place(lines):
    bodies = {line.row.seat.body_id: line.row.seat.body for line in lines}
    if len(bodies) != 1:
        return {}
    body = next(iter(bodies.values()))
    return {"instance": body.readable_name, "commune": body.town or body.region.name}


def _modified(order):
    if order.modifies is None:
        return {}
    before = order.modifies
    words = f"l’arrêté n°\u00a0{before.number} du {date_fr(before.signed_on)}" if before.signed_on else ""
    title = (before.content or {}).get("title", "")
    return {"arrete_modifie": words, "arrete_modifie_majuscule": capital(words), "objet_modifie": title}


def _duration(designated, effective):
    """One length for all, when each sits the whole term of its rule."""
    terms = {line.rule.term_years if line.rule else None for line in designated}
    if len(terms) != 1 or not (term := terms.pop()):
        return ""
    whole = add_years(effective, term) - ONE_DAY
    return years(term) if all(line.last == whole for line in designated) else ""


def _replacement(lines, region, day):
    types = {line.row.seat.body.body_type_id: line.row.seat.body.body_type for line in lines}
    rules = {replacement_rule_at(region, body_type, day) for body_type in types.values()}
    return REPLACEMENT.get(rules.pop(), "") if len(rules) == 1 else ""


def _legal_bases(lines):
    return list(dict.fromkeys(line.rule.legal_basis for line in lines if line.rule))


def _accreditations(designated, region, day):
    standings = (accreditation_at(association, day, region=region) for association in _associations(designated))
    return [words for standing in standings if standing and (words := _accreditation_words(standing))]


def _associations(designated) -> list[Association]:
    """The associations that carry the accreditation, each once, by name."""
    found = {row.association.accredited.pk: row.association.accredited for row in (line.row for line in designated) if row.association}
    return sorted(found.values(), key=lambda association: (association.sort_key, association.pk))


def _accreditation_words(standing: Standing) -> str:
    row = standing.accreditation
    level = "national" if row.level == AccreditationLevel.NATIONAL else "régional"
    number = f" n°\u00a0{row.number}" if row.number else ""
    since = first_day(row.period)
    given = f", à compter du {date_fr(since)}" if since else ""
    waiting = ", dont le renouvellement est en cours" if standing.tolerated else ""
    return f"{level}{number} accordé à {_named(row.association)}{given}{waiting}"


def _proposals(designated):
    """« de l’association X en date du … », each once."""
    given = [(line.row.proposed_on, line.row.association) for line in designated if line.row.proposed_on and line.row.association]
    ordered = sorted(set(given), key=lambda pair: (pair[0], pair[1].sort_key, pair[1].pk))
    return [f"de {_named(association)}, en date du {date_fr(day)}" for day, association in ordered]


def _named(association: Association) -> str:
    """« l’association UFC-Que Choisir », « l’Association pour le droit… »."""
    name = association.name
    return f"l’{name}" if name.lower().startswith("association") else f"l’association {name}"
