"""What may be done, by whom: permissions, roles as documented constants, and the one question `can(user, permission, obj)`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.http import HttpRequest

from portevoix.base.audit.actors import Program
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.scopes import active_assignments, scope_of_assignment
from portevoix.register.directory.scope import NOTHING, Scope


class ScopeKind(StrEnum):
    """What a role is limited to."""

    NATION = "nation"
    REGION = "region"
    DEPARTMENT = "department"
    ASSOCIATION = "association"
    FACILITY = "facility"
    PERSON = "person"


class Permission(StrEnum):
    """One act each; the value is a stable code."""

    REGISTER_VIEW = "register.view"
    REGISTER_EXPORT = "register.export"
    BODY_MANAGE = "body.manage"
    BODY_TYPE_MANAGE = "body_type.manage"
    FACILITY_MANAGE = "facility.manage"
    ASSOCIATION_VIEW = "association.view"
    ASSOCIATION_MANAGE = "association.manage"
    MANDATE_VIEW = "mandate.view"
    MANDATE_MANAGE = "mandate.manage"
    PERSON_VIEW = "person.view"
    PERSON_CONTACT_VIEW = "person.contact_view"
    PERSON_PHONE_VIEW = "person.phone_view"
    PERSON_MERGE = "person.merge"
    IMPORT_RUN = "import.run"
    OWN_ASSOCIATION = "association.own"
    OWN_MANDATES = "mandate.own"
    CALL_VIEW = "call.view"
    CALL_MANAGE = "call.manage"
    CANDIDACY_VIEW = "candidacy.view"
    CANDIDACY_EXAMINE = "candidacy.examine"
    CANDIDACY_ASSESS = "candidacy.assess"
    CANDIDACY_DECIDE = "candidacy.decide"
    CANDIDACY_FILE = "candidacy.file"
    CANDIDACY_OWN = "candidacy.own"
    CANDIDACY_SHARED = "candidacy.shared"
    ORDER_VIEW = "order.view"
    ORDER_PREPARE = "order.prepare"
    ORDER_SIGN = "order.sign"
    TRAINING_VIEW = "training.view"
    TRAINING_FIGURES = "training.figures"
    TRAINING_MANAGE = "training.manage"
    TRAINING_ENROL = "training.enrol"
    TRAINING_OWN = "training.own"
    ACTIVITY_OWN = "activity.own"
    ACTIVITY_FIGURES = "activity.figures"
    EXPENSE_VIEW = "expense.view"
    OUTREACH_MANAGE = "outreach.manage"
    OUTREACH_ANSWER = "outreach.answer"
    DATA_REQUEST_VIEW = "data_request.view"
    DATA_REQUEST_ANSWER = "data_request.answer"
    MESSAGE_VIEW = "message.view"
    TEMPLATE_MANAGE = "template.manage"
    AUDIT_VIEW = "audit.view"
    ROLE_MANAGE = "role.manage"


P = Permission

LABELS = {
    P.REGISTER_VIEW: "voir les sièges, les instances et les vacances",
    P.REGISTER_EXPORT: "exporter les sièges",
    P.BODY_MANAGE: "créer et clore des instances et des sièges",
    P.BODY_TYPE_MANAGE: "changer les règles des types d’instance",
    P.FACILITY_MANAGE: "mettre à jour les établissements",
    P.ASSOCIATION_VIEW: "voir les associations et leurs agréments",
    P.ASSOCIATION_MANAGE: "modifier les associations et leurs agréments",
    P.MANDATE_VIEW: "voir les mandats avec le nom des personnes",
    P.MANDATE_MANAGE: "enregistrer, prolonger et terminer des mandats",
    P.PERSON_VIEW: "voir la fiche d’une personne",
    P.PERSON_CONTACT_VIEW: "voir l’adresse électronique d’une personne, et son téléphone si elle l’accepte",
    P.PERSON_PHONE_VIEW: "voir le téléphone d’une personne",
    P.PERSON_MERGE: "réunir deux fiches d’une même personne",
    P.IMPORT_RUN: "importer un classeur et l’annuler",
    P.OWN_ASSOCIATION: "voir les mandats de son association",
    P.OWN_MANDATES: "voir ses propres mandats et qui voit ses données",
    P.CALL_VIEW: "voir les appels à candidatures et leurs chiffres",
    P.CALL_MANAGE: "ouvrir et clore des appels à candidatures",
    P.CANDIDACY_VIEW: "voir les candidatures avec le nom des personnes",
    P.CANDIDACY_EXAMINE: "vérifier les candidatures et demander des pièces",
    P.CANDIDACY_ASSESS: "donner l’avis de la délégation",
    P.CANDIDACY_DECIDE: "décider de chaque vœu, avec un motif",
    P.CANDIDACY_FILE: "proposer des personnes au nom de son association",
    P.CANDIDACY_OWN: "suivre sa propre candidature",
    P.CANDIDACY_SHARED: "lire les candidatures que leur association partage\u00a0: nom, vœux, états et motivation",
    P.ORDER_VIEW: "voir les arrêtés",
    P.ORDER_PREPARE: "préparer et publier des arrêtés",
    P.ORDER_SIGN: "signer les arrêtés préparés par une autre personne",
    P.TRAINING_VIEW: "voir qui doit suivre la formation de base, et les inscrits",
    P.TRAINING_FIGURES: "voir les chiffres de la formation, sans les noms",
    P.TRAINING_MANAGE: "tenir le catalogue, les sessions, les présences et les groupes d’échange",
    P.TRAINING_ENROL: "inscrire les représentants de son association à une formation",
    P.TRAINING_OWN: "s’inscrire à une formation et garder ses attestations",
    P.ACTIVITY_OWN: "tenir son journal, ses frais et ses congés de représentation",
    P.ACTIVITY_FIGURES: "voir le temps et les frais en chiffres, sans les noms",
    P.EXPENSE_VIEW: "voir les états de frais adressés à son établissement",
    P.OUTREACH_MANAGE: "tenir les pages « Devenir représentant » et suivre les personnes qui s’y intéressent",
    P.OUTREACH_ANSWER: "répondre aux personnes orientées vers son association",
    P.DATA_REQUEST_VIEW: "suivre les demandes des personnes sur leurs données",
    P.DATA_REQUEST_ANSWER: "répondre aux demandes des personnes sur leurs données",
    P.MESSAGE_VIEW: "suivre les messages envoyés et renvoyer les échecs",
    P.TEMPLATE_MANAGE: "rédiger les textes des courriels et des lettres",
    P.AUDIT_VIEW: "lire le journal des actions",
    P.ROLE_MANAGE: "donner et retirer des droits",
}

# Wider than one's own data: a passkey or a one-time-code application is asked outside the demonstration (standards §4.4).
_OF_ASSOCIATIONS = {P.OWN_ASSOCIATION, P.CANDIDACY_FILE, P.TRAINING_ENROL, P.OUTREACH_ANSWER}
_OWN = {P.OWN_MANDATES, P.CANDIDACY_OWN, P.TRAINING_OWN, P.ACTIVITY_OWN}
WIDE = frozenset(set(Permission) - _OF_ASSOCIATIONS - _OWN)


@dataclass(frozen=True, kw_only=True)
class Role:
    """A documented role: stable code, French name and description, permissions, what it is limited to."""

    code: str
    name: str
    description: str
    scope_kind: ScopeKind
    permissions: frozenset[Permission]


_READ = {P.REGISTER_VIEW, P.REGISTER_EXPORT, P.ASSOCIATION_VIEW, P.MANDATE_VIEW, P.PERSON_VIEW}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            code="ars_region",
            name="ARS, siège",
            description="Tient le registre de la région : instances, sièges, mandats, agréments, imports.",
            scope_kind=ScopeKind.REGION,
            permissions=frozenset(
                _READ
                | {P.PERSON_CONTACT_VIEW, P.PERSON_PHONE_VIEW, P.PERSON_MERGE, P.BODY_MANAGE, P.BODY_TYPE_MANAGE, P.FACILITY_MANAGE}
                | {P.ASSOCIATION_MANAGE, P.MANDATE_MANAGE, P.IMPORT_RUN}
                | {P.CALL_VIEW, P.CALL_MANAGE, P.CANDIDACY_VIEW, P.CANDIDACY_EXAMINE, P.CANDIDACY_DECIDE, P.ORDER_VIEW, P.ORDER_PREPARE}
                | {P.MESSAGE_VIEW, P.TEMPLATE_MANAGE, P.TRAINING_FIGURES}
                | {P.DATA_REQUEST_VIEW, P.DATA_REQUEST_ANSWER}
            ),
        ),
        Role(
            code="ars_signatory",
            name="ARS, signature des arrêtés",
            description="Relit et signe les arrêtés préparés par une autre personne.",
            scope_kind=ScopeKind.REGION,
            permissions=frozenset(_READ | {P.CALL_VIEW, P.CANDIDACY_VIEW, P.ORDER_VIEW, P.ORDER_SIGN}),
        ),
        Role(
            code="ars_department",
            name="ARS, délégation départementale",
            description="Tient les instances et les mandats de son département, y ouvre des appels, donne son avis sur les candidatures.",
            scope_kind=ScopeKind.DEPARTMENT,
            permissions=frozenset(
                _READ
                | {P.PERSON_CONTACT_VIEW, P.PERSON_PHONE_VIEW, P.BODY_MANAGE, P.MANDATE_MANAGE}
                | {P.CALL_VIEW, P.CALL_MANAGE, P.CANDIDACY_VIEW, P.CANDIDACY_ASSESS, P.ORDER_VIEW}
                | {P.TRAINING_FIGURES}
            ),
        ),
        Role(
            code="fas_region",
            name="France Assos Santé, délégation régionale",
            description="Lit le registre de la région et les candidatures que leur association partage, tient les formations, "
            "joint les représentants, oriente qui veut le devenir.",
            scope_kind=ScopeKind.REGION,
            permissions=frozenset(
                _READ
                | {P.PERSON_CONTACT_VIEW, P.CALL_VIEW, P.CANDIDACY_SHARED}
                | {P.TRAINING_VIEW, P.TRAINING_FIGURES, P.TRAINING_MANAGE, P.ACTIVITY_FIGURES, P.OUTREACH_MANAGE}
                | {P.DATA_REQUEST_VIEW}
            ),
        ),
        Role(
            code="association_manager",
            name="Association, gestionnaire",
            description="Suit les mandats tenus au nom de son association et de ses sections, propose et inscrit des personnes.",
            scope_kind=ScopeKind.ASSOCIATION,
            permissions=frozenset(_OF_ASSOCIATIONS),
        ),
        Role(
            code="representative",
            name="Représentant ou représentante des usagers",
            description="Voit ses propres mandats et qui voit ses données, se forme, tient son journal et ses frais.",
            scope_kind=ScopeKind.PERSON,
            permissions=frozenset(_OWN),
        ),
        Role(
            code="facility_secretariat",
            name="Établissement, secrétariat de la commission",
            description="Voit la composition des instances de son établissement et joint ses membres.",
            scope_kind=ScopeKind.FACILITY,
            permissions=frozenset(
                {P.REGISTER_VIEW, P.MANDATE_VIEW, P.PERSON_VIEW, P.PERSON_CONTACT_VIEW, P.PERSON_PHONE_VIEW, P.EXPENSE_VIEW}
            ),
        ),
        Role(
            code="national_observer",
            name="Observation nationale",
            description="Lit les sièges et les vacances de tout le pays, sans aucun nom.",
            scope_kind=ScopeKind.NATION,
            permissions=frozenset({P.REGISTER_VIEW, P.REGISTER_EXPORT, P.ASSOCIATION_VIEW}),
        ),
        Role(
            code="administrator",
            name="Administration de la plateforme",
            description="Donne les droits, lit le journal ; ne décide d’aucun mandat.",
            scope_kind=ScopeKind.NATION,
            permissions=frozenset(
                {P.ROLE_MANAGE, P.AUDIT_VIEW, P.REGISTER_VIEW, P.ASSOCIATION_VIEW, P.BODY_TYPE_MANAGE} | {P.MESSAGE_VIEW, P.TEMPLATE_MANAGE}
            ),
        ),
    )
}


def permissions_of(user: Any) -> frozenset[Permission]:
    """Return every permission of the active roles of `user`, whatever their scope."""
    return frozenset(p for a in active_assignments(user) if a.role in ROLES for p in ROLES[a.role].permissions)


def having(permission: Permission, *, without: Permission | None = None) -> Callable[[HttpRequest], bool]:
    """Return the question of a menu: does this account hold `permission` somewhere, and `without` nowhere?"""

    def held(request: HttpRequest) -> bool:
        permissions = permissions_of(request.user)
        return permission in permissions and without not in permissions

    return held


def session_kind(user: Any) -> str:
    """Return how long the session of `user` may last: `agent` with any wide permission, else `own` (`settings.SESSION_LIMITS`)."""
    return "agent" if permissions_of(user) & WIDE else "own"


def scope_for(user: Any, permission: Permission) -> Scope:
    """Return where `user` has `permission`: what a list shows. `user.scope` is wider when another role reaches further."""
    return reduce(or_, (scope_of_assignment(assignment) for assignment in _giving(user, permission)), NOTHING)


def can(user: Any, permission: Permission, obj: Any = None) -> bool:
    """Tell whether `user` may do `permission`, on `obj` when it is given.

    `obj` lies where its `scope_keys` say; a person or an association, whose `scope_keys` are None, lies where its mandates lie:
    the database is asked (`visible_to`). A `Program` (command, task) may: it acts for somebody who was checked, and the journal
    names it.
    """
    if isinstance(user, Program):
        return True
    scopes = [scope_of_assignment(assignment) for assignment in _giving(user, permission)]
    if obj is None or not scopes:
        return bool(scopes)
    keys = obj.scope_keys
    if keys is None:
        return type(obj).objects.visible_to(reduce(or_, scopes)).filter(pk=obj.pk).exists()
    return any(scope.covers(keys) for scope in scopes)


def _giving(user: Any, permission: Permission) -> list[RoleAssignment]:
    """Return the active assignments of `user` whose role has `permission`."""
    return [a for a in active_assignments(user) if a.role in ROLES and permission in ROLES[a.role].permissions]
