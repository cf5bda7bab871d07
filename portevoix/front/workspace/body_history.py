"""« Historique » of a body or of a mandate: the last entries of the journal about it, in sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from portevoix.base.audit.models import Entry
from portevoix.base.audit.selectors import entries_about
from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.selectors import account_names
from portevoix.register.directory.models import Body, Seat
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate

LATEST = 10
BODY, SEAT, MANDATE = "directory.body", "directory.seat", "mandates.mandate"
PROGRAMS = {
    "import_seats": "Import d’un classeur",
    "load_demo": "Chargement de la démonstration",
    "load_reference": "Chargement des données de référence",
    "import_establishments": "Import des établissements",
    "undo_import": "Annulation d’un import",
}
# One sentence for each code; what a code does not say stays empty.
SENTENCES = {
    "mandate.create": "Mandat enregistré{of}{first}",
    "mandate.end": "Mandat terminé{of}{reason}{on}",
    "mandate.correct_end": "Fin de mandat corrigée{of}{why}",
    "mandate.extend": "Mandat prolongé{of}{after}",
    "mandate.announce_departure": "Départ annoncé{of}{reason}{on}",
    "mandate.withdraw_departure": "Annonce de départ retirée{of}",
    "mandate.remove": "Mandat retiré, saisi par erreur{why}",
    "seat.open": "Siège ouvert{seat}{day}",
    "seat.close": "Siège fermé{seat}{day}",
    "seat.reopen": "Siège rouvert{seat}{why}",
    "body.create": "Instance créée",
    "body.update": "Instance modifiée",
    "body.close": "Instance close{day}",
    "body.reopen": "Instance rouverte{why}",
    "body.move": "Instance rattachée à un autre établissement",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a history."""

    at: datetime
    who: str
    words: str


def of_body(body: Body) -> list[Line]:
    """Return the last lines about `body`, its seats and its mandates (those taken away too), latest first."""
    past = Mandate.history.rel.related_model.objects.filter(body_id=body.pk).values_list("pgh_obj_id", flat=True).distinct()
    return _lines(entries_about({BODY: [body.pk], SEAT: _keys(body.seats), MANDATE: set(past)}, limit=LATEST))


def of_mandate(mandate: Mandate) -> list[Line]:
    """Return the last lines about one mandate, latest first."""
    return _lines(entries_about({MANDATE: [mandate.pk]}, limit=LATEST))


def _keys(rows):
    return set(rows.values_list("pk", flat=True))


def _lines(entries: list[Entry]) -> list[Line]:
    names = account_names({entry.actor_id for entry in entries if entry.actor_id})
    mandates = Mandate.objects.select_related("person").in_bulk([e.target_id for e in entries if e.target_type == MANDATE])
    seats = Seat.objects.in_bulk([e.target_id for e in entries if e.target_type == SEAT])
    return [Line(at=entry.at, who=_who(entry, names), words=_words(entry, mandates, seats)) for entry in entries]


def _who(entry, names):
    return names.get(entry.actor_id) or PROGRAMS.get(entry.actor, entry.actor) or f"compte n°\u00a0{entry.actor_id}"


def _words(entry, mandates, seats):
    sentence = SENTENCES.get(entry.action)
    if sentence is None:
        return "Modification"
    data, mandate, seat = entry.data, mandates.get(entry.target_id), seats.get(entry.target_id)
    on = _day(data.get("on"))
    return sentence.format(
        of=f", {mandate.person.sorted_name}" if mandate and entry.target_type == MANDATE else "",
        seat=f", {seat.label}" if seat and entry.target_type == SEAT else "",
        reason=f"\u00a0: {EndReason(data['reason']).label}" if data.get("reason") in EndReason.values else "",
        first=f", à partir du {_day(data.get('first'))}" if data.get("first") else "",
        on=f", dernier jour le {on}" if on else "",
        day=f", à partir du {on}" if on else "",
        after=f", jusqu’au {_day(data.get('after'))}" if data.get("after") else "",
        why=f"\u00a0: {data['explanation']}" if data.get("explanation") else "",
    )


def _day(text):
    return date_fr(date.fromisoformat(text)) if text else ""
