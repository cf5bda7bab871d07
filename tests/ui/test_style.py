"""What must hold of every template and style sheet of the project."""

import hashlib
import re
from pathlib import Path

import pytest

from portevoix.base.ui.components.actions import ICONS
from portevoix.base.ui.french_spaces import spaced

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "portevoix/base/ui/static/ui"
TEMPLATES = sorted((ROOT / "portevoix").glob("**/templates/**/*.html"))
SHEETS = sorted((ROOT / "portevoix").glob("**/static/**/*.css"))
CSS_BUDGET = 30_000

FONTS = {  # SHA-256 of the only fonts that may be served (SIL Open Font License 1.1)
    "atkinson-hyperlegible-next-latin-wght-normal.woff2": "18b2a1a39a2fa298b0ba5390aca68462669826c90925656f1c1f6796e0e1bbaf",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "7dae0c6c66af1aec82e096186aeb1f0e6fa36ab8061ed65422f2b7daf4dd93f3",
}
TOKENS = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<[^>]*>)", re.DOTALL)
INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
UNSAFE = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")
STATE_LOOK = re.compile(r"\bfr-[a-z]+|[Mm]arianne|République française|systeme-de-design|@gouvfr")


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def words(template: str) -> str:
    """What a reader reads, tags replaced by nothing."""
    return "".join(part for part in TOKENS.split(template) if not TOKENS.fullmatch(part))


def test_the_style_sheets_weigh_at_most_30_kilobytes():
    assert sum(path.stat().st_size for path in SHEETS) <= CSS_BUDGET


def test_only_the_known_fonts_are_served():
    served = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "portevoix").glob("**/static/**/*")
        if path.suffix in {".woff", ".woff2", ".ttf", ".otf", ".eot"}
    }
    assert served == FONTS


def test_the_licence_of_the_fonts_travels_with_them():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text()


def test_the_sprite_and_the_list_of_icons_are_the_same():
    drawn = set(re.findall(r'<symbol id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))
    assert drawn == ICONS


def test_the_sprite_carries_no_colour():
    assert not re.search(r"fill=|stroke=|style=", (STATIC / "icons.svg").read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_has_no_inline_code_nor_unsafe_text(path):
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not UNSAFE.search(text)


@pytest.mark.parametrize("path", TEMPLATES + SHEETS, ids=names(TEMPLATES + SHEETS))
def test_nothing_borrows_the_look_of_the_state(path):
    assert not STATE_LOOK.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_the_words_of_a_template_are_spaced_as_in_french(path):
    text = path.read_text(encoding="utf-8")
    assert "\u202f" not in text, "U+202F: the font lacks it, write U+00A0"
    assert spaced(text) == text, "run manage.py space_templates"
    assert not re.search(r"\w'\w", words(text)), "write the apostrophe ’"


@pytest.mark.parametrize(
    ("template", "better"),
    [
        ("<p>Où ?</p>", "<p>Où\u00a0?</p>"),
        ("{{ total }} : {% if x %}« a » ;{% endif %}", "{{ total }}\u00a0: {% if x %}«\u00a0a\u00a0»\u00a0;{% endif %}"),
        ('<a href="a ? b">10 %</a>', '<a href="a ? b">10\u00a0%</a>'),
        ("à 10 h 30, http://x", "à 10 h 30, http://x"),
    ],
)
def test_spaces_are_put_into_the_words_only(template, better):
    assert spaced(template) == better
    assert spaced(better) == better


def rules(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})\b", css))


def schemes() -> dict[str, dict[str, str]]:
    css = (STATIC / "tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme:dark)")
    light_colours = rules(light)
    return {"light": light_colours, "dark": light_colours | rules(dark.split("@media")[0])}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * char for char in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    ("ink", "paper", 7),
    ("ink", "sand", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "sand", 7),
    ("accent", "paper", 7),
    ("accent", "tint", 4.5),
    ("accent", "sand", 4.5),
    ("on-accent", "accent", 7),
    ("on-accent", "accent-hover", 7),
    ("on-bar", "bar", 7),
    ("on-bar-2", "bar", 7),
    ("on-warn", "warn", 7),
    ("on-warn", "paper", 7),
    ("on-ok", "ok", 7),
    ("on-err", "err", 4.5),
    ("on-err", "paper", 7),
    ("ink", "tint", 7),
    ("on-focus", "focus", 7),
]
SIGN_PAIRS = [("edge", "paper", 3), ("warn-edge", "paper", 3), ("ok-edge", "paper", 3), ("mid", "paper", 3), ("mid", "accent", 3)]
MAP_PAIRS = [("mt", "m0", 4.5), ("mt", "m1", 4.5), ("mt", "m2", 4.5), ("mt3", "m3", 4.5), ("mt3", "m4", 4.5)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), TEXT_PAIRS + SIGN_PAIRS + MAP_PAIRS)
def test_the_colours_are_far_enough_apart(scheme, front, back, least):
    colours = schemes()[scheme]
    assert contrast(colours[front], colours[back]) >= least


def test_axe_is_the_file_that_was_published():
    digest = hashlib.sha256((ROOT / "tests/vendor/axe.min.js").read_bytes()).hexdigest()
    assert digest == "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
