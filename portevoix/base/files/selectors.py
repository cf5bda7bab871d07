"""Reads about stored files."""

from collections.abc import Iterator
from datetime import datetime

from portevoix.base.files.models import StoredFile, upload_storage


def orphans(*, before: datetime) -> Iterator[str]:
    """Yield the names of the files kept since before `before` that no row knows (their transaction failed)."""
    storage = upload_storage()
    folders, _ = storage.listdir("") if storage.exists("") else ([], [])
    for folder in sorted(folders):
        names = [f"{folder}/{name}" for name in sorted(storage.listdir(folder)[1])]
        known = set(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))
        yield from (name for name in names if name not in known and storage.get_modified_time(name) < before)
