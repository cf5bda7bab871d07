"""What every page is asked: axe, width, keyboard, text spacing."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import expect

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"


class Known(NamedTuple):
    """A check that axe cannot finish, done elsewhere. where: selector of the element or of what holds it. since: when it was looked at."""

    rule: str
    where: str
    reason: str
    since: date


KNOWN = [
    Known("color-contrast", "svg text", "SVG text: the pairs are computed in tests/ui/test_style.py", date(2026, 11, 22)),
    Known("color-contrast", ".steps.row", "the number is drawn beside the words, not under them", date(2026, 11, 22)),
    Known("color-contrast", "th [aria-hidden=true]", "arrows, beside the words that say the order", date(2026, 11, 22)),
]


def assert_accessible(page, *, within: str = "html", known: list[Known] = KNOWN) -> None:
    """Run axe on the page, or on the part of it that `within` selects: no violation, nothing unfinished but what `known` lists."""
    page.wait_for_load_state()
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, [within, TAGS, [[entry.rule, entry.where] for entry in known]])
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_refused(page) -> None:
    """The form that was just sent comes back with its faults: waits for the page, whose title begins with « Erreur »."""
    expect(page).to_have_title(re.compile("^Erreur"))


RUN_AXE = """async ([within, tags, known]) => {
    const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete']};
    const result = await axe.run(within, options);
    const line = (kind, rule, node) => `${kind} ${rule.id}: ${node.target} ${node.html.slice(0, 160)} — ` +
        [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ');
    const looked = (rule, node) => {
        const element = document.querySelector(node.target[0]);
        return known.some(([id, where]) => id === rule.id && element && element.closest(where));
    };
    return [
        ...result.violations.flatMap(rule => rule.nodes.map(node => line('violation', rule, node))),
        ...result.incomplete.flatMap(rule => rule.nodes.filter(node => !looked(rule, node)).map(node => line('incomplete', rule, node))),
    ];
}"""


def assert_no_overflow(page, width: int = 320) -> None:
    """Show the page at `width` pixels: nothing makes it scroll sideways (RGAA 10.11)."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate(WIDE, width)
    assert wide == [], f"{page.url} at {width} px: {wide}"


def assert_text_may_breathe(page) -> None:
    """Apply the spacing of WCAG 1.4.12: the page still does not scroll sideways and no button cuts its words."""
    page.evaluate("css => {const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]}", SPACING)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('a,button,.tag,th,label')]
            .filter(e => getComputedStyle(e).overflow === 'hidden' && e.scrollWidth > e.clientWidth + 1)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    wide = page.evaluate(WIDE, page.viewport_size["width"])
    assert wide == [], f"{page.url}: {wide}"


def assert_skip_link(page) -> None:
    """The first stop of the keyboard is the skip link, and it leads into the content."""
    page.evaluate(FROM_THE_TOP)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def assert_keyboard(page, *, limit: int = 400) -> list[str]:
    """Walk the page with the Tab key: every stop is seen, not hidden by a bar, in the order of the page. Return the stops."""
    page.evaluate(FROM_THE_TOP)
    stops = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["first"]):
            return stops
        assert stop["outline"] >= 2, f"focus not seen: {stop['html']}"
        assert stop["seen"], f"focus hidden by something: {stop['html']}"
        assert not stop["backwards"], f"order of the keyboard differs from the page: {stop['html']}"
        stops.append(stop["html"])
    raise AssertionError(f"more than {limit} stops: a trap?")


WIDE = """width => document.documentElement.scrollWidth <= width ? [] :
    [...document.body.querySelectorAll('*')].filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).concat(['page too wide'])"""

FROM_THE_TOP = """() => {
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    window.scrollTo(0, 0);
}"""

STOP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) { delete window.__previousStop; return null; }
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const points = [...e.getClientRects()].map(r => [r.x + r.width / 2, r.y + r.height / 2]);
    const covers = (top) => top && (e.contains(top) || top.contains(e));
    const seen = points.some(([x, y]) => covers(document.elementFromPoint(x, y)));
    const previous = window.__previousStop;
    window.__previousStop = e;
    return {
        html: e.outerHTML.slice(0, 140), first: e.className === 'skip',
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        seen: seen && box.width > 0, backwards: !!previous && !!(previous.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING),
    };
}"""
