"""The texts that the program knows, declared at start-up by the packages that use them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from portevoix.base.core.text_templates import TemplateFault, check, fill
from portevoix.base.notifications.enums import Channel

# Blanks that every text knows, with an example.
COMMON = {"site": "Porte-voix", "aide": "France Assos Santé, 03\u00a053\u00a001\u00a000\u00a067"}
OF_EMAILS = {"destinataire": "Odile WERNERT"}


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text: its code, its French name, the text delivered with the program, the blanks that it may use with an example each.

    may_be_empty: the blanks whose value may be empty; a text writes them in a paragraph that begins with `[blank]`.
    family: what a reader unsubscribes from (`FAMILIES`); empty for a message of a procedure, that nobody may refuse.
    """

    code: str
    label: str
    channel: Channel
    blanks: Mapping[str, str]
    subject: str
    body: str
    may_be_empty: frozenset[str] = frozenset()
    family: str = ""

    @property
    def known(self) -> dict[str, str]:
        """The blanks of this text and those of every text, with their examples."""
        return COMMON | (OF_EMAILS if self.channel == Channel.EMAIL else {}) | dict(self.blanks)


TEXTS: dict[str, Text] = {}
FAMILIES: dict[str, str] = {}


def register_family(code: str, label: str) -> None:
    """Declare what a reader may unsubscribe from; `label` follows « ne plus recevoir », e.g. « les annonces d’appels à candidatures »."""
    if FAMILIES.setdefault(code, label) != label:
        raise ImproperlyConfigured(f"the family {code} is declared twice")


def register_text(
    code: str,
    *,
    label: str,
    channel: Channel,
    blanks: Mapping[str, str],
    subject: str,
    body: str,
    may_be_empty: Collection[str] = (),
    family: str = "",
) -> Text:
    """Declare one text and return it; see the docstring of the package.

    Raises `ImproperlyConfigured` when the code is taken, the family unknown, or the text not fillable from its own examples.
    """
    found = Text(
        code=code,
        label=label,
        channel=Channel(channel),
        blanks=dict(blanks),
        subject=subject,
        body=body,
        may_be_empty=frozenset(may_be_empty),
        family=family,
    )
    if code in TEXTS and TEXTS[code] != found:
        raise ImproperlyConfigured(f"the text {code} is declared twice")
    if family and family not in FAMILIES:
        raise ImproperlyConfigured(f"{code}: the family {family} is not declared")
    if found.may_be_empty - set(blanks) or not all(blanks.values()):
        raise ImproperlyConfigured(f"{code}: each blank needs an example, and what may be empty must be a blank")
    try:
        check_text(found, subject=subject, body=body)
    except TemplateFault as fault:
        raise ImproperlyConfigured(f"{code}: {fault}") from fault
    TEXTS[code] = found
    return found


def check_text(text: Text, *, subject: str, body: str) -> None:
    """Raise `TemplateFault` (a French sentence) unless `subject` and `body` can be filled whatever the act gives.

    They are filled with the examples, then with each of the values that may be empty left empty, then with all of them empty.
    """
    check_subject(text, subject)
    check_body(text, body)


def check_subject(text: Text, subject: str) -> None:
    """The part of `check_text` about the subject."""
    if len(subject.splitlines()) > 1:
        raise TemplateFault("L’objet tient sur une seule ligne. Retirez le retour à la ligne.")
    _check(text, "l’objet", subject)


def check_body(text: Text, body: str) -> None:
    """The part of `check_text` about the body."""
    _check(text, "le texte", body)


def _check(text: Text, part: str, words: str) -> None:
    if not words.strip():
        raise TemplateFault("Un texte a un objet et un contenu. Complétez les deux.")
    check(words, text.known)
    for values in _trials(text):
        _try(part, words, values)


def _trials(text: Text) -> Iterator[dict[str, str]]:
    yield text.known
    for name in sorted(text.may_be_empty):
        yield text.known | {name: ""}
    yield text.known | dict.fromkeys(text.may_be_empty, "")


def _try(part: str, words: str, values: Mapping[str, str]) -> None:
    empty = sorted(name for name, value in values.items() if not value)
    try:
        filled = fill(words, values)
    except TemplateFault as fault:
        listed = ", ".join(f"{{{name}}}" for name in empty)
        raise TemplateFault(
            f"Dans {part}, {listed} peut être vide\u00a0: mettez ce champ dans un paragraphe qui commence par [{empty[0]}]."
        ) from fault
    if not filled:
        listed = ", ".join(f"{{{name}}}" for name in empty)
        raise TemplateFault(f"Si {listed} est vide, il ne reste rien dans {part}. Ajoutez des mots hors condition.")
