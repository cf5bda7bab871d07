"""Everything that the register holds about one person, as one archive: a page to read, the same as JSON, and the files.

Each foreign key to a person is followed by itself (`direct`), the history tables included; the tables that hang from those are named in
`BELOW`, with the path that leads to the person. A test walks the graph of the models: a table that is neither followed nor left out
with a reason stops it.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr, hour_fr, period_fr
from portevoix.base.core.periods import first_day, last_day
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.files.actions import clean_name
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Person

PIECE = 256 * 1024
# Tables that hang from a row about the person, and the path from them to the person.
BELOW: dict[str, str] = {
    "activity.PresenceCertificate": "leave__person",
    "activity.Receipt": "claim__person",
    "candidacies.Assessment": "candidacy__person",
    "candidacies.Attachment": "candidacy__person",
    "candidacies.CheckWaiver": "candidacy__person",
    "candidacies.Passage": "candidacy__person",
    "candidacies.PieceRequest": "candidacy__person",
    "candidacies.ProposalLine": "wish__candidacy__person",
    "candidacies.ReadingConsent": "candidacy__person",
    "candidacies.Wish": "candidacy__person",
    "mandates.RenewalWish": "mandate__person",
    "orders.MandateCertificate": "mandate__person",
    "training.AccessNeed": "enrolment__person",
    "training.Certificate": "enrolment__person",
    "training.Mark": "enrolment__person",
    "accounts.User": "person",
    "workspace.SavedView": "user__person",
    "account.EmailAddress": "user__person",
    "mfa.Authenticator": "user__person",
    "usersessions.UserSession": "user__person",
}

# Foreign keys to a person, or to a row about a person, that are not followed, and why.
LEFT_OUT: dict[str, str] = {
    "imports.Doubt.person": "compares the person with namesakes: it speaks of somebody else, and is erased with its workbook",
    "imports.Doubt.other": "as above, from the other side",
    "imports.Doubt.mandate": "as above, by the mandate",
}

# Columns that are never copied, and why.
SECRET = {
    "accounts.User.password": "nobody has one; a hash is not readable",
    "mfa.Authenticator.data": "the keys of the second factor: copied, they would be worth nothing any more",
    "usersessions.UserSession.session_key": "opens the account",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of one table about the person. columns: (name in the JSON, French label)."""

    label: str
    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[models.Model, ...]

    @property
    def data(self) -> list[dict[str, Any]]:
        return [{name: _plain(getattr(row, name)) for name, _ in self.columns} for row in self.rows]

    @property
    def readable(self) -> list[list[tuple[str, str]]]:
        """For each row, the pairs (label, value in French) that are not empty."""
        return [[(label, said) for name, label in self.columns if (said := _said(row, name))] for row in self.rows]


