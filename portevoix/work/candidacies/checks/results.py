"""What a check says, and the list of the checks: each one a small function with its code, its label, its source and its level."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from portevoix.base.core.text import typo_fr
from portevoix.work.candidacies.models import CheckWaiver, Wish


class Level(StrEnum):
    """What a failure does: it stops the file (an agent may set it aside, with a reason), or it is only said."""

    BLOCKS = "blocks"
    WARNS = "warns"


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 (an outcome)
    FAIL = "fail"
    TO_READ = "to_read"  # a rule that a person reads; the register cannot tell
    NOT_APPLICABLE = "not_applicable"


OUTCOME_WORDS = {
    Outcome.PASS: "vérifié",
    Outcome.FAIL: "à régler",
    Outcome.TO_READ: "à lire",
    Outcome.NOT_APPLICABLE: "sans objet",
}
LEVEL_WORDS = {Level.BLOCKS: "bloque", Level.WARNS: "avertit"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found: the outcome and a sentence with the facts. level: another than the check's own, for this case."""

    outcome: Outcome
    sentence: str
    level: Level | None = None
    evidence: tuple[Any, ...] = ()


def passed(sentence: str, **more: Any) -> Finding:
    """Return a finding: the rule is kept."""
    return Finding(outcome=Outcome.PASS, sentence=sentence, **more)


def failed(sentence: str, **more: Any) -> Finding:
    """Return a finding: the rule is not kept."""
    return Finding(outcome=Outcome.FAIL, sentence=sentence, **more)


def without_object(sentence: str) -> Finding:
    """Return a finding: the rule does not bear on this file."""
    return Finding(outcome=Outcome.NOT_APPLICABLE, sentence=sentence)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule of admissibility. waivable: an agent may set it aside; no where the register itself would refuse the mandate."""

    code: str
    label: str
    source: str
    level: Level
    find: Callable[..., Finding]
    to_verify: bool = False
    waivable: bool = True


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What one check says of one file, or of one wish of it. evidence: rows to show, for instance records that look alike."""

    check: Check
    finding: Finding
    wish: Wish | None = None
    waiver: CheckWaiver | None = None

    @property
    def key(self) -> str:
        """The code under which it is set aside: that of the check, with the number of the wish when it is about one."""
        return f"{self.check.code}:{self.wish.pk}" if self.wish else self.check.code

    @property
    def label(self) -> str:
        return self.check.label

    @property
    def source(self) -> str:
        return self.check.source

    @property
    def sentence(self) -> str:
        return self.finding.sentence

    @property
    def outcome(self) -> Outcome:
        return self.finding.outcome

    @property
    def outcome_words(self) -> str:
        """« vérifié », « à régler », « écarté »…"""
        return "écarté" if self.waiver and self.failed else OUTCOME_WORDS[self.outcome]

    @property
    def level(self) -> Level:
        return self.finding.level or self.check.level

    @property
    def failed(self) -> bool:
        return self.outcome == Outcome.FAIL

    @property
    def blocking(self) -> bool:
        """It failed, it stops the file, and nobody set it aside."""
        return self.failed and self.level == Level.BLOCKS and self.waiver is None

    @property
    def warning(self) -> bool:
        """It failed without stopping the file."""
        return self.failed and self.level == Level.WARNS


FILE_CHECKS: list[Check] = []
WISH_CHECKS: list[Check] = []


def register(into: list[Check], *, code: str, label: str, source: str, level: Level, to_verify: bool = False, waivable: bool = True):
    """Return the decorator that adds a function to a list of checks; its sentences get French spaces."""

    def add(find: Callable[..., Finding]) -> Callable[..., Finding]:
        def spaced(*facts: Any) -> Finding:
            finding = find(*facts)
            return replace(finding, sentence=typo_fr(finding.sentence))

        into.append(
            Check(
                code=code,
                label=typo_fr(label),
                source=typo_fr(source),
                level=level,
                find=spaced,
                to_verify=to_verify,
                waivable=waivable,
            )
        )
        return find

    return add


def codes() -> Iterator[str]:
    """Yield the code of every check."""
    yield from (check.code for check in (*FILE_CHECKS, *WISH_CHECKS))
