"""A call on one users' commission and a file that every check lets pass: the tests spoil one thing at a time."""

from datetime import date

from portevoix.base.core.periods import period
from portevoix.register.directory.models import Parameter, Seat
from portevoix.work.candidacies.checks.reading import checks_of
from portevoix.work.candidacies.checks.results import CheckResult, codes
from portevoix.work.candidacies.enums import AttachmentKind
from portevoix.work.candidacies.models import Attachment, Candidacy
from tests import factories as make


def setting(code: str, value: int) -> None:
    """Fix a dated setting since 2020."""
    Parameter.objects.create(
        code=code, label=code, value=value, period=period(date(2020, 1, 1)), source="jeu d’essai", source_date=date(2026, 1, 1)
    )


def commission(**facility):
    """Return a users' commission with its four seats, and its rule."""
    body = make.BodyFactory(seated=True, **facility)
    if not body.body_type.rules.exists():
        make.BodyTypeRuleFactory(body_type=body.body_type)
    return body


def sound_file(*, bodies=None, **fields) -> Candidacy:
    """Return a submitted file, wished bodies in an open call, that no check stops; nobody sits in the bodies."""
    bodies = bodies or [commission()]
    call = fields.pop("call", None) or make.CallFactory(seats=Seat.objects.filter(body__in=bodies))
    association = fields.pop("association", None) or make.AccreditationFactory().association
    person = fields.pop("person", None) if "person" in fields else make.PersonFactory()
    state = {} if any(trait in fields for trait in ("to_decide", "under_review", "incomplete", "not_selected")) else {"submitted": True}
    candidacy = make.CandidacyFactory(call=call, association=association, person=person, wishes=bodies, **state, **fields)
    attach(candidacy, AttachmentKind.ASSOCIATION_LETTER)
    return candidacy


def attach(candidacy: Candidacy, kind: str) -> Attachment:
    """Add a piece to a file."""
    return Attachment.objects.create(candidacy=candidacy, kind=kind, file=make.StoredFileFactory())


def result(candidacy: Candidacy, code: str, *, day: date = make.TODAY) -> CheckResult:
    """Return what the check `code` says; of the first wish when it is about wishes."""
    assert code in set(codes())
    return next(one for one in checks_of(candidacy, day=day) if one.check.code == code)
