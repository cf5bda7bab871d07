"""Many documents at once: letters, certificates, on two processors."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from portevoix.base.documents.engine import DataFile, Ready, compiled, prepared, warm_up
from portevoix.base.documents.printing import DocumentRefused

WORKERS = 2
ALONE = 120  # under so many documents, starting other processes takes longer than drawing
CHUNK = 10


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to draw. name: of its file, without folder nor extension, used once in a batch."""

    name: str
    data: Any
    title: str
    data_attachment: DataFile | None = None


def render_many(
    layout: str, jobs: Iterable[Job], *, timestamp: datetime, large: bool = False, workers: int = WORKERS
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the PDF of each job, in order.

    Every text is checked before the first document is drawn: `DocumentRefused` (its sentence names the job) leaves nothing half done.
    """
    given = list(jobs)
    for chunk in _spread(partial(_drawn, timestamp), lambda: _ready(layout, given, large), len(given), workers):
        yield from chunk


def render_both(layout: str, jobs: Iterable[Job], *, timestamp: datetime, workers: int = WORKERS) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the name, the PDF and the PDF in large characters of each job, in order; raises as `render_many`."""
    given = list(jobs)

    def both() -> list:
        return list(zip(_ready(layout, given, False), _ready(layout, given, True), strict=True))

    for chunk in _spread(partial(_drawn_twice, timestamp), both, len(given), workers):
        yield from chunk


def write_many(
    layout: str, jobs: Iterable[Job], *, folder: Path, timestamp: datetime, large: bool = False, workers: int = WORKERS
) -> list[Path]:
    """Write each job as `<name>.pdf` in `folder` (which exists) and return the paths, in order. Raises as `render_many`."""
    given = list(jobs)
    work = partial(_written, timestamp, folder)
    return [path for chunk in _spread(work, lambda: _ready(layout, given, large), len(given), workers) for path in chunk]


def _ready(layout: str, jobs: Iterable[Job], large: bool) -> list[tuple[str, Ready]]:
    ready, names = [], set()
    for job in jobs:
        if not job.name or job.name in names or Path(job.name).name != job.name:
            raise ValueError(f"{job.name!r} is not a file name of its own")
        names.add(job.name)
        try:
            text = prepared(layout, job.data, title=job.title, large=large, data_attachment=job.data_attachment)
        except DocumentRefused as refusal:
            raise DocumentRefused(f"{job.title}\u00a0: {refusal}") from refusal
        ready.append((job.name, text))
    return ready


def _spread(work: Callable, ready: Callable[[], list], count: int, workers: int) -> Iterator[list]:
    """Yield what `work` returns for each chunk of the `count` documents that `ready()` prepares, in order."""
    if count < ALONE or workers < 2:
        yield work(ready())
        return
    # spawned, not forked: a child must not hold a copy of our database connections
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=warm_up) as pool:
        for _ in range(workers):
            pool.submit(int)  # nothing: the processes start while the texts are checked here
        everything = iter(ready())
        yield from pool.map(work, iter(lambda: list(islice(everything, CHUNK)), []))


def _drawn(timestamp: datetime, chunk: list[tuple[str, Ready]]) -> list[tuple[str, bytes]]:
    return [(name, compiled(ready, timestamp)) for name, ready in chunk]


def _drawn_twice(timestamp: datetime, chunk: list) -> list[tuple[str, bytes, bytes]]:
    return [(name, compiled(ready, timestamp), compiled(large, timestamp)) for (name, ready), (_, large) in chunk]


def _written(timestamp: datetime, folder: Path, chunk: list[tuple[str, Ready]]) -> list[Path]:
    paths = []
    for name, ready in chunk:
        path = folder / f"{name}.pdf"
        path.write_bytes(compiled(ready, timestamp))
        paths.append(path)
    return paths
