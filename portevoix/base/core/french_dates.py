"""Dates as the French write them: reading any of them, refusing those that are not one, writing them in full."""

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from portevoix.base.core.date_words import MONTHS, WEEKDAYS, month_number, number_in_words
from portevoix.base.core.periods import add_months
from portevoix.base.core.text import NBSP, squeeze, unaccent

EARLIEST, LATEST = date(1900, 1, 2), date(2199, 12, 31)
_SERIAL_ORIGIN = date(1899, 12, 30)  # day 0 of the serial numbers of spreadsheets, from 1 March 1900 on
_SEPARATOR = r"\s*[-/.\\ –—]\s*"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{2}}|\d{{4}})")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})\s?(?:ere?|e|[°º])?(?:\s*[-/.]\s*|\s+|(?<=[\d°º])(?=[a-z]))|(?P<word>[a-z][a-z -]*?)\s+)(?P<month>[a-z]{3,10})\.?"
    r"(?:\s*[-/.,]\s*|\s+|(?=\d))(?P<year>\d{4}|\d{2}|(?:deux mille|mille neuf cent)[a-z -]*)"
)
_TIME = re.compile(r"(?:[t\s,]|\s+a\s+)\s*\d{1,2}\s*[:h]\s*\d{0,2}(?::?\d{2}(?:\.\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2})?$")
_LEAD = re.compile(
    rf"^(?:(?:{'|'.join(WEEKDAYS)})\b\.?,?|le\b|du\b|au\b|jusqu'?\s?au?\b|depuis\b|des\b|a (?:compter|partir) (?:du|de)\b"
    r"|date\b|arrete du\b|au plus tard\b)\s*:?\s*"
)
_VAGUE = re.compile(r"(debut|mi|fin|courant)[ -]+(?:de |d'|du )?(?:(mois|annee)|(?:([a-z]{3,10})\.? ?)?(\d{4})?)")
_OFFSET = re.compile(r"(dans|il y a|d'ici) (\d+|[a-z-]+) (jour|semaine|mois|an|annee)s?")
_RELATIVE = {"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "ce jour": 0, "demain": 1, "apres-demain": 2, "apres demain": 2}
_RANGE = re.compile(r"\s+(?:au|jusqu'?\s?au|a|et)\s+|\s*(?:→|->|—|–)\s*|\s+-\s+|\s*;\s*|(?<=\d{4})-(?=\d)")
_ODD_YEAR = re.compile(rf"\d{{1,2}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}(\d{{3}}|\d{{5,9}})")


class DateError(ValueError):
    """This is not one date. `message` is a French sentence for the reader; `suggestion` the date that was perhaps meant.

    `reason`: unreadable, impossible (31 February), imprecise (no day), ambiguous (two readings), implausible (year 1025).
    """

    def __init__(self, reason: str, message: str, suggestion: date | None = None):
        super().__init__(message)
        self.reason, self.message, self.suggestion = reason, message, suggestion


def parse_date(value, *, today: date | None = None, vague: bool = True, earliest: date = EARLIEST, latest: date = LATEST) -> date:
    """Return the date that `value` says: text in any French way, a date or datetime cell, a spreadsheet's serial number.

    Day before month, always; two-digit years are 2000–2069 and 1970–1999. `today` is needed by « demain », « dans 9 mois »
    (else they are refused). With `vague`, « début mars 2026 » is its first day, « mi- » the 15th, « fin 2028 » its last day;
    without, they are refused as imprecise. A month or a year alone (« 12/2028 ») is always refused.

    Raises `DateError` (a `ValueError`) with a French sentence.
    """
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, bool) or not isinstance(value, int | float | str):
        raise DateError("unreadable", "Ce n’est pas une date.")
    elif isinstance(value, str):
        found = _from_text(value, today, vague)
    else:
        found = _from_number(value)
    if not earliest <= found <= latest:
        raise DateError("implausible", f"L’année {found.year} n’est pas vraisemblable.", _other_century(found, earliest, latest))
    return found


def parse_period(text: str, *, today: date | None = None, vague: bool = True) -> tuple[date | None, date | None]:
    """Return the first and last day of « du 01/12/2025 au 30/11/2028 », « depuis le… », « jusqu’au… » or of two dates apart.

    Raises `DateError` when it does not hold one or two dates.
    """
    plain = _plain(text)
    if plain.startswith("jusqu"):
        return None, parse_date(plain, today=today, vague=vague)
    for match in _RANGE.finditer(plain):
        try:
            first = parse_date(plain[: match.start()], today=today, vague=vague)
            return first, parse_date(plain[match.end() :], today=today, vague=vague)
        except DateError:
            continue
    return parse_date(plain, today=today, vague=vague), None


