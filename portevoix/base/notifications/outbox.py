"""What an act gives to have a message written: to whom, about what, with which values."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from portevoix.base.core.text import squeeze
from portevoix.base.files.models import StoredFile

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
UNKNOWN = "Aucune adresse électronique n’est connue pour ce destinataire. Écrivez-lui par courrier, ou complétez sa fiche."
INCOMPLETE = "Cette adresse électronique est incomplète\u00a0: il manque ce qui entoure le «\u00a0@\u00a0»."
ACCENTED = (
    "Cette adresse électronique a un accent ou un signe spécial avant le «\u00a0@\u00a0»\u00a0: trop de serveurs la refusent. "
    "Demandez une autre adresse."
)
INVALID = "Cette adresse électronique n’est pas valable. Vérifiez-la, par exemple marie@exemple.fr."
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_LABEL = 254, 160, 200


@dataclass(frozen=True)
class Recipient:
    """Somebody who is written to; without a name the message says « Madame, Monsieur »."""

    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a message is about: words for the page of messages, and the row when there is one (`kind` is like `candidacies.candidacy`)."""

    label: str
    kind: str = ""
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One message of `queue_many`; the fields are those of `queue`."""

    to: Recipient
    values: Mapping[str, Any]
    about: models.Model | About | None = None
    region: str | None = None
    attachments: Collection[StoredFile] = ()
    reply_to: str = ""


def about_of(about: models.Model | About | None) -> About:
    """Return what the ledger keeps of `about`."""
    if about is None:
        return About(label="")
    if isinstance(about, About):
        return about
    return About(label=squeeze(str(about))[:LONGEST_LABEL], kind=about._meta.label_lower, number=about.pk)


def region_of(draft: Draft) -> str:
    """Return the code of the region that follows the message: the one given, or that of the row; empty for the platform."""
    if draft.region is not None:
        return draft.region
    return getattr(getattr(draft.about, "scope_keys", None), "region", None) or ""


def one_line(text: str) -> str:
    """Return `text` on one line, without control characters: what may stand in a header."""
    return squeeze(_CONTROLS.sub(" ", str(text)))


def plain(value: Any) -> str:
    """Return a value as a text may hold it: line ends as they are, no other control character; None is empty."""
    return "" if value is None else _CONTROLS.sub("", str(value).replace("\r\n", "\n"))


def clean_address(email: str) -> str:
    """Return an address that can be written to: trimmed, in lower case after the @, an accented domain in its ASCII form.

    Raises `ValidationError` with a French sentence.
    """
    if not str(email).strip():
        raise ValidationError(UNKNOWN, code="address")
    local, at, domain = str(email).strip().rpartition("@")
    if not at or not local:
        raise ValidationError(INCOMPLETE, code="address")
    if not local.isascii():
        raise ValidationError(ACCENTED, code="address")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii').lower()}"
        validate_email(address)
    except (UnicodeError, ValidationError):
        raise ValidationError(INVALID, code="address") from None
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(INVALID, code="address")
    return address
