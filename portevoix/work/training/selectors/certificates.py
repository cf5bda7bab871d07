"""Certificates: what they say, to whom they are still due, who holds which."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.text import NBSP
from portevoix.base.documents.shapes import Signature, TrainingCertificateData, Verification
from portevoix.register.directory.models import Person
from portevoix.register.orders.selectors.words import person_words
from portevoix.work.training.enums import EnrolmentState, SessionFormat
from portevoix.work.training.models import Certificate, CertificateRequest, Course, Enrolment, Session
from portevoix.work.training.selectors.words import days_words, place_words

DOCUMENT = "training_certificate"  # the kind of the issued document, and its layout
TITLE = "Attestation de formation"
OURS = "France Assos Santé"
ELECTRONIC = "Attestation délivrée par voie électronique\u00a0: elle se vérifie par son code."
WITH_SESSION = ("enrolment__session__course", "enrolment__session__region", "enrolment__session__commune__department", "document")


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs the certificates of a session, as printed. place: « Strasbourg »."""

    name: str
    quality: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person of a closed session who followed it whole, and the certificate in force when there is one."""

    enrolment: Enrolment
    certificate: Certificate | None


def organiser(session: Session) -> str:
    """Return who gives the training: « France Assos Santé Grand Est », or the provider of the course."""
    provider = session.course.provider
    return f"{provider} {session.region.name}" if provider == OURS else provider


def hours_words(minutes: int) -> str:
    """Return « 13 h », « 6 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


def programme_of(course: Course) -> list[str]:
    """Return the programme of a course, a line each; its objectives when no programme is written."""
    return [line.strip(" -•\u00a0") for line in (course.programme or course.objectives).splitlines() if line.strip()]


def training_words(session: Session) -> str:
    """Return « RU en avant ! Formation de base » and its session in words, for the public check: no name."""
    return f"{session.course.title}, {days_words(session)}"


def certificate_data(
    enrolment: Enrolment, *, number: str, minutes: int, signatory: Signatory, verification: Verification, today: date
) -> TrainingCertificateData:
    """Return what the certificate of `enrolment` says (standards §7.3); `enrolment` with its session, course, region and half-days.

    minutes: really done. The number of declaration is written when the organiser has one, the legal basis for the basic training.
    """
    session, course = enrolment.session, enrolment.session.course
    name = organiser(session)
    remote = enrolment.remote or session.format == SessionFormat.REMOTE
    facts = [
        ("Dates", days_words(session)),
        ("Heures suivies", hours_words(minutes)),
        ("Lieu", "à distance" if remote else place_words(session).removesuffix(" ou à distance")),
        ("Résultat", "formation suivie en entier"),
    ]
    if session.trainers:
        facts.append(("Animation", session.trainers))
    declared = [f"Déclaration d’activité n°{NBSP}{course.provider_number}"] if course.provider_number else []
    return TrainingCertificateData(
        authority=[name, *declared],
        title=TITLE,
        reference=f"Attestation n°{NBSP}{number}",
        statement=[f"{name} atteste que"],
        person=person_words(enrolment.person),
        paragraphs=[f"a suivi la formation «{NBSP}{course.title}{NBSP}»."],
        facts=facts,
        programme=programme_of(course),
        signature=Signature(
            quality=signatory.quality,
            name=signatory.name,
            place_and_date=f"Fait à {signatory.place}, le {date_fr(today)}",
            mention=ELECTRONIC,
        ),
        notice=[f"Formation de base des représentants des usagers ({course.source})."] if course.is_basic else [],
        verification=verification,
    )


def due(session: Session) -> QuerySet[Enrolment]:
    """Return the enrolments of a session that were followed whole and have no certificate in force, in the order of the names."""
    rows = Enrolment.objects.filter(session=session, state=EnrolmentState.ATTENDED).exclude(certificates__in_force=True)
    rows = rows.select_related("person__user", "association", "session__course", "session__region", "session__commune__department")
    return rows.prefetch_related("session__half_days").order_by("person__sort_key", "pk")


def lines_of(session: Session) -> list[Line]:
    """Return each person who followed a session whole, by name, with the certificate in force."""
    rows = Enrolment.objects.filter(session=session, state=EnrolmentState.ATTENDED).select_related("person")
    known = {one.enrolment_id: one for one in in_force(session)}
    return [Line(enrolment=row, certificate=known.get(row.pk)) for row in rows.order_by("person__sort_key", "pk")]


def in_force(session: Session) -> QuerySet[Certificate]:
    """Return the certificates of a session that are in force, with their documents."""
    rows = Certificate.objects.filter(enrolment__session=session, in_force=True)
    return rows.select_related("document", "enrolment__person__user", "enrolment__session__region", "enrolment__association").order_by("pk")


def revoked(session: Session) -> QuerySet[Certificate]:
    """Return the certificates of a session that were revoked, the latest first."""
    rows = Certificate.objects.filter(enrolment__session=session, in_force=False).select_related("document", "enrolment__person")
    return rows.order_by("-document__revoked_at", "-pk")


def certificates_of(person: Person | int) -> QuerySet[Certificate]:
    """Return the certificates in force of somebody, the latest first."""
    rows = Certificate.objects.filter(enrolment__person=person, in_force=True).select_related(*WITH_SESSION)
    return rows.prefetch_related("enrolment__session__half_days").order_by("-pk")


def certificates_of_association(viewer) -> QuerySet[Certificate]:
    """Return the certificates in force of the people whom one's association enrolled, or who sit for it, the latest first."""
    rows = Certificate.objects.visible_to(viewer).filter(in_force=True).select_related(*WITH_SESSION, "enrolment__person")
    return rows.prefetch_related("enrolment__session__half_days").order_by("-pk")


def request_of(session: Session) -> CertificateRequest | None:
    """Return what was last asked about the certificates of a session; None when nobody did."""
    return CertificateRequest.objects.filter(session=session).select_related("asked_by").first()
