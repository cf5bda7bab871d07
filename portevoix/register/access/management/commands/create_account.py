"""`manage.py create_account EMAIL --role CODE [--scope CODE]`: the first administrator of a server, or any account."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.access.actions import grant
from portevoix.register.access.permissions import ROLES
from portevoix.register.access.selectors import target_by_code


class Command(BaseCommand):
    help = "Ouvre un compte et lui donne un rôle, dès aujourd’hui."

    def add_arguments(self, parser):
        parser.add_argument("email", help="adresse électronique du compte")
        parser.add_argument("--role", required=True, help=f"un code parmi : {', '.join(ROLES)}")
        parser.add_argument(
            "--scope",
            default="",
            help="code COG du territoire, code de l’association, FINESS ET, ou numéro de la personne",
        )
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args, email, role, scope, first_name, last_name, **options):
        if role not in ROLES:
            raise CommandError(f"Le rôle {role} n’existe pas. Choisissez parmi : {', '.join(ROLES)}.")
        target = target_by_code(ROLES[role], scope)
        if scope and target is None:
            raise CommandError(f"Rien n’a le code {scope} pour le rôle {role}.")
        try:
            right = grant(
                email=email,
                role=role,
                by=Program("create_account"),
                first=timezone.localdate(),
                target=target,
                first_name=first_name,
                last_name=last_name,
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{right.user.email} a le rôle {role}. La connexion se fait par un code envoyé à cette adresse.")
