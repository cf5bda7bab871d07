"""The floors: what import-linter cannot see."""

import ast

from django.apps import apps

from tests.architecture.code import PACKAGES, contracts, dotted, expect_none, nodes, place, python_files, ranks


def test_every_package_has_its_place():
    folders = {f"portevoix.{path.parent.name}.{path.name}" for path in PACKAGES.glob("*/*") if (path / "__init__.py").exists()}
    assert folders == set(ranks())
    assert {app.name for app in apps.get_app_configs() if app.name.startswith("portevoix.")} == folders


def test_label_of_an_application_is_its_package():
    assert [app.name for app in apps.get_app_configs() if app.name in ranks() and app.label != app.name.rpartition(".")[2]] == []


def test_foreign_keys_point_downwards():
    rank = ranks()
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (own := model._meta.app_config.name) in rank
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if (target := field.related_model._meta.app_config.name) in rank and target != own
        if rank[target] >= rank[own]
    ]
    expect_none(upward)


def test_every_domain_package_has_its_inner_floors():
    inside = set(contracts()["inside"]["containers"])
    assert set(ranks()) - inside == {"portevoix.base.core", "portevoix.base.ui"}  # they hold no domain


def test_no_import_inside_a_function():
    # `ready` of an application is where Django wants what needs the models: they are not loaded before
    inside = [
        place(path, node)
        for path in python_files()
        for function in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    expect_none(inside)


def test_nothing_asks_the_network():
    # the libraries are refused by import-linter; these come with Python (smtplib is Django's, for mail)
    doors = (
        "urllib.request",
        "http.client",
        "http.server",
        "ftplib",
        "poplib",
        "imaplib",
        "telnetlib",
        "xmlrpc",
        "socketserver",
    )
    found = [
        f"{place(path, node)}: {name}"
        for path in python_files()
        for node in nodes(path, ast.Import, ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) and node.module else [alias.name for alias in node.names])
        if name.startswith(doors)
    ]
    expect_none(found)


def test_views_ask_for_rows_through_visible_to_or_a_selector():
    ours = {model.__name__ for model in apps.get_models() if model._meta.app_config.name in ranks()}
    direct = [
        f"{place(path, node)}: {dotted(node)}"
        for path in python_files()
        if "views" in path.with_suffix("").relative_to(PACKAGES).parts
        for node in nodes(path, ast.Attribute)
        if node.attr in {"objects", "_default_manager"} and dotted(node.value) in ours
        if not (isinstance(node.parent, ast.Attribute) and node.parent.attr == "visible_to")
    ]
    expect_none(direct)
