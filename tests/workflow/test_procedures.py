"""Rules that hold for every procedure, written once for all the tables of steps."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from portevoix.register.workflow.diagrams import document, write_documents
from portevoix.register.workflow.engine import REGISTRY

FOLDER = Path(settings.BASE_DIR) / "docs" / "states"
procedures = pytest.mark.parametrize("workflow", REGISTRY.values(), ids=list(REGISTRY))


@procedures
def test_every_state_has_an_owner_or_is_final(workflow):
    assert set(workflow.owners) == set(workflow.states)


@procedures
def test_a_final_state_has_no_exit(workflow):
    final = {state for state, owner in workflow.owners.items() if owner is None}
    assert [step.name for step in workflow.steps if final & set(step.sources)] == []


@procedures
def test_every_state_can_be_reached(workflow):
    reached, before = {next(iter(workflow.states))}, set()
    while reached != before:
        before = set(reached)
        reached |= {step.target for step in workflow.steps if reached & set(step.sources)}
    assert reached == set(workflow.states)


@procedures
def test_steps_have_one_name_each_and_known_states(workflow):
    names = [step.name for step in workflow.steps]
    assert len(names) == len(set(names))
    assert {state for step in workflow.steps for state in {*step.sources, step.target}} <= set(workflow.states)


@procedures
def test_the_page_of_the_procedure_is_up_to_date(workflow):
    assert (FOLDER / f"{workflow.code}.md").read_text(encoding="utf-8") == document(workflow), "run « manage.py document_states »"


def test_no_page_remains_of_a_procedure_that_is_gone():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(REGISTRY)


def test_the_command_names_only_what_changed(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs" / "states").mkdir(parents=True)
    (tmp_path / "docs" / "states" / "gone.md").write_text("x", encoding="utf-8")
    call_command("document_states")
    assert "gone.md : mis à jour." in capsys.readouterr().out
    assert not (tmp_path / "docs" / "states" / "gone.md").exists()
    assert write_documents(tmp_path / "docs" / "states") == []
