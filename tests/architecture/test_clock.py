"""Dates come in as arguments: what computes for a day never asks which day it is."""

import ast

from tests.architecture.code import dotted, expect_none, modules, nodes, place

CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "datetime.date.today",
    "datetime.datetime.now",
    "time.time",
    "time.localtime",
}
# actions may: they stamp the moment at which they were done
TIMELESS = ("models", "enums", "workflow", "permissions", "selectors", "forms", "filters", "tables", "templatetags")


def test_what_computes_for_a_day_does_not_read_the_clock():
    read = [
        f"{place(path, node)}: {dotted(node)}"
        for path in modules(*TIMELESS)
        for node in nodes(path, ast.Attribute, ast.Name)
        if dotted(node) in CLOCKS
    ]
    expect_none(read)
