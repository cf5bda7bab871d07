"""Draws names for fictional people: a first name of one's decade, a surname of the country or of the region."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random

from portevoix.register.directory.enums import Civility

FOLDER = resources.files("portevoix.front.workspace.seeds") / "data"


@dataclass(frozen=True)
class Name:
    """A fictional name; `email` is at exemple.fr, which nobody can receive at by mistake."""

    civility: Civility
    first: str
    last: str

    @property
    def email(self) -> str:
        return f"{_ascii(self.first)}.{_ascii(self.last)}@exemple.fr"


class NameBook:
    """Gives each name once."""

    def __init__(self, rng: Random, taken: set[tuple[str, str]]):
        self.rng = rng
        self.taken = set(taken)

    def draw(self, born: int) -> Name:
        """Return a name never given before, for somebody born in the year `born`."""
        while True:
            sex = "f" if self.rng.random() < 0.56 else "m"
            first = self.rng.choice(_first_names()[sex, _decade(born)])
            last = self.rng.choice(_surnames())
            if (first, last) not in self.taken:
                self.taken.add((first, last))
                return Name(Civility.MRS if sex == "f" else Civility.MR, first, last)


def _decade(born: int) -> int:
    return min(1991, max(1931, born - (born - 1) % 10))


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z-]", "", plain)


@cache
def _first_names() -> dict[tuple[str, int], list[str]]:
    with (FOLDER / "first_names.csv").open(encoding="utf-8") as file:
        return {(row["sex"], int(row["decade"])): row["names"].split(",") for row in csv.DictReader(file, delimiter=";")}


@cache
def _surnames() -> list[str]:
    return (FOLDER / "surnames.txt").read_text(encoding="utf-8").split("\n")[:-1]
