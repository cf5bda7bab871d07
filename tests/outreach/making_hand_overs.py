"""People who want to sit, and the addresses of their answers. Fictional people only."""

from datetime import UTC, datetime, time, timedelta

from portevoix.register.directory.models import Association, Commune
from portevoix.work.outreach import answers
from portevoix.work.outreach.actions.hand_overs import consent_words
from portevoix.work.outreach.models import HandOver
from tests import factories as make
from tests.factories import TODAY

NOW = datetime.combine(TODAY, time(10), tzinfo=UTC)
GIVEN = {"temps": "some", "sujets": ["mental_health"], "association": "no", "instances": ["CDU"], "moments": ["days"]}
PERSON = {"name": "Lucie Arnould", "email": "lucie@exemple.fr", "phone": "", "message": ""}


def strasbourg() -> Commune:
    return Commune.objects.filter(code="67482").first() or make.CommuneFactory(code="67482", name="Strasbourg", population=290000)


def token(**values) -> str:
    """Return the signed answers of somebody of Strasbourg."""
    return answers.sign({"commune": strasbourg().code, **GIVEN, **values})


def association(**values) -> Association:
    """Return an accredited association that holds a seat in the department."""
    found = make.AssociationFactory(**values)
    make.AccreditationFactory(association=found)
    return found


def hand_over(*, days: int = 0, **values) -> HandOver:
    """Return somebody who asked `days` ago."""
    home = values.pop("home", None) or strasbourg()
    region, moment = home.department.parent, NOW - timedelta(days=days)
    to = values.setdefault("association", None)
    dates = {"asked_at": moment, "received_at": moment, "state_changed_at": moment}
    place = {"home": home, "department": home.department, "region": region, "consent": consent_words(to, region)}
    return HandOver.objects.create(**{**PERSON, **dates, **place, "answers": {"temps": "some"}, **values})
