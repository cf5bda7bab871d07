"""200 certificates of one session, each in both sizes, from the act to what is written: numbers, files, documents, messages.

Each round has a session of its own. The files of the last round are then checked, outside the measure.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.utils import timezone

from bench.measure import Result, timed
from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import period
from portevoix.register.directory.models import Person, Territory
from portevoix.work.training.actions.certificates import issue_certificates
from portevoix.work.training.enums import EnrolmentState, Presence, SessionFormat, SessionState
from portevoix.work.training.models import Certificate, Course, CourseFamily, Enrolment, HalfDay, Mark, Session
from portevoix.work.training.selectors.certificates import Signatory

COUNT, ROUNDS = 200, 5
SOURCE = {"source": "données d’essai de vitesse", "source_date": date(2026, 1, 1)}
SIGNATORY = Signatory(name="Jeanne ROTH", quality="Déléguée régionale", place="Strasbourg")


def run(names: set[str]) -> Iterator[Result]:
    """Yield the duration of the whole act."""
    call_command("load_reference", verbosity=0)
    sessions = [closed(number) for number in range(ROUNDS + 1)]
    at = timezone.now()

    def issue(number: int) -> int:
        issued = issue_certificates(session=sessions[number], signatory=SIGNATORY, by=Program("bench"), at=at)
        if len(issued) != COUNT:
            raise RuntimeError(f"{len(issued)} certificates instead of {COUNT}")
        return sum(one.document.file.size + one.document.large_file.size for one in issued)

    yield timed("certificates_200", issue, rounds=ROUNDS, warm_up=1)
    check(sessions[0])


def closed(number: int) -> Session:
    """Return a session whose sheet is closed, followed whole by `COUNT` people."""
    region = Territory.objects.filter(kind="region").order_by("code").first()
    family, _ = CourseFamily.objects.get_or_create(code="parcours", defaults={"name": "Parcours"})
    facts = {"family": family, "hours": 14, "half_days": 4, "is_basic": True, "offered": period(date(2016, 7, 1)), **SOURCE}
    words = "\n".join(f"Sujet {rank} de la formation de base, ses textes et ses acteurs" for rank in range(5))
    course, _ = Course.objects.get_or_create(
        code="bench-attestations", defaults={"title": "Formation de base", "objectives": words, **facts}
    )
    session = Session.objects.create(
        course=course,
        region=region,
        format=SessionFormat.REMOTE,
        seats=COUNT,
        state=SessionState.DONE,
        closes_on=date(2026, 3, 1),
        sheet_closed_at=timezone.now(),
    )
    half_days = HalfDay.objects.bulk_create(
        HalfDay(session=session, day=date(2026, 3, 3) + timedelta(days=day), starts=starts, ends=ends)
        for day in range(2)
        for starts, ends in ((time(9, 30), time(12, 30)), (time(13, 30), time(17)))
    )
    people = Person.objects.bulk_create(
        Person(last_name=f"Dupont-{number}-{rank}", first_name="Éloïse", email=f"p{number}-{rank}@exemple.fr", **SOURCE)
        for rank in range(COUNT)
    )
    rows = Enrolment.objects.bulk_create(
        Enrolment(session=session, person=person, state=EnrolmentState.ATTENDED, remote=True) for person in people
    )
    Mark.objects.bulk_create(Mark(enrolment=row, half_day=one, presence=Presence.PRESENT) for row in rows for one in half_days)
    return session


def check(session: Session) -> None:
    """Raise when a number is missing in the series, or when the checker finds something in a file."""
    numbers = sorted(int(number.rpartition("-")[2]) for number in Certificate.objects.values_list("number", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        raise RuntimeError("the numbers have a hole")
    if not find_spec("pdfua"):
        return
    with TemporaryDirectory() as folder:
        for one in Certificate.objects.filter(enrolment__session=session).select_related("document__file", "document__large_file")[:20]:
            for stored in (one.document.file, one.document.large_file):
                path = Path(folder) / "attestation.pdf"
                with stored.content.open("rb") as file:
                    path.write_bytes(file.read())
                if findings := import_module("pdfua").validate(path).findings:
                    raise RuntimeError(f"{one.number}: {findings}")
