"""A worker killed at any moment: nothing half-written, the run says where it stands, the work can be taken up again."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from portevoix.register.imports import actions, applying, checking, progress, selectors, tasks
from portevoix.register.imports.enums import Phase, RunState, Work
from portevoix.register.imports.models import ImportRun, RunProgress
from portevoix.register.imports.selectors import Pace
from portevoix.register.mandates.models import Mandate
from portevoix.register.workflow.engine import StepRefused
from tests.factories import TODAY, AssociationFactory, BodyTypeRuleFactory, FacilityFactory, RegionFactory, user_with_role
from tests.imports.comparing import ME, NOW, checked, run_of
from tests.imports.dumps import dump
from tests.imports.sheets import line, xlsx

WORKER = Path(__file__).with_name("killed_worker.py")


def build():
    """A region, its agent and a commission's workbook of one mandate."""
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    return FacilityFactory(), user_with_role("ars_region", territory=RegionFactory())


def wait_until(condition, seconds: float = 20):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "nothing happened"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_the_writing_leaves_the_register_as_it_was(tmp_path):
    facility, officer = build()
    row = line(facility, "Titulaire 1", "WERNERT", "Odile")
    run = checked(row)
    file = tmp_path / "suivi.xlsx"
    file.write_bytes(xlsx(row))
    before = dump()
    progress.ask(run.pk, Work.APPLY)
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT'] or 5432}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, WORKER, str(run.pk), str(officer.pk), file]
    with subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stdout.readline() == "written\n"
            run.refresh_from_db()
            standing = selectors.standing(run, at=datetime.now(tz=UTC))
            assert (standing.pace, standing.phase, standing.work) == (Pace.RUNNING, Phase.WRITING.label, Work.APPLY)
            with pytest.raises(StepRefused, match="déjà en cours"):
                tasks.start(run=run, work=Work.APPLY, by=officer)
        finally:
            worker.send_signal(signal.SIGKILL)
    wait_until(lambda: not progress.is_alive(run.pk))
    assert dump() == before
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert selectors.standing(run, at=datetime.now(tz=UTC)).pace == Pace.INTERRUPTED
    tasks.start(run=run, work=Work.APPLY, by=officer)
    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    assert Mandate.objects.count() == 1
    assert selectors.standing(run, at=datetime.now(tz=UTC)).pace == Pace.IDLE


@pytest.fixture
def world(db):
    return build()


def test_with_a_worker_the_work_waits_in_the_queue_and_the_page_says_so(world):
    facility, officer = world
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    tasks.start(run=run, work=Work.APPLY, by=officer)
    job = ProcrastinateJob.objects.get()
    assert job.args == {"run_id": run.pk, "work": "apply", "user_id": officer.pk}
    assert not Mandate.objects.exists()
    run = ImportRun.objects.get(pk=run.pk)
    assert selectors.standing(run, at=datetime.now(tz=UTC)).pace == Pace.WAITING
    tasks.perform(**job.args)
    assert Mandate.objects.count() == 1


def test_a_job_that_nobody_takes_is_said_to_be_interrupted(world):
    facility, _ = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    progress.ask(run.pk, Work.APPLY)
    run = ImportRun.objects.get(pk=run.pk)
    assert selectors.standing(run, at=datetime.now(tz=UTC) + timedelta(minutes=5)).pace == Pace.INTERRUPTED


def test_a_job_given_back_after_the_work_was_done_does_nothing(world):
    facility, officer = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    actions.apply(run=run, by=ME, today=TODAY, at=NOW)
    RunProgress.objects.update_or_create(run=run, defaults={"work": Work.APPLY, "phase": Phase.WRITING})
    tasks.perform(run_id=run.pk, work="apply", user_id=officer.pk)
    assert Mandate.objects.count() == 1
    assert RunProgress.objects.get().refusal == ""


def test_two_processes_never_work_on_one_run(world):
    facility, officer = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    progress.ask(run.pk, Work.APPLY)
    with progress.heart_of(run.pk), pytest.raises(progress.AlreadyRunning), progress.heart_of(run.pk):
        pass
    with progress.heart_of(run.pk):
        tasks.perform(run_id=run.pk, work="apply", user_id=officer.pk)
    assert not Mandate.objects.exists()


def test_whoever_lost_the_right_in_the_meantime_applies_nothing(world):
    facility, officer = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    progress.ask(run.pk, Work.APPLY)
    officer.assignments.all().delete()
    tasks.perform(run_id=run.pk, work="apply", user_id=officer.pk)
    assert not Mandate.objects.exists()
    assert "le droit d’importer" in RunProgress.objects.get().refusal


def test_a_constraint_that_refuses_at_the_last_moment_writes_nothing_and_checks_again(world, monkeypatch):
    facility, _ = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    before = dump()

    def overtaken(*args, **kwargs):
        raise IntegrityError("somebody was faster")

    monkeypatch.setattr(applying, "_leave", overtaken)
    with pytest.raises(actions.ChangedSinceCheck, match="relisez le rapport"):
        actions.apply(run=run, by=ME, today=TODAY, at=NOW)
    assert dump() == before
    run.refresh_from_db()
    assert run.state == RunState.CHECKED


def test_a_register_that_changed_since_the_check_is_said_and_nothing_is_written(world):
    facility, _ = world
    run = checked(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    checked(line(facility, "Titulaire 1", "LOIR", "Olivier"))
    second = checked(line(facility, "Titulaire 1", "LOIR", "Olivier"))
    actions.apply(run=second, by=ME, today=TODAY, at=NOW)
    with pytest.raises(actions.ChangedSinceCheck):
        actions.apply(run=run, by=ME, today=TODAY, at=NOW)
    run.refresh_from_db()
    assert [error["code"] for error in run.report["errors"]] == ["seat_already_held"]
    assert Mandate.objects.count() == 1


def test_a_file_that_turns_out_unreadable_closes_the_run(world):
    run = run_of(data=b"FINESS ET;Nom\n")
    actions.check(run=run, by=ME, today=TODAY, at=NOW)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert [error["code"] for error in run.report["errors"]] == ["unreadable_file"]


def test_the_progress_is_told_as_the_rows_are_compared(world):
    facility, _ = world
    told = []
    run = run_of(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    checking.check_run(run, today=TODAY, tell=lambda *said: told.append(said))
    assert [said[0] for said in told] == [Phase.READING, Phase.COMPARING]
