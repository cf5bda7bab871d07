"""Who signs in: one account a role, so that each first screen can be seen."""

from dataclasses import dataclass
from datetime import date

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.front.workspace.seeds.story import HAUTEPIERRE
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Facility, Person, Territory

DOMAIN = "demo.porte-voix.example"
SINCE = date(2026, 1, 5)


@dataclass(frozen=True)
class Player:
    """One demonstration account; `scope` is a COG code, a FINESS ET, a code of association, a name, by the kind of the role."""

    email: str
    first_name: str
    last_name: str
    role: str
    scope: str = ""


PLAYERS = (
    Player("claire.muller", "Claire", "Muller", "ars_region", "44"),
    Player("paul.weber", "Paul", "Weber", "ars_signatory", "44"),
    Player("marc.thill", "Marc", "Thill", "ars_department", "57"),
    Player("helene.burger", "Hélène", "Burger", "fas_region", "44"),
    Player("bernard.jacquot", "Bernard", "Jacquot", "association_manager", "UFC"),
    Player("sylvie.hoffer", "Sylvie", "Hoffer", "association_manager", "UNAFAM"),
    Player("odile.wernert", "Odile", "Wernert", "representative", "Wernert"),
    Player("secretariat.hautepierre", "Isabelle", "Perrin", "facility_secretariat", HAUTEPIERRE),
    Player("alain.dumas", "Alain", "Dumas", "national_observer"),
    Player("nora.lambert", "Nora", "Lambert", "administrator"),
)


def create_users(today: date) -> dict[str, User]:
    """Create the accounts, without any right yet; return them by the first part of the address."""
    return {
        player.email: User.objects.create_user(
            f"{player.email}@{DOMAIN}", first_name=player.first_name, last_name=player.last_name, is_demo=True
        )
        for player in PLAYERS
    }


def give_roles(users: dict[str, User], today: date) -> None:
    """Give each account its role on its part of the register."""
    administrator = users["nora.lambert"]
    for player in PLAYERS:
        RoleAssignment.objects.create(
            user=users[player.email],
            role=player.role,
            period=period(min(SINCE, today)),
            granted_by=administrator,
            **_scope(player),
        )
        if player.role == "representative":
            Person.objects.filter(last_name=player.last_name, first_name=player.first_name).update(user=users[player.email])


def _scope(player: Player) -> dict:
    if player.role in ("ars_region", "ars_signatory", "fas_region"):
        return {"territory": Territory.objects.get(kind=TerritoryKind.REGION, code=player.scope)}
    if player.role == "ars_department":
        return {"territory": Territory.objects.get(kind=TerritoryKind.DEPARTMENT, code=player.scope)}
    if player.role == "association_manager":
        return {"association": Association.objects.get(code__iexact=player.scope)}
    if player.role == "facility_secretariat":
        return {"facility": Facility.objects.get(finess_et=player.scope)}
    if player.role == "representative":
        return {"person": Person.objects.get(last_name=player.last_name, first_name=player.first_name)}
    return {}
