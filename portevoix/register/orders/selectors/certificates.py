"""What is said on paper of those who sit: the certificate of one mandate, the nominative list of a body."""

from datetime import date

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import first_day, last_day
from portevoix.base.core.text import NBSP
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.shapes import CertificateData, RosterData, Table, Verification
from portevoix.base.documents.since import register
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import occupancy
from portevoix.register.orders.models import MandateCertificate
from portevoix.register.orders.selectors.values import agency_name
from portevoix.register.orders.selectors.words import body_words, person_words, quality_words

CERTIFICATE = "mandate_certificate"  # the kind of the issued document
NAMES_BY_LAW = "displayed-list-names-"  # + the code of the type of body in lower case: 1 when a text orders to put the names up
DESIGNATED = {Civility.MRS: "Représentante désignée", Civility.MR: "Représentant désigné", Civility.NONE: "Personne désignée"}


def mandate_period(mandate: Mandate) -> str:
    """« du 1er décembre 2026 au 30 novembre 2029 », the days really covered."""
    return period_fr(first_day(mandate.period), last_day(mandate.period))


def certificate_data(mandate: Mandate, *, today: date, with_association: bool, verification: Verification) -> CertificateData:
    """Return what the certificate of `mandate` says today.

    with_association: the association may reveal an illness (art. 9 RGPD); it is named only when whoever asks wants it.
    """
    facts = [
        ("Instance", body_words(mandate.body)),
        ("Qualité", quality_words(mandate.seat.quality, mandate.person.civility)),
        ("Durée", mandate_period(mandate)),
    ]
    if with_association and mandate.association:
        facts.append(("Association", mandate.association.name))
    if mandate.order_reference:
        facts.append(("Arrêté", f"n°{NBSP}{mandate.order_reference}"))
    return CertificateData(
        authority=[agency_name(mandate.body.region)],
        title="Attestation de mandat",
        statement=[f"D’après le registre des mandats, l’agence régionale de santé {mandate.body.region.name} atteste que"],
        person=person_words(mandate.person),
        paragraphs=["représente les usagers du système de santé au titre du mandat suivant\u00a0:"],
        facts=facts,
        closing=[f"Attestation établie le {date_fr(today)}. Elle se vérifie par son code\u00a0; elle n’est pas signée à la main."],
        verification=verification,
    )


@register(CERTIFICATE)
def mandate_since(document: IssuedDocument, today: date) -> str:
    """Return what became of the mandate of a certificate: ended, run to its term, of other days, removed. Names nobody."""
    kept = MandateCertificate.objects.filter(document=document).select_related("mandate").first()
    if kept is None:
        return ""
    if kept.mandate is None:
        return "Le mandat qu’elle atteste ne figure plus au registre."
    mandate, last = kept.mandate, last_day(kept.mandate.period)
    if last and last < today:
        return f"Le mandat qu’elle atteste {'a pris fin' if mandate.end_reason else 'est arrivé à son terme'} le {date_fr(last)}."
    days = mandate_period(mandate)
    if days in {value for _, value in document.summary}:
        return ""
    return f"Le mandat qu’elle atteste a changé de dates\u00a0: il va {days}."


def initials(person: Person) -> str:
    """« O. W. »: all that the public check page says of somebody."""
    return " ".join(f"{name[:1].upper()}." for name in (person.first_name, person.last_name) if name)


def names_by_law(body: Body, day: date) -> bool:
    """Tell whether a text orders to put up the names of the members of such a body (art. R. 1112-84 CSP for the users' commission)."""
    return parameter_at(f"{NAMES_BY_LAW}{body.body_type.code.lower()}", day, default=0) == 1


def roster_data(body: Body, *, today: date) -> RosterData:
    """Return the list of those who represent the users in `body` today, to be put up.

    The name is written when a text orders it for this type of body, or with the person's consent; the association with consent only.
    """
    ordered = names_by_law(body, today)
    seats = {seat.pk: seat for seat in body.seats.order_by("pk")}
    held = [o.mandate_id for o in occupancy(body.seats.open_at(today), at=today) if o.held]
    sitting = Mandate.objects.filter(pk__in=held).select_related("person", "association").order_by("-seat__quality", "seat__rank", "pk")
    rows = [
        [
            person_words(m.person) if ordered or m.person.name_published else DESIGNATED[Civility(m.person.civility)],
            quality_words(seats[m.seat_id].quality, m.person.civility),
            m.association.name if m.association and m.person.association_published else "–",
        ]
        for m in sitting
    ]
    facility = body.facility
    contact = [("Courriel", facility.email)] if facility and facility.email else []
    contact += [("Téléphone", facility.phone)] if facility and facility.phone else []
    return RosterData(
        title="Vos représentants",
        body=body_words(body),
        paragraphs=["Elles et ils représentent les usagers et défendent leurs droits."],
        members=Table(columns=["Personne", "Qualité", "Association"], rows=rows or [["Aucun siège occupé", "–", "–"]], row_names=True),
        contact=contact,
        updated=f"Liste à jour au {date_fr(today)}",
        authority=[body.readable_name],
    )
