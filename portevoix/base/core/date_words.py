"""The French words of dates: months, days of the week, numbers in full."""

from rapidfuzz import fuzz, process

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

# Without accents. English abbreviations come from spreadsheets set to English: none of them means another French month.
_MONTH_WORDS = {
    1: "janvier janv jan january",
    2: "fevrier fevr fev february feb",
    3: "mars mar march",
    4: "avril avr april apr",
    5: "mai may",
    6: "juin jun june",
    7: "juillet juill juil jul july",
    8: "aout aou august aug",
    9: "septembre sept sep september",
    10: "octobre oct october",
    11: "novembre nov november",
    12: "decembre dec december",
}
_MONTH_NUMBERS = {word: number for number, words in _MONTH_WORDS.items() for word in words.split()}
_LONG_MONTHS = [word for word in _MONTH_NUMBERS if len(word) >= 5]

_UNITS = ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
_UNITS += ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}


def month_number(word: str) -> int | None:
    """Return 1 to 12 for the name of a month (lower case, without accents), abbreviated or slightly misspelt; else None."""
    word = word.rstrip(".")
    if word in _MONTH_NUMBERS:
        return _MONTH_NUMBERS[word]
    if len(word) < 5:
        return None
    best = process.extractOne(word, _LONG_MONTHS, scorer=fuzz.ratio, score_cutoff=86)
    return _MONTH_NUMBERS[best[0]] if best else None


def _below_hundred() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_UNITS)}
    for ten, value in _TENS.items():
        words[ten] = words[ten + "s"] = value
        for unit in range(1, 20 if value in (60, 80) else 10):
            for link in ("-", "-et-"):
                words[f"{ten}{link}{_UNITS[unit]}"] = value + unit
    words["premier"] = 1
    return {key.replace("-", " "): number for key, number in words.items()}


_BELOW_HUNDRED = _below_hundred()


def number_in_words(text: str) -> int | None:
    """Return the number written in words (lower case, without accents, up to 2099), None if these are not such words.

    « premier » is 1; « deux mille vingt cinq » and « mille neuf cent quatre vingt dix huit » are years.
    """
    text = " ".join(text.replace("-", " ").split())
    for prefix, value in (("deux mille", 2000), ("mille neuf cents", 1900), ("mille neuf cent", 1900)):
        if text == prefix:
            return value
        if text.startswith(prefix + " "):
            rest = _BELOW_HUNDRED.get(text[len(prefix) + 1 :])
            return None if rest is None else value + rest
    return _BELOW_HUNDRED.get(text)
