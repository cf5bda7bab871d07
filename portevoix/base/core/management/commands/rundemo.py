"""`make run`: the whole demonstration in one command, until Ctrl-C."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from portevoix.base.core.checks import database_is_recent_enough
from portevoix.base.core.demo import preparation
from portevoix.base.core.demo.children import Child, end_leftovers, stop_all
from portevoix.base.core.demo.ports import HOST, first_free
from portevoix.base.core.demo.presence import Presence
from portevoix.base.core.health import living_workers
from portevoix.base.core.postgres.server import EmbeddedServer, server_at

DEFAULT_PORT = 8000
WEB_WORKERS, THREADS_A_WORKER = 2, 2
START_SECONDS = 60
PAUSE = 0.2
DATABASE_EVERY = 10  # pauses between two looks at the embedded server


class Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


class Command(BaseCommand):
    help = "Lance la démonstration : base de données, données fictives, serveur web, tâches de fond. Ctrl-C arrête tout."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="ne charge pas les données de démonstration")

    def handle(self, *args, **options):
        self.empty = options["empty"]
        self.children: list[Child] = []
        self.presence = Presence(Path(settings.VAR_DIR))
        if not self.presence.take():
            self.tell_where_it_runs()
            return
        for order in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(order, self.on_order)
        try:
            self.run()
        except Stop:
            self.stdout.write("")
        finally:
            self.stop()

    def on_order(self, number, frame) -> None:
        raise Stop

    # life

    def run(self) -> None:
        self.say("Porte-voix, démonstration : les personnes et les sections d’associations sont fictives.\n")
        end_leftovers(self.presence.read().get("children", []))
        self.presence.write(address="", children=[])
        self.prepare()
        port = self.start_children()
        address = f"http://{HOST}:{port}/"
        self.wait_for_children(port)
        self.presence.write(address=address, children=[child.born for child in self.children])
        self.welcome(address)
        self.watch(address)

    def prepare(self) -> None:
        settings.SITE_URL = f"http://{HOST}:{wanted_port()}"  # what links begin with in the e-mails of the demonstration itself
        self.step("Base de données", self.open_database)
        self.step("Schéma", preparation.migrate)
        if not self.empty:
            self.step("Données de démonstration", preparation.load_demonstration)
        self.step("Fichiers statiques", preparation.collect_static)

    def open_database(self) -> bool:
        server = self.embedded_server()
        stopped = server is not None and not server.running()
        errors = database_is_recent_enough(None, databases=["default"])
        if errors:
            raise CommandError(str(errors[0].msg))
        if server and server.asked_place.is_symlink():
            self.stdout.write(f"dans {server.place} (le dossier du projet est privé)\n  {'':<26}", ending="")
        return stopped

    def start_children(self) -> int:
        wanted = wanted_port()
        port = first_free(wanted)
        if port is None:
            raise CommandError(f"Aucun port libre à partir de {wanted} : choisissez-en un autre, par exemple « make run PORT=9000 ».")
        if port != wanted:
            self.say(f"  Le port {wanted} est pris par un autre programme : Porte-voix utilise le port {port}.")
        os.environ["PORTEVOIX_URL"] = f"http://{HOST}:{port}"  # what links in e-mails begin with
        self.children = [self.child("Le serveur web", *web_command(port)), self.child("L’exécutant des tâches", *WORKER_COMMAND)]
        for child in self.children:
            child.start()
        self.presence.write(address="", children=[child.born for child in self.children])
        return port

    def child(self, name: str, *command: str) -> Child:
        return Child(name, [sys.executable, *command], settings.BASE_DIR, os.environ | {"PYTHONUNBUFFERED": "1"})

    def wait_for_children(self, port: int) -> None:
        """Wait until the web server accepts a connection and the worker has said that it lives."""
        deadline = time.monotonic() + START_SECONDS
        while not (web_server_listens(port) and living_workers(timezone.now())):
            self.look_after_children()
            if time.monotonic() > deadline:
                raise CommandError("Le serveur web ou l’exécutant des tâches ne répond pas : les lignes ci-dessus disent pourquoi.")
            time.sleep(PAUSE)

    def watch(self, address: str) -> None:
        connections.close_all()
        server = self.embedded_server()
        rounds = 0
        while True:
            time.sleep(PAUSE)
            rounds += 1
            if self.look_after_children():
                self.presence.write(address=address, children=[child.born for child in self.children])
            if server and rounds % DATABASE_EVERY == 0 and not server.running():
                self.say("PostgreSQL s’est arrêté : il redémarre.")
                server.ensure()

    def look_after_children(self) -> bool:
        """Start again those that died; return whether there were any."""
        died = [child for child in self.children if child.ended() is not None]
        for child in died:
            if not child.may_restart():
                raise CommandError(f"{child.name} s’arrête sans cesse : les lignes ci-dessus disent pourquoi.")
            self.say(f"{child.name} s’est arrêté (code {child.ended()}) : il redémarre.")
            child.restart()
        return bool(died)

    def stop(self) -> None:
        """Web server and worker first, then the database; a second Ctrl-C changes nothing, it only takes seconds."""
        for order in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(order, signal.SIG_IGN)
        if self.children:
            self.say("Arrêt…")
        stop_all(self.children)
        connections.close_all()
        server = self.embedded_server()
        if server:
            server.release()
        self.presence.leave()
        if self.children:
            self.say("Tout est arrêté ; les données sont gardées pour la prochaine fois.")

    # words

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def step(self, name: str, action: Callable[[], bool]) -> None:
        """Do one thing, its name first: it may take a while."""
        self.stdout.write(f"  {name:<26}", ending="")
        self.stdout.flush()
        began = time.monotonic()
        changed = action()
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        self.say(f"fait en {seconds}\u00a0s" if changed else "déjà prêt")

    def welcome(self, address: str) -> None:
        self.say(f"\n  Adresse\u00a0: {address}\n")
        one_a_role = {account.role: account for account in reversed(import_string(settings.DEMO_ACCOUNTS)(today=timezone.localdate()))}
        if one_a_role:
            self.say(f"  Connexion d’essai, sans code\u00a0: {address.rstrip('/')}{settings.DEMO_SIGN_IN_PATH}")
            for role, account in reversed(one_a_role.items()):
                self.say(f"    {account.name:<20} {role}, {account.place}")
        self.say("\n  Ctrl-C arrête tout.\n")

    def tell_where_it_runs(self) -> None:
        card = self.presence.read()
        where = f"à l’adresse {card['address']}" if card.get("address") else "et démarre en ce moment"
        self.say(f"Porte-voix fonctionne déjà, {where} (processus {card.get('pid', 'inconnu')}). Ctrl-C dans son terminal l’arrête.")

    def embedded_server(self) -> EmbeddedServer | None:
        place = connection.settings_dict.get("PLACE")
        return server_at(Path(place)) if place else None


def web_server_listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def wanted_port() -> int:
    """Return the port of the variable `PORT`, 8000 without it."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT={text} n’est pas un numéro de port : indiquez un nombre entre 1024 et 65535.")
    return int(text)


def web_command(port: int) -> tuple[str, ...]:
    """Return the arguments of Python that start the web server."""
    return (
        *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws", "--log-level", "warning"),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS_A_WORKER)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4", "config.wsgi:application"),
    )


WORKER_COMMAND = ("manage.py", "runworker")
