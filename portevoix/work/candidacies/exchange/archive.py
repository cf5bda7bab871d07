"""Whole files of candidacies as a ZIP: for each, its PDF, its data as JSON (`dossier.schema.json`, in the archive too), its pieces.

Written as it is read: one file in memory at a time, whatever the number of candidacies.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from portevoix.base.files.actions import clean_name
from portevoix.work.candidacies.models import Candidacy, Wish
from portevoix.work.candidacies.selectors.file_pdf import file_pdf

PIECE = 256 * 1024
VERSION = 1
SCHEMA = Path(__file__).with_name("dossier.schema.json")
PERSON = ("civility", "last_name", "first_name", "email", "phone", "occupation", "motivation")
DECLARATIONS = (
    *("accepts_other_seat", "no_tie_declared", "course_promised", "charter_accepted", "person_informed"),
    *("name_publishable", "email_publishable"),
)


class _Sink:
    """Where the archive is written: what has not left yet. It cannot be read nor sought, so the archive never goes back."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, data) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written leaves with `taken`."""

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def archive(candidacies: Iterable[Candidacy], *, at: datetime) -> Iterator[bytes]:
    """Yield the archive of `candidacies`, piece by piece; `at` dates the PDF. Each needs its call, association and home selected."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        package.writestr(SCHEMA.name, SCHEMA.read_bytes())
        for candidacy in candidacies:
            folder = clean_name(candidacy.number or f"brouillon-{candidacy.pk}")
            for _ in _write_file(package, folder, candidacy, at=at):
                yield sink.taken()
    yield sink.taken()


def _write_file(package: zipfile.ZipFile, folder: str, candidacy: Candidacy, *, at: datetime) -> Iterator[None]:
    pieces = list(candidacy.attachments.select_related("file").order_by("added_at", "pk"))
    names = [f"pieces/{rank:02}-{piece.kind}-{clean_name(piece.file.download_name)}" for rank, piece in enumerate(pieces, start=1)]
    package.writestr(f"{folder}/{folder}.pdf", file_pdf(candidacy, at=at))
    data = file_data(candidacy, attachments=[(name, piece) for name, piece in zip(names, pieces, strict=True)])
    package.writestr(f"{folder}/dossier.json", json.dumps(data, ensure_ascii=False, indent=1))
    yield
    for name, piece in zip(names, pieces, strict=True):
        with piece.file.content.open("rb") as source, package.open(f"{folder}/{name}", "w", force_zip64=True) as target:
            while chunk := source.read(PIECE):
                target.write(chunk)
                yield
        yield


def file_data(candidacy: Candidacy, *, attachments: list) -> dict[str, Any]:
    """Return what the JSON says of one candidacy; attachments: (name in the archive, row)."""
    home, association = candidacy.home, candidacy.association
    return {
        "version": VERSION,
        "number": candidacy.number,
        "exchange_reference": candidacy.exchange_reference,
        "call": candidacy.call.number,
        "state": candidacy.state,
        "channel": candidacy.channel,
        "submitted_at": _moment(candidacy.submitted_at),
        "association": {
            "name": association.name,
            "accredited": association.accredited.name,
            "email": candidacy.association_email,
            "signed_by_name": candidacy.signed_by_name,
            "signed_by_function": candidacy.signed_by_function,
        },
        "person": {
            **{name: getattr(candidacy, name) for name in PERSON},
            "home": {"code": home.code, "name": home.name} if home else None,
            "member_since": _day(candidacy.member_since),
            "course_done_on": _day(candidacy.course_done_on),
        },
        "max_distance_km": candidacy.max_distance_km,
        "declarations": {name: getattr(candidacy, name) for name in DECLARATIONS},
        "wishes": [_wish(wish) for wish in candidacy.wishes.select_related("body__facility", "body__body_type", "seat").order_by("rank")],
        "passages": [
            {"state": one.state, "entered_at": _moment(one.entered_at)} for one in candidacy.passages.order_by("entered_at", "pk")
        ],
        "attachments": [
            {"file": name, "kind": row.kind, "sha256": row.file.sha256, "size": row.file.size, "added_at": _moment(row.added_at)}
            for name, row in attachments
        ],
    }


def _wish(wish: Wish) -> dict[str, Any]:
    return {
        "rank": wish.rank,
        "state": wish.state,
        "body": _body(wish.body),
        "quality": wish.quality or None,
        "within_km": wish.within_km,
        "renewal": wish.renewal,
        "seat": wish.seat.label if wish.seat else None,
        "refusal_reason": wish.refusal_reason or None,
        "reason": wish.reason,
        "decided_at": _moment(wish.decided_at),
    }


def _body(body) -> dict[str, Any] | None:
    if body is None:
        return None
    return {"name": body.name, "type": body.body_type.code, "finess_et": body.facility.finess_et if body.facility else None}


def _day(day) -> str | None:
    return day.isoformat() if day else None


def _moment(moment) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
