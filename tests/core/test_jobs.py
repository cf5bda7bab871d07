"""Jobs: enqueued with the act that asks for them, once if asked so, given back when their worker dies."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

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
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())

    class Context:
        pass

    Context.app = app
    async_to_sync(tasks.retry_stalled.func)(Context, timestamp=0)
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"
    assert not ProcrastinateWorker.objects.exists()


def test_failed_job_is_tried_again_a_fixed_number_of_times(job):
    assert job.retry_strategy.max_attempts == 3
