"""Lists with a shape: summary, tasks, steps, log, figures, chips, breadcrumbs."""

from django import template
from django.utils.safestring import SafeString

from portevoix.base.ui.components.rendering import one_of, render

register = template.Library()

STEP_STATES = {"todo": "", "current": "on", "done": "ok"}


@register.simple_block_tag
def summary_list(content: str, *, tight: bool = False, small: bool = False) -> SafeString:
    """List of facts: put `fact`s inside. `tight`: for a side column."""
    return render("summary_list", content=content, tight=tight, small=small)


@register.simple_block_tag
def fact(content: str, *, label: str, number: bool = False) -> SafeString:
    """One line of a `summary_list`; `number`: figures of equal width, never cut."""
    return render("fact", content=content, label=label, number=number)


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    """List of things to do or to look at: put `task`s inside."""
    return render("task_list", content=content)


@register.simple_block_tag
def task(content: str, *, label: str, url: str = "", hint: str = "", seat: str = "") -> SafeString:
    """One line of a `task_list`; the slot holds its `tag`. `seat`: « occupied » or « vacant », draws the sign before."""
    if seat:
        one_of(("occupied", "vacant"), seat, what="seat")
    return render("task", content=content, label=label, url=url, hint=hint, seat=seat)


@register.simple_block_tag
def steps(content: str, *, row: bool = False, label: str = "") -> SafeString:
    """Numbered steps: put `step`s inside. `row`: the stepper of a form in several pages; give it a `label`."""
    return render("steps", content=content, row=row, label=label)


@register.simple_block_tag
def step(content: str, *, label: str, state: str = "todo", url: str = "") -> SafeString:
    """One step. `state`: todo, current, done; `url`: where a finished step can be changed."""
    one_of(STEP_STATES, state, what="state of a step")
    return render("step", content=content, label=label, css=STEP_STATES[state], current=state == "current", url=url)


@register.simple_block_tag
def figures(content: str) -> SafeString:
    """Row of key figures: put `figure`s inside."""
    return render("figures", content=content)


@register.simple_block_tag
def figure(content: str, *, value: str | int, label: str, url: str = "") -> SafeString:
    """One key figure; an integer is printed with no-break spaces. The slot says what it is made of."""
    return render("figure", content=content, value=value, label=label, url=url)


@register.simple_block_tag
def log(content: str) -> SafeString:
    """History, newest first: put `entry`s inside."""
    return render("log", content=content)


@register.simple_block_tag
def entry(content: str, *, at) -> SafeString:
    """One line of a `log`; `at`: date or aware datetime."""
    return render("entry", content=content, at=at)


@register.simple_block_tag
def chips(content: str, *, label: str) -> SafeString:
    """Row of views or quick choices, named for screen readers by `label`: put `chip`s inside."""
    return render("chips", content=content, label=label)


@register.inclusion_tag("ui/components/chip.html")
def chip(label: str, *, url: str, current: bool = False) -> dict:
    """One view; `current`: the one on screen."""
    return {"label": label, "url": url, "current": current}


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """Path to the page, in the block `crumb` of a layout: put `crumb`s inside, the page itself last, without address."""
    return render("breadcrumbs", content=content)


@register.inclusion_tag("ui/components/crumb.html")
def crumb(label: str, *, url: str = "") -> dict:
    """One level of `breadcrumbs`; without `url` it is the page itself."""
    return {"label": label, "url": url}
