"""The associations that a text may name: from the reference file, or from rows of the register."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from portevoix.base.core.text import search_key


@dataclass(frozen=True)
class KnownAssociation:
    """One association or federation, with every way in which it is written. `to_verify`: columns that nobody has checked."""

    code: str
    name: str
    acronym: str = ""
    former_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    level: str = ""
    to_verify: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What is shown in a suggestion: « UNAFAM – Union nationale de… »."""
        return f"{self.acronym} – {self.name}" if self.acronym and self.acronym != self.name else self.name

    def writings(self) -> Iterator[tuple[str, str]]:
        """Give each writing with what it is: acronym, name, former_name, alias."""
        yield self.acronym, "acronym"
        yield self.name, "name"
        yield from ((text, "former_name") for text in self.former_names)
        yield from ((text, "alias") for text in self.aliases)


class Catalogue:
    """Known associations with the index of their writings; build it once, match many texts."""

    def __init__(self, associations: Iterable[KnownAssociation]):
        self.associations = {association.code: association for association in associations}
        self.by_words: dict[tuple[str, ...], tuple[str, str]] = {}
        self.by_letters: dict[str, tuple[str, str]] = {}
        for association in self.associations.values():
            for text, kind in association.writings():
                words = tuple(search_key(text).split())
                if words:
                    self.by_words.setdefault(words, (association.code, kind))
                    self.by_letters.setdefault("".join(words), (association.code, kind))
        self.longest = max(map(len, self.by_words), default=0)
        self.remembered: dict = {}

    def __getitem__(self, code: str) -> KnownAssociation:
        return self.associations[code]

    def __contains__(self, code: str) -> bool:
        return code in self.associations


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def load_associations() -> list[KnownAssociation]:
    """Return the associations of the reference file `data/associations.csv`, in its order."""
    text = files("portevoix.register.directory").joinpath("data/associations.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [
        KnownAssociation(
            code=row["code"],
            name=row["name"],
            acronym=row["acronym"],
            former_names=_split(row["former_names"]),
            aliases=_split(row["aliases"]),
            level=row["level"],
            to_verify=_split(row["to_verify"]),
        )
        for row in csv.DictReader(lines, delimiter=";")
    ]
