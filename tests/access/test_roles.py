"""Giving and taking away roles."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from portevoix.base.accounts.models import User
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import last_day
from portevoix.register.access import actions
from portevoix.register.access.enums import RevokeReason
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import Permission, can
from tests.factories import (
    TODAY,
    AssociationFactory,
    DepartmentFactory,
    FacilityFactory,
    PersonFactory,
    RegionFactory,
    UserFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return user_with_role("administrator")


def grant(by, email="marie@exemple.fr", role="ars_department", first=TODAY, **fields):
    return actions.grant(email=email, role=role, by=by, first=first, **fields)


def test_giving_a_role_opens_the_account_and_is_journaled(administrator):
    department = DepartmentFactory()
    right = grant(administrator, email="Marie@Exemple.fr", target=department, first_name="Marie", last_name="Curie")
    assert right.user.email == "marie@exemple.fr"
    assert (right.territory, right.granted_by) == (department, administrator)
    entry = Entry.objects.get(action="role.grant")
    assert entry.data == {
        "account": right.user.pk,
        "role": "ars_department",
        "first": TODAY.isoformat(),
        "last": None,
        "territory": department.pk,
    }
    assert "marie" not in str(entry.data).lower()


def test_an_account_that_exists_is_kept(administrator):
    user = UserFactory(email="marie@exemple.fr", first_name="Marie")
    assert grant(administrator, target=DepartmentFactory(), first_name="Autre").user == user
    assert User.objects.get(pk=user.pk).first_name == "Marie"


def test_a_closed_account_that_receives_a_role_is_open_again(administrator):
    user = UserFactory(email="marie@exemple.fr", is_active=False)
    grant(administrator, target=DepartmentFactory())
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize(
    ("role", "target"),
    [
        ("ars_department", None),
        ("ars_department", RegionFactory),
        ("ars_region", DepartmentFactory),
        ("association_manager", FacilityFactory),
        ("facility_secretariat", AssociationFactory),
        ("representative", AssociationFactory),
        ("national_observer", RegionFactory),
        ("chef", None),
    ],
)
def test_a_role_bears_only_on_its_kind_of_target(administrator, role, target):
    with pytest.raises(ValidationError) as refusal:
        grant(administrator, role=role, target=target and target())
    assert refusal.value.messages[0].endswith(".")
    assert not RoleAssignment.objects.exclude(user=administrator).exists()
    assert not User.objects.filter(email="marie@exemple.fr").exists()


def test_the_same_role_is_not_given_twice_for_the_same_days(administrator):
    department = DepartmentFactory()
    grant(administrator, target=department, last=TODAY + timedelta(days=30))
    with pytest.raises(ValidationError, match="déjà ce droit"):
        grant(administrator, target=department, first=TODAY + timedelta(days=30))
    grant(administrator, target=department, first=TODAY + timedelta(days=31))
    grant(administrator, target=DepartmentFactory(moselle=True))
    assert RoleAssignment.objects.filter(user__email="marie@exemple.fr").count() == 3


def test_nobody_gives_a_role_to_themselves(administrator):
    with pytest.raises(ValidationError, match="nul ne se donne"):
        grant(administrator, email=administrator.email.upper(), target=DepartmentFactory())


def test_a_period_that_ends_before_it_begins_is_refused(administrator):
    with pytest.raises(ValidationError, match="dernier jour"):
        grant(administrator, target=DepartmentFactory(), last=TODAY - timedelta(days=1))


@pytest.mark.parametrize("role", ["ars_region", "fas_region", "representative", "national_observer"])
def test_only_an_administrator_gives_and_takes_away_roles(administrator, role):
    targets = {"representative": ("person", PersonFactory), "national_observer": (None, None)}
    field, factory = targets.get(role, ("territory", RegionFactory))
    other = user_with_role(role, **({field: factory()} if field else {}))
    with pytest.raises(PermissionDenied):
        grant(other, target=DepartmentFactory())
    right = grant(administrator, target=DepartmentFactory())
    with pytest.raises(PermissionDenied):
        actions.revoke(assignment=right, by=other, today=TODAY, reason=RevokeReason.LEFT)
    for act in (actions.close, actions.reopen, actions.remove_proofs):
        with pytest.raises(PermissionDenied):
            act(user=right.user, by=other)


def test_a_role_taken_away_stops_at_once_and_stays_in_the_history(administrator):
    right = grant(administrator, target=DepartmentFactory(), first=TODAY - timedelta(days=40))
    actions.revoke(assignment=right, by=administrator, today=TODAY, reason=RevokeReason.LEFT)
    right.refresh_from_db()
    assert last_day(right.period) == TODAY - timedelta(days=1)
    assert Entry.objects.get(action="role.revoke").data["reason"] == "left"
    assert right.history.count() == 2


def test_a_role_taken_away_before_it_began_disappears_but_for_its_history(administrator):
    right = grant(administrator, target=DepartmentFactory(), first=TODAY)
    number = right.pk
    actions.revoke(assignment=right, by=administrator, today=TODAY, reason=RevokeReason.MISTAKE)
    assert not RoleAssignment.objects.filter(pk=number).exists()
    assert RoleAssignment._meta.get_field("history").related_model.objects.filter(pgh_obj_id=number).count() == 2


def test_a_role_that_is_over_cannot_be_taken_away(administrator):
    right = grant(administrator, target=DepartmentFactory(), first=date(2025, 1, 1), last=date(2025, 12, 31))
    with pytest.raises(ValidationError, match="déjà terminé"):
        actions.revoke(assignment=right, by=administrator, today=TODAY, reason=RevokeReason.OTHER)


def test_the_last_administrator_cannot_be_removed(administrator):
    right = RoleAssignment.objects.get(user=administrator)
    with pytest.raises(ValidationError, match="plus personne"):
        actions.revoke(assignment=right, by=administrator, today=TODAY, reason=RevokeReason.LEFT)
    user_with_role("administrator")
    actions.revoke(assignment=right, by=administrator, today=TODAY, reason=RevokeReason.LEFT)


def test_a_representative_s_account_becomes_that_person_s(administrator):
    person = PersonFactory()
    right = grant(administrator, role="representative", target=person)
    person.refresh_from_db()
    assert person.user == right.user


def test_nobody_closes_their_own_account_nor_removes_their_own_proofs(administrator):
    for act in (actions.close, actions.remove_proofs):
        with pytest.raises(ValidationError, match="le vôtre"):
            act(user=administrator, by=administrator)


def test_the_first_administrator_of_a_server_is_made_by_a_command(capsys):
    call_command("create_account", "nora@exemple.fr", "--role", "administrator")
    user = User.objects.get(email="nora@exemple.fr")
    assert can(user, Permission.ROLE_MANAGE)
    assert Entry.objects.get(action="role.grant").actor == "programme create_account"
    assert "nora@exemple.fr" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("role", "scope", "factory"),
    [
        ("ars_region", "44", RegionFactory),
        ("ars_department", "67", DepartmentFactory),
        ("association_manager", "AFM", lambda: AssociationFactory(code="AFM")),
        ("facility_secretariat", "670780055", lambda: FacilityFactory(finess_et="670780055")),
        ("national_observer", "", lambda: None),
    ],
)
def test_the_command_finds_the_place_by_its_official_code(role, scope, factory):
    target = factory()
    call_command("create_account", "nora@exemple.fr", "--role", role, *(["--scope", scope] if scope else []))
    right = RoleAssignment.objects.get()
    assert (right.territory or right.association or right.facility or right.person) == target


@pytest.mark.parametrize(
    "arguments",
    [["--role", "chef"], ["--role", "ars_region"], ["--role", "ars_region", "--scope", "99"], ["--role", "representative", "--scope", "x"]],
)
def test_the_command_says_what_is_wrong(arguments):
    with pytest.raises(CommandError):
        call_command("create_account", "nora@exemple.fr", *arguments)
    assert not User.objects.exists()
