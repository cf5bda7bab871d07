"""Fifty workers killed while 1 400 messages leave to a server that refuses one in twenty: each message arrives."""

import pytest

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import Draft, Recipient
from tests.notifications.dying import faults, kill_while_sending

MESSAGES, KILLS = 1_400, 50


@pytest.mark.usefixtures("own_queue")
def test_no_message_is_lost_nor_sent_twice_unmarked_when_workers_are_killed(texts):
    drafts = [Draft(to=Recipient(f"p{number}@exemple.fr"), values={"numero": f"C-{number}", "motif": ""}) for number in range(MESSAGES)]
    queue_many("essai.decision", drafts, by=Program("essai"))
    deaths = kill_while_sending(kills=KILLS)
    marked = Message.objects.filter(resent_after_crash=True).count()
    twice = len(deaths.sink.taken) - MESSAGES
    print(f"{KILLS} kills in {deaths.seconds:.0f} s: {marked} marked, {twice} sent twice, {sum(deaths.sink.refused.values())} refusals")
    assert faults(deaths.sink) == []
    assert 0 < marked <= KILLS
    assert twice <= marked
    assert sum(deaths.sink.refused.values()) > MESSAGES * 0.02
