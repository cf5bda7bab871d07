"""The dates that somebody is shown: what they must follow first, never what they have followed already."""

from collections.abc import Collection
from datetime import date

from portevoix.register.directory.models import Commune, Person
from portevoix.work.training.enums import EnrolmentState
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.duty import duty_of
from portevoix.work.training.selectors.sessions import Proposal, measured, open_sessions, proposal
from portevoix.work.training.workflow import ACTIVE


def proposal_for(person: Person | None, enrolments: Collection[Enrolment], *, home: Commune | None, today: date) -> Proposal:
    """Return the dates for somebody: two near `home` and one remote of the basic training while it is due, else of any course.

    enrolments: all of theirs. The sessions where they already are, and the courses followed whole, are left out.
    """
    mine = {row.session_id for row in enrolments if row.state in ACTIVE}
    followed = {row.session.course_id for row in enrolments if row.state == EnrolmentState.ATTENDED}
    found = [one for one in open_sessions(today=today) if one.pk not in mine and one.course_id not in followed]
    duty = duty_of(person, at=today) if person else None
    basic = [one for one in found if one.course.is_basic] if duty is not None and duty.open else []
    shown = proposal(basic or found, home=home, today=today)
    if not basic:
        return shown
    chosen = {one.session.pk for one in shown.first}
    others = measured([one for one in found if one.pk not in chosen], home=home, today=today)
    return Proposal(first=shown.first, others=others)
