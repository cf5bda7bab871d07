"""How the tests in the browser read a page."""

import ast

from tests.architecture.code import ROOT, python_files, tree

AT_ONCE = {"is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "inner_text", "text_content", "input_value"}


def test_a_browser_test_waits_for_what_it_asserts():
    """`assert page.get_by_text(…).is_visible()` reads a page that may not have come; `expect(…).to_be_visible()` waits for it."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {call.func.attr}"
        for path in python_files(ROOT / "tests" / "e2e")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in AT_ONCE
    ]
    assert found == []
