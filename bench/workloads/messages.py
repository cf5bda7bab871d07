"""1 400 messages written in the transaction of one act, then sent by a process of its own to a server of e-mails on this machine.

`notify_1400`: duration of the writing; `per_second`: messages taken by the server, from the first to the last.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from bench.measure import Result, timed
from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.enums import Channel, MessageState
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import About, Draft, Recipient
from portevoix.base.notifications.registry import register_text
from tests.smtp_sink import Sink

ROOT = Path(__file__).resolve().parents[2]
COUNT, ROUNDS = 1_400, 7
BODY = """Bonjour {destinataire},

Par l’arrêté {arrete} du {date}, vous êtes désigné(e) {qualite} à la {instance}, sur proposition de {association}.

Votre mandat commence le {debut} et se termine le {fin}.

[formation] Une formation de base vous est due dans les six mois : {formation}

Votre dossier : {lien}"""
VALUES = {
    "arrete": "2026-4812",
    "date": "1er décembre 2026",
    "qualite": "titulaire",
    "instance": "commission des usagers du centre hospitalier universitaire de Reims",
    "association": "l’UFC-Que Choisir de la Marne",
    "debut": "1er décembre 2026",
    "fin": "30 novembre 2029",
    "formation": "https://porte-voix.example/formations/",
    "lien": "https://porte-voix.example/espace/mandats/12/",
}


def run(names: set[str]) -> Iterator[Result]:
    """Yield the duration of the writing, with the pace of the sending."""
    register_text(
        "bench.designation", label="Désignation", channel=Channel.EMAIL, blanks=VALUES, subject="Votre désignation {arrete}", body=BODY
    )
    drafts = [
        Draft(
            to=Recipient(f"personne{number}@exemple.fr", f"Odile WERNERT {number}"),
            values=VALUES,
            about=About(label=f"Mandat {number}", kind="mandates.mandate", number=number),
            region="44",
        )
        for number in range(COUNT)
    ]

    def decide(number: int) -> None:
        with transaction.atomic():
            queue_many("bench.designation", drafts, by=Program("bench"))

    measured = timed("notify_1400", decide, rounds=ROUNDS, warm_up=1, before=lambda number: Message.objects.all().delete())
    yield Result(name=measured.name, median=measured.median, p95=measured.p95, per_second=send())


def send() -> float:
    """Send what waits and return the number of messages a second; every one must have arrived once."""
    with Sink() as sink:
        environment = os.environ | {
            "PORTEVOIX_MAIL_HOST": "127.0.0.1",
            "PORTEVOIX_MAIL_PORT": str(sink.port),
            "PORTEVOIX_MAIL_SECURITY": "none",
        }
        subprocess.run([sys.executable, "manage.py", "send_messages"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    if len({taken.message_id for taken in sink.taken}) != COUNT or Message.objects.exclude(state=MessageState.SENT).exists():
        raise RuntimeError("messages are missing")
    return (COUNT - 1) / (sink.taken[-1].at - sink.taken[0].at)
