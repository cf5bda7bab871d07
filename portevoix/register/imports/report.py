"""The report of a run: the JSON that the command writes and the pages show, and its French summary."""

from collections import Counter
from typing import Any

from portevoix.register.imports.plan import Plan, PlannedDoubt, Problem

NBSP = "\u00a0"
UNREADABLE = "unreadable_file"

LABELS = {
    "unknown_facility": "établissement inconnu",
    "outside_region": "hors de la région",
    "bad_date": "date illisible",
    "end_before_start": "fin avant le début",
    "same_person_twice_in_body": "deux sièges de la même instance",
    "duplicate_row": "ligne en double",
    "seat_already_held": "siège déjà occupé",
    "unknown_quality": "qualité inconnue",
    "unknown_seat": "siège inconnu",
    "unknown_association": "association inconnue",
    "missing_name": "nom manquant",
    "several_people": "plusieurs personnes",
    "unreadable_cell": "cellule illisible",
    "closed_facility": "établissement fermé",
    "seat_not_open": "siège pas encore ouvert",
    "other_body_type": "autre type d’instance",
    UNREADABLE: "fichier illisible",
}  # codes of the report, and what they are called on the pages


def report_of(plan: Plan) -> dict[str, Any]:
    """Return the report of a plan, checked or applied."""
    return {
        "rows": plan.rows,
        "bodies": plan.body_count,
        "bodies_created": len(plan.bodies),
        "seats": plan.seat_count,
        "seats_created": len(plan.seats),
        "seats_vacant": plan.vacant_count,
        "mandates_created": len(plan.mandates),
        "mandates_unchanged": plan.unchanged_count,
        "associations_created": len(plan.federations) + len(plan.sections),
        "people_created": len(plan.people),
        "people_matched": plan.people_matched,
        "people_completed": len(plan.completions),
        "created_bodies": [creation.row.name for creation in plan.bodies],
        "created_associations": [creation.row.name for creation in (*plan.federations, *plan.sections)],
        "doubts": [_doubt(doubt) for doubt in plan.doubts],
        "errors": [problem.as_dict() for problem in plan.problems],
        "notices": [problem.as_dict() for problem in plan.notices],
    }


def failure_report(message: str, *, suggestion: str = "", value: str = "") -> dict[str, Any]:
    """Return the report of a file that cannot be read: all counts at zero and one `unreadable_file` error."""
    return report_of(Plan(problems=[Problem(code=UNREADABLE, message=message, suggestion=suggestion, value=value)]))


def _doubt(doubt: PlannedDoubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind.value,
        "message": doubt.summary,
        "evidence": doubt.evidence,
        "sheet": doubt.sheet,
        "row": doubt.line,
        "people": [str(person) for person in (doubt.person, doubt.other) if person],
        "person_ids": [person.pk for person in (doubt.person, doubt.other) if person],
    }


def summary(report: dict[str, Any], *, applied: bool) -> list[str]:
    """Return the French lines of the summary, for the command; `applied`: said in the past, else as what would be done."""
    created, made = ("créés", "créées") if applied else ("à créer", "à créer")  # mandates; bodies and people
    lines = [
        f"Lignes lues{NBSP}: {report['rows']}",
        f"Instances{NBSP}: {report['bodies']} (dont {report['bodies_created']} {made})",
        f"Sièges{NBSP}: {report['seats']}, dont {report['seats_vacant']} vacants",
        f"Mandats {created}{NBSP}: {report['mandates_created']} (déjà connus{NBSP}: {report['mandates_unchanged']})",
        f"Personnes {made}{NBSP}: {report['people_created']} (reconnues{NBSP}: {report['people_matched']})",
        f"Doutes{NBSP}: {len(report['doubts'])}",
        f"Erreurs{NBSP}: {len(report['errors'])}",
    ]
    counts = Counter(error["code"] for error in report["errors"])
    lines += [f"  {LABELS.get(code, code)}{NBSP}: {count}" for code, count in counts.most_common()]
    return lines
