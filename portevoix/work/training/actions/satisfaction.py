"""What people think of a session: asked once, kept without any link to who answered.

Nothing joins an answer to an enrolment: neither a key, nor a moment, nor an order. All the answers of a session are written anew, in an
order drawn at random, each time that one comes: even the hidden columns of the database (transaction, place on the disk) say nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.screening import ensure_screened
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import Draft
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import proof_texts as texts
from portevoix.work.training.actions.holding import hold_session
from portevoix.work.training.actions.telling import recipient_of
from portevoix.work.training.models import Enrolment, SatisfactionAnswer
from portevoix.work.training.selectors.satisfaction import GRADES, asked_today, last_day_of_answers, may_answer, sign_opinion
from portevoix.work.training.selectors.words import days_words

ALREADY = "Vous avez déjà répondu. Merci."
OVER = "Le questionnaire de cette session est clos."
PROGRAM = Program("satisfaction")
CONTENT = (*GRADES, "remark")


@transaction.atomic
def answer(*, enrolment: Enrolment, grades: Mapping[str, int], remark: str, at: datetime, confirmed: bool = False) -> None:
    """Keep what somebody thinks: `grades` from 1 to 4 for each of `GRADES`, and a remark. Of who answers, only that they did is kept.

    Raises `StepRefused` when it was answered or is closed, `ValidationError` when the remark seems to speak of somebody and `confirmed`
    is not set.
    """
    session = hold_session(enrolment.session)  # answers of a session come one after the other
    row = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=enrolment.pk)
    if row.opinion_given:
        raise StepRefused(ALREADY)
    if not may_answer(row, today=timezone.localdate(at)):
        raise StepRefused(OVER)
    remark = remark.strip()
    ensure_screened(remark, confirmed=confirmed)
    one = SatisfactionAnswer(session=session, remark=remark, **{name: grades[name] for name in GRADES})
    one.clean_fields(exclude=["id"])
    _write_all_anew(one)
    Enrolment.objects.filter(pk=row.pk).update(opinion_given=True)


def ask_opinions(*, at: datetime) -> int:
    """Write to those who followed a session whose sheet was closed lately and were not asked yet; return how many were written to."""
    today, told = timezone.localdate(at), 0
    for session in asked_today(today):
        with transaction.atomic():
            hold_session(session)
            told += _ask(session, today=today)
    return told


def _ask(session, *, today) -> int:
    rows = [row for row in session.enrolments.select_related("person__user", "association", "session") if may_answer(row, today=today)]
    kind = Enrolment._meta.label_lower
    already = Message.objects.filter(code=texts.OPINION, about_kind=kind, about_number__in=[row.pk for row in rows])
    asked = set(already.values_list("about_number", flat=True))
    drafts = [
        Draft(
            to=recipient_of(row),
            values={
                "formation": session.course.title,
                "dates": days_words(session),
                "avant_le": date_fr(last_day_of_answers(session)),
                "lien": absolute_url(f"/formations/avis/{sign_opinion(row)}/"),
            },
            about=row,
            region=session.region.code,
            reply_to=session.questions_email,
        )
        for row in rows
        if row.pk not in asked
    ]
    if drafts:
        queue_many(texts.OPINION, drafts, by=PROGRAM)
    return len(drafts)


def _write_all_anew(new: SatisfactionAnswer) -> None:
    """Write every answer of the session again, the new one among them, in an order drawn at random, each under a new key."""
    known = SatisfactionAnswer.objects.filter(session=new.session)
    contents = [*known.values_list(*CONTENT), tuple(getattr(new, name) for name in CONTENT)]
    SystemRandom().shuffle(contents)
    known.delete()
    SatisfactionAnswer.objects.bulk_create(
        SatisfactionAnswer(session=new.session, **dict(zip(CONTENT, values, strict=True))) for values in contents
    )
