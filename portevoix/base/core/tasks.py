"""What the worker does for itself."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_AFTER_SECONDS = 45  # a worker says every 10 seconds that it lives


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:
    """Give back to the queue the jobs whose worker was killed, and forget that worker."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:  # asked once only, and asked again since: the one that waits does the work
            await jobs.finish_job(job, Status.FAILED, delete_job=True)
    await jobs.prune_stalled_workers(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
