"""Texts with blanks, written by people: letters, orders, e-mails.

`{nom}` is a blank. A paragraph that begins with `[nom]` stands only when the value `nom` is not empty. Nothing else is interpreted:
a template can neither compute nor reach anything.
"""

import re
from collections.abc import Collection, Mapping

_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_CONDITION = re.compile(r"\A\[([a-z][a-z0-9_]*)\]\s*")
_ODD_BRACE = re.compile(r"[{}]")


class TemplateFault(ValueError):
    """The template cannot be filled; the (French) sentence says which blank or which brace is wrong.

    empty: the blanks that have no value, when nothing else is wrong.
    """

    def __init__(self, sentence: str, *, empty: Collection[str] = ()):
        super().__init__(sentence)
        self.empty = frozenset(empty)


def blanks(text: str) -> frozenset[str]:
    """Return the names of the blanks and of the conditions of `text`."""
    conditions = {found[1] for paragraph in paragraphs(text) if (found := _CONDITION.match(paragraph))}
    return frozenset(_BLANK.findall(text)) | conditions


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`: what stands between empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def check(text: str, known: Collection[str]) -> None:
    """Raise `TemplateFault` when `text` has a brace out of place or asks for a value that is not in `known`."""
    if _ODD_BRACE.search(_BLANK.sub("", text)):
        raise TemplateFault("Une accolade n’est pas à sa place. Un champ s’écrit {nom_du_champ}, en minuscules, sans espace.")
    unknown = sorted(blanks(text) - set(known))
    if unknown:
        listed = ", ".join(f"{{{name}}}" for name in unknown)
        offered = ", ".join(f"{{{name}}}" for name in sorted(known))
        raise TemplateFault(f"Le modèle demande {listed}, que ce document ne connaît pas. Champs possibles\u00a0: {offered}.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its blanks filled, paragraphs apart by one empty line.

    Raises `TemplateFault` when a value is not given, or is empty where it is written (a condition may be empty: it hides its paragraph).
    """
    check(text, values)
    return "\n\n".join(filter(None, (_paragraph(part, values) for part in paragraphs(text))))


def _paragraph(part: str, values: Mapping[str, str]) -> str:
    condition = _CONDITION.match(part)
    if condition:
        if not values[condition[1]]:
            return ""
        part = part[condition.end() :]
    empty = sorted({name for name in _BLANK.findall(part) if not values[name]})
    if empty:
        raise TemplateFault(f"Il manque une valeur pour {', '.join(f'{{{name}}}' for name in empty)}.", empty=empty)
    return _BLANK.sub(lambda found: str(values[found[1]]), part)
