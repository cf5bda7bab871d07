"""Addresses as the post reads them (NF Z10-011): six lines of 38 characters, the last one in capitals, no punctuation at line ends."""

from collections.abc import Iterable

from portevoix.base.documents.printing import DocumentRefused, printable

LINES = 6
WIDTH = 38


def address_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines of an address, empty ones left out, long ones folded at a space, « 67000 Strasbourg » in capitals.

    Raises `DocumentRefused` when a word is longer than a line or when six lines are not enough.
    """
    given = [" ".join(printable(line).split()).rstrip(" ,;.") for text in lines for line in text.splitlines()]
    given = [line for line in given if line]
    if given:
        given[-1] = given[-1].upper().replace(",", "")
    folded = [part for line in given for part in _folded(line)]
    if len(folded) > LINES:
        raise DocumentRefused(f"L’adresse de « {given[0]} » a plus de {LINES} lignes de {WIDTH} caractères\u00a0: abrégez-la.")
    return folded


def _folded(line: str) -> list[str]:
    parts, rest = [], line
    while len(rest) > WIDTH:
        cut = rest.rfind(" ", 0, WIDTH + 1)
        if cut <= 0:
            raise DocumentRefused(f"Le mot « {rest.split(' ')[0]} » de l’adresse est trop long pour une enveloppe\u00a0: abrégez-le.")
        parts.append(rest[:cut])
        rest = rest[cut + 1 :]
    return [*parts, rest]
