"""Reads of consents: what counts today, the history; and the requests with their clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from portevoix.register.directory.enums import ConsentPurpose
from portevoix.register.directory.models import Consent, DataRequest, Person

# Read on the record of the person, which the database keeps equal to the last answer.
ON_RECORD = {ConsentPurpose.NAME: "name_published", ConsentPurpose.ASSOCIATION: "association_published"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands for one purpose: agreed or not, since when (None: never answered), and every answer, the latest first."""

    purpose: ConsentPurpose
    granted: bool
    since: datetime | None
    answers: tuple[Consent, ...] = ()

    @property
    def hidden(self) -> str:
        """What the button is about, for screen readers."""
        return f"\u00a0: {self.purpose.label}"


def standings(person: Person) -> list[Standing]:
    """Return where `person` stands for each purpose, in the order of the list; two statements."""
    answers: dict[str, list[Consent]] = {}
    for row in Consent.objects.filter(person=person).select_related("given_by").order_by("-given_at", "-pk"):
        answers.setdefault(row.purpose, []).append(row)
    fresh = Person.objects.filter(pk=person.pk).values(*ON_RECORD.values()).get()
    found = []
    for purpose in ConsentPurpose:
        given = answers.get(purpose, [])
        last = given[0] if given else None
        granted = fresh[ON_RECORD[purpose]] if purpose in ON_RECORD else bool(last and last.granted)
        found.append(Standing(purpose=purpose, granted=granted, since=last.given_at if last else None, answers=tuple(given)))
    return found


def agreeing(people: Collection[int], purpose: ConsentPurpose) -> set[int]:
    """Return those of `people` (keys) whose last answer for `purpose` is yes; one statement."""
    if purpose in ON_RECORD:
        rows = Person.objects.filter(pk__in=people, **{ON_RECORD[purpose]: True})
        return set(rows.values_list("pk", flat=True))
    last = Consent.objects.filter(person__in=people, purpose=purpose).order_by("person", "-given_at", "-pk").distinct("person")
    return {person for person, granted in last.values_list("person", "granted") if granted}


def agrees(person: Person, purpose: ConsentPurpose) -> bool:
    """Tell whether the last answer of somebody for `purpose` is yes."""
    return person.pk in agreeing([person.pk], purpose)


def requests_of(person: Person) -> list[DataRequest]:
    """Return the requests of somebody, the latest first."""
    return list(DataRequest.objects.filter(person=person).order_by("-asked_at", "-pk"))


def requests_to_answer(viewer) -> QuerySet[DataRequest]:
    """Return the requests of the people whom `viewer` sees that wait for an answer, the most urgent first."""
    return DataRequest.objects.visible_to(viewer).waiting().select_related("person").order_by("answer_before", "pk")


def requests_answered(viewer) -> QuerySet[DataRequest]:
    """Return the answered requests of the people whom `viewer` sees, the latest first."""
    rows = DataRequest.objects.visible_to(viewer).filter(answered_at__isnull=False)
    return rows.select_related("person", "answered_by").order_by("-answered_at", "-pk")