def _plain(text: str) -> str:
    text = unaccent(unicodedata.normalize("NFKC", squeeze(text.replace("\u2032", "'")))).lower().replace("’", "'")
    return text.strip(" '\"()[]*,;«»").rstrip(".")


def _from_text(text: str, today: date | None, vague: bool) -> date:
    if len(text) > 80:
        raise DateError("unreadable", "Ce texte est trop long pour une date.")
    plain = _plain(text)
    plain = _TIME.sub("", plain).strip()
    while (shorter := _LEAD.sub("", plain)) != plain:
        plain = shorter
    if not plain:
        raise DateError("unreadable", "La date manque.")
    for reader in (_numeric, _digits_only, _named):
        if found := reader(plain):
            return found
    if found := _relative(plain, today):
        return found
    shown = squeeze(text).strip("« »")
    if match := _ODD_YEAR.fullmatch(plain):
        raise DateError("unreadable", f"L’année de « {shown} » a {len(match[1])} chiffres. Écrivez-en quatre.")
    _refuse_imprecise(plain, shown, vague)
    if found := _vague(plain, today):
        return found
    raise DateError("unreadable", f"« {shown} » n’est pas une date.")


def _numeric(plain: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
        return _make(day, month, year)
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = match.groups()
        return _make(int(day), int(month), _full_year(year))
    return None


def _digits_only(plain: str) -> date | None:
    """A serial number as text (« 46357 »), or eight digits (« 01122025 », « 20251201 ») when only one reading is a date."""
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", plain):
        return _from_number(float(plain.replace(",", ".")))
    if not re.fullmatch(r"\d{8}", plain):
        return None
    readings = set()
    for day, month, year in ((plain[:2], plain[2:4], plain[4:]), (plain[6:], plain[4:6], plain[:4])):
        try:
            readings.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    readings = {reading for reading in readings if EARLIEST <= reading <= LATEST}
    if len(readings) == 1:
        return readings.pop()
    reason = "ambiguous" if readings else "impossible"
    raise DateError(reason, f"« {plain} » se lit de plusieurs façons ou d’aucune. Séparez le jour, le mois et l’année.")


def _named(plain: str) -> date | None:
    match = _NAMED.fullmatch(plain)
    if not match:
        return None
    month = month_number(match["month"])
    day = int(match["day"]) if match["day"] else number_in_words(match["word"])
    year = _full_year(match["year"]) if match["year"].isdigit() else number_in_words(match["year"])
    if not (month and day and year):
        return None
    return _make(day, month, year)


def _relative(plain: str, today: date | None) -> date | None:
    offset = _OFFSET.fullmatch(plain)
    if not offset and plain not in _RELATIVE:
        return None
    if today is None:
        raise DateError("imprecise", f"« {plain} » dépend du jour où on le lit. Écrivez la date complète.")
    if not offset:
        return today + timedelta(days=_RELATIVE[plain])
    amount = int(offset[2]) if offset[2].isdigit() else number_in_words({"une": "un"}.get(offset[2], offset[2]))
    if amount is None or amount > 1200:
        return None
    amount = -amount if offset[1] == "il y a" else amount
    if offset[3] in ("jour", "semaine"):
        return today + timedelta(days=amount * (7 if offset[3] == "semaine" else 1))
    return add_months(today, amount if offset[3] == "mois" else 12 * amount)


def _refuse_imprecise(plain: str, shown: str, vague: bool) -> None:
    """Raise for a month or a year without its day, and for « fin 2028 » where only exact dates are accepted."""
    year = month = None
    if _VAGUE.fullmatch(plain):
        if not vague:
            raise DateError("imprecise", f"« {shown} » n’est pas une date précise. Indiquez le jour, le mois et l’année.")
        return
    if match := re.fullmatch(rf"(?:(?:xx?|\?\??|__?|\.\.|--|00?){_SEPARATOR})?(?:(\d{{1,2}}|xx|\?\?){_SEPARATOR})?(\d{{4}})", plain):
        month, year = match[1] if match[1] and match[1].isdigit() else None, int(match[2])
    elif match := re.fullmatch(r"(?:xx? |\?\?? )?([a-z]{3,10})\.?[ /.-]*(\d{4}|\d{2})", plain):
        month, year = month_number(match[1]), _full_year(match[2])
        if not month:
            return
    if year is None:
        return
    suggestion = None
    if month and 1 <= int(month) <= 12 and 1900 <= year <= 2199:
        suggestion = date(year, int(month), calendar.monthrange(year, int(month))[1])
    missing = "Le jour manque" if month else "Le jour et le mois manquent"
    raise DateError("imprecise", f"{missing} dans « {shown} ». Indiquez la date complète.", suggestion)


def _vague(plain: str, today: date | None) -> date | None:
    match = _VAGUE.fullmatch(plain)
    if not match:
        return None
    where, this, word, digits = match.groups()
    month = month_number(word) if word else None
    if (word and not month) or (not digits and today is None) or not (this or word or digits):
        return None
    year = int(digits) if digits else today.year
    if this == "mois":
        month = today.month
    if month:
        return _make({"debut": 1, "mi": 15, "courant": 15, "fin": calendar.monthrange(year, month)[1]}[where], month, year)
    return _make(*{"debut": (1, 1), "mi": (1, 7), "courant": (1, 7), "fin": (31, 12)}[where], year)


def _from_number(value: float) -> date:
    if value != value or abs(value) == float("inf"):
        raise DateError("unreadable", "Ce n’est pas une date.")
    if float(value).is_integer() and 19000101 <= value <= 21991231 and (found := _whole_number(int(value))):
        return found
    if 1900 <= value <= 2199:
        raise DateError("imprecise", f"Le jour et le mois manquent dans « {value:g} ». Indiquez la date complète.")
    if not 20_000 <= value < 109_576:  # from 1954: a smaller number in a cell is a count or a year, not a day
        raise DateError("unreadable", f"Le nombre {value:g} n’est pas une date.")
    return _SERIAL_ORIGIN + timedelta(days=int(value))


def _whole_number(value: int) -> date | None:
    return _digits_only(str(value)) if len(str(value)) == 8 else None


def _make(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        pass
    suggestion = None
    if 1 <= month <= 12 and 1 <= year <= 9999:
        last = calendar.monthrange(year, month)[1]
        suggestion = date(year, month, last) if day > last else None
        message = f"Le {day} {MONTHS[month - 1]} {year} n’existe pas."
    else:
        message = f"Il n’y a pas de mois n° {month}. Écrivez le jour, puis le mois, puis l’année."
        if 1 <= day <= 12 and 1 <= month <= calendar.monthrange(max(year, 1), day)[1]:
            suggestion = date(max(year, 1), day, month)
    raise DateError("impossible", message, suggestion)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _other_century(found: date, earliest: date, latest: date) -> date | None:
    """The same day with the century that was probably meant: 1925 for 2025, 0025 for 2025, 0208 for 2028."""
    century = 2000 + found.year % 100
    day = min(found.day, calendar.monthrange(century, found.month)[1])
    candidate = date(century, found.month, day)
    return candidate if earliest <= candidate <= latest and candidate != found else None


def date_fr(day: date, *, weekday: bool = False) -> str:
    """Return « 1er décembre 2026 », or « mardi 1er décembre 2026 » with `weekday`."""
    number = "1er" if day.day == 1 else str(day.day)
    text = f"{number} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {text}" if weekday else text


def hour_fr(clock: time | datetime) -> str:
    """Return « 9 h 30 », « 14 h », with spaces that do not break; a moment is read by its own clock."""
    return f"{clock.hour}{NBSP}h{NBSP}{clock.minute:02}" if clock.minute else f"{clock.hour}{NBSP}h"


def month_fr(day: date) -> str:
    """Return « décembre 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def period_fr(first: date | None, last: date | None) -> str:
    """Return « du 1er décembre 2025 au 30 novembre 2028 », « depuis le … », « jusqu’au … », « sans date »; `last` included."""
    if first and last:
        return f"du {date_fr(first)} au {date_fr(last)}"
    if first:
        return f"depuis le {date_fr(first)}"
    return f"jusqu’au {date_fr(last)}" if last else "sans date"


def duration_fr(months: int) -> str:
    """Return a number of whole months in words: « 5 ans 6 mois », « 1 an », « 11 mois », « moins d’un mois » for 0.

    Raises `ValueError` for a negative number.
    """
    if months < 0:
        raise ValueError("a duration is not negative")
    years, rest = divmod(months, 12)
    parts = [f"{years} an{'s' if years > 1 else ''}"] if years else []
    parts += [f"{rest} mois"] if rest else []
    return " ".join(parts) or "moins d’un mois"


def months_between(first: date, last: date) -> int:
    """Return the number of whole months from `first` to `last`, negative when `last` is earlier."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return months
