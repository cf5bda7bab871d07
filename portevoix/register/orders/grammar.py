"""French words that agree with the person in office (circular of 21 November 2017: no middle dot, epicene when nothing is known)."""

from dataclasses import dataclass

from portevoix.register.directory.enums import Civility

NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


@dataclass(frozen=True, kw_only=True)
class Function:
    """The head of the agency: « la directrice générale », and the participle that agrees with it."""

    noun: str
    in_charge: str

    @property
    def capital(self) -> str:
        return capital(self.noun)

    @property
    def of(self) -> str:
        """« du directeur général », « de la directrice générale »."""
        return f"du {self.noun.removeprefix('le ')}" if self.noun.startswith("le ") else f"de {self.noun}"


HEAD_OF_AGENCY = {
    Civility.MRS: Function(noun="la directrice générale", in_charge="est chargée"),
    Civility.MR: Function(noun="le directeur général", in_charge="est chargé"),
    Civility.NONE: Function(noun="la direction générale", in_charge="est chargée"),
}


def head_of_agency(civility: str) -> Function:
    """Return how the head of the agency is called; the epicene form when the civility is not known."""
    return HEAD_OF_AGENCY[Civility(civility)]


def capital(text: str) -> str:
    """Return `text` with a capital at its start."""
    return text[:1].upper() + text[1:]


def number_word(number: int) -> str:
    """Return « trois » for 3, digits beyond twelve."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def years(count: int) -> str:
    """Return « trois ans », « un an »."""
    return f"{number_word(count)}\u00a0an{'s' if count > 1 else ''}"