def direct() -> Iterator[tuple[type[models.Model], str]]:
    """Yield (table, column) for each foreign key to a person that is followed by itself."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Person and f"{model._meta.label}.{field.name}" not in LEFT_OUT:
                yield model, field.name


def paths() -> dict[type[models.Model], list[str]]:
    """Return, for each table with rows about people, the paths that lead from it to the person."""
    found: dict[type[models.Model], list[str]] = {Person: ["pk"]}
    for model, name in direct():
        found.setdefault(model, []).append(name)
    for label, path in BELOW.items():
        found.setdefault(apps.get_model(label), []).append(path)
    histories = {model.pgh_tracked_model: model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    for model in list(found):
        event = histories.get(model)
        if event is not None and event not in found:
            found[event] = [f"pgh_obj__{path}" for path in found[model]]
    return found


def tables_about(person: Person) -> list[Table]:
    """Return every table with its rows about `person`, and about the records that were merged into theirs; empty tables left out."""
    same = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    found = [_table(model, Q(*((f"{path}__in", same) for path in given), _connector=Q.OR)) for model, given in paths().items()]
    found += _by_address(person)
    return sorted((table for table in found if table.rows), key=lambda table: (table.label != "directory.Person", table.name, table.label))


def _by_address(person: Person) -> list[Table]:
    """What is known by the address, or by the number of the account, without a foreign key."""
    addresses = {address.lower() for address in (person.email, person.user.email if person.user else "") if address}
    own = Q(target_type="directory.person", target_id=person.pk) | (Q(actor_id=person.user_id) if person.user_id else Q())
    written = Q(pk__in=[]) | Q(*(("recipient_email__iexact", address) for address in sorted(addresses)), _connector=Q.OR)
    return [
        _table(apps.get_model("notifications.Message"), written if addresses else Q(pk__in=[])),
        _table(apps.get_model("notifications.Suppression"), Q(email__in=addresses)),
        _table(apps.get_model("audit.Entry"), own),
    ]


def _table(model: type[models.Model], condition: Q) -> Table:
    fields = [
        field
        for field in model._meta.concrete_fields
        if f"{model._meta.label}.{field.name}" not in SECRET and not isinstance(field, models.GeneratedField)
    ]
    related = [field.name for field in fields if field.is_relation and not field.name.startswith("pgh_")]
    rows = model._base_manager.filter(condition).select_related(*related).order_by("pk").distinct()
    columns = tuple((field.attname, str(field.verbose_name)) for field in fields)
    return Table(label=model._meta.label, name=str(model._meta.verbose_name_plural), columns=columns, rows=tuple(rows))


def files_of(tables: Iterable[Table]) -> list[StoredFile]:
    """Return the files that the rows point to, by themselves or through a document that was issued; each once."""
    keys: set[int] = set()
    for table in tables:
        for row in table.rows:
            keys |= {getattr(row, field.attname) for field in row._meta.concrete_fields if field.related_model is StoredFile}
            issued = [getattr(row, field.name) for field in row._meta.concrete_fields if field.related_model is IssuedDocument]
            keys |= {key for one in issued if one is not None for key in (one.file_id, one.large_file_id)}
    return list(StoredFile.objects.filter(pk__in=keys - {None}).order_by("pk"))


def pack(*, person: Person, by: Any, at: datetime) -> BinaryIO:
    """Return the archive of everything about `person`, open at its beginning; it vanishes when it is closed. The journal tells it."""
    with transaction.atomic():
        tables = tables_about(person)
        files = files_of(tables)
        journal.record("person.download", target=person, by=by, tables=len(tables), files=len(files))
    target = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        names = [(f"fichiers/{rank:03}-{clean_name(one.download_name)}", one) for rank, one in enumerate(files, start=1)]
        context = {"person": person, "at": at, "tables": tables, "files": [name for name, _ in names], "site": settings.SITE_NAME}
        archive.writestr("mes-donnees.html", render_to_string("workspace/my_data/everything.html", context))
        content = {"version": 1, "made_at": at.isoformat(timespec="seconds"), "tables": {table.label: table.data for table in tables}}
        archive.writestr("mes-donnees.json", json.dumps(content, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
        for name, one in names:
            _copy(archive, name, one)
    target.seek(0)
    return target


def _copy(archive: zipfile.ZipFile, name: str, stored: StoredFile) -> None:
    with stored.content.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            target.write(piece)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return [value.lower, value.upper]
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return value


def _said(row: models.Model, name: str) -> str:
    """Return a value in French; empty when there is nothing to say."""
    field = next(one for one in row._meta.concrete_fields if one.attname == name)
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.related_model is not None and field.related_model._meta.label == settings.AUTH_USER_MODEL:
        return f"compte n°\u00a0{value}"
    if field.is_relation and not field.name.startswith("pgh_"):
        return str(getattr(row, field.name) or f"n°\u00a0{value}")
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        moment = timezone.localtime(value)
        return f"{date_fr(moment.date())}, {hour_fr(moment)}"
    if isinstance(value, date):
        return date_fr(value)
    if isinstance(field, models.Field) and hasattr(value, "upper") and not isinstance(value, str):
        return period_fr(first_day(value), last_day(value))
    return str(_plain(value))
