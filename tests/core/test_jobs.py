"""Jobs: enqueued with the act that asks for them, once if asked so, given back when their worker dies."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import TaskNotFound

from portevoix.base.core import jobs, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    @jobs.task("essai.compter")
    def count(number: int) -> None:
        """Nothing: the tests look at the queue."""

    yield count
    app.tasks.pop("essai.compter")


def test_job_is_enqueued_with_its_arguments(job):
    number = jobs.defer(job, number=3)
    assert ProcrastinateJob.objects.get(pk=number).args == {"number": 3}


def test_job_of_an_act_that_failed_does_not_exist(job):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.defer(job, number=3)
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists()


def test_double_is_not_enqueued_and_spoils_nothing(job):
    assert jobs.defer(job, only_once="classeur-12", number=1)
    assert jobs.defer(job, only_once="classeur-12", number=2) is None
    assert jobs.defer(job, only_once="classeur-13", number=3)
    assert ProcrastinateJob.objects.count() == 2


def test_job_of_a_killed_worker_goes_back_to_the_queue(job):
    number = jobs.defer(job, number=3)
    kill_the_worker_of(number)
    look_for_stalled_jobs()
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"
    assert not ProcrastinateWorker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_that_was_asked_again_since_leaves_its_place_to_the_new_one(job):
    dead = jobs.defer(job, only_once="classeur-12", number=1)
    kill_the_worker_of(dead)
    waiting = jobs.defer(job, only_once="classeur-12", number=1)
    other = jobs.defer(job, number=2)
    kill_the_worker_of(other)
    look_for_stalled_jobs()
    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert (states.get(waiting), states.get(other), dead in states) == ("todo", "todo", False)


def test_job_may_be_asked_by_its_name_and_for_later(job):
    number = jobs.defer("essai.compter", at=datetime(2030, 1, 1, tzinfo=UTC), number=3)
    assert ProcrastinateJob.objects.get(pk=number).scheduled_at == datetime(2030, 1, 1, tzinfo=UTC)
    with pytest.raises(TaskNotFound):
        jobs.defer("essai.inconnu")


def kill_the_worker_of(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [*cursor.fetchone(), number])


def look_for_stalled_jobs() -> None:
    async_to_sync(tasks.retry_stalled.func)(SimpleNamespace(app=app), timestamp=0)


def test_failed_job_is_tried_again_a_fixed_number_of_times(job):
    assert job.retry_strategy.max_attempts == 3
