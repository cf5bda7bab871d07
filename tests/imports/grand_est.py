"""The register of Grand Est as it is before any import, loaded once for a module; the workbooks of the agencies with their truths."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.mandates.models import Mandate

WORKBOOKS = Path(__file__).parents[1] / "import_cases"
ESTABLISHMENTS = Path(__file__).parents[2] / "portevoix" / "register" / "directory" / "data" / "etablissements_grand_est_2023.csv"
NAMES = ("suivi_ru_long.xlsx", "suivi_ru_wide.xlsx", "suivi_ru_departements.xlsx")


@contextmanager
def loaded(blocker):
    """Load reference data and the establishments of the region, and take them back at the end."""
    with blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("import_establishments", str(ESTABLISHMENTS), region="44", apply=True, verbosity=0)
        yield
        transaction.set_rollback(True)


def region() -> Territory:
    return Territory.objects.get(kind="region", code="44")


def commission() -> BodyType:
    return BodyType.objects.get(code="CDU")


def data_of(name: str) -> bytes:
    return (WORKBOOKS / name).read_bytes()


def truth_of(name: str) -> dict:
    return json.loads((WORKBOOKS / f"{name}.truth.json").read_text(encoding="utf-8"))


def expected_holders(truth: dict) -> dict[tuple[str, str, int], tuple | None]:
    """Return who the truth seats: (person, association, first day, last day, order), None for a seat that stays empty."""
    kept = {"ok", "duplicate_row"}  # of two identical rows, one is imported
    return {
        (seat["finess_et"], seat["quality"], seat["rank"]): _holder(seat["holder"]) if seat["expect"] in kept else None
        for seat in truth["seats"]
    }


def _holder(holder: dict | None) -> tuple | None:
    return holder and (holder["person"], holder["association"], holder["start"], holder["end"], holder["order"])


def found_holders(people: dict[int, str]) -> dict[tuple[str, str, int], tuple]:
    """Return who the register seats; `people` names the records as the truth does."""
    rows = Mandate.objects.select_related("seat__body__facility", "association__parent").order_by("pk")
    return {
        (row.seat.body.facility.finess_et, row.seat.quality, row.seat.rank): (
            people[row.person_id],
            row.association.accredited.code.upper(),
            row.period.lower.isoformat(),
            row.term_end.isoformat(),
            row.order_reference,
        )
        for row in rows
    }
