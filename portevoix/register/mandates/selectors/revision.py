"""Answers that are remembered until the register changes; never longer, in any process.

Figures over 30 000 seats cost tens of milliseconds and change only when somebody writes. Each process keeps the answers that it
has computed, with the snapshot of the database (`pg_current_snapshot()`) under which it looked at the register for the last time.

How a change is seen. Every transaction that writes in one of the watched tables leaves its number, once, in
`mandates_registerchange` (statement triggers, migration 0002): its own row, so writers never wait for each other. Before an
answer is used, one statement asks: is there a committed number that the remembered snapshot did not see? Numbers are given when a
transaction begins to write and appear when it commits, so they appear out of order; comparing a maximum (of numbers or of event
keys) would miss a long transaction that commits after a younger one. `pg_visible_in_snapshot` does not: it knows which
transactions were still running when the snapshot was taken. All that is not older than `pg_snapshot_xmin` is looked at, which is a
short end of an index.

What else could go wrong, and why it does not:
- an answer computed after the check may already see a younger commit: the next check throws the whole generation away;
- a check that finds a change starts a new generation; an answer still being computed goes into the old one, which nobody reads;
- a transaction that has written itself sees rows that nobody else sees: it neither reads nor keeps answers;
- so does a transaction whose snapshot does not move (REPEATABLE READ): it may be older than the generation;
- the answers that depend on names only (the words of the search) outlive the changes of the other tables: each number says which
  part was written;
- after a restore from another cluster the table may hold numbers of the future: they are left out until they are reached.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

ROOM = 2_000_000  # numbers kept in one process: about 16 MB
Answer = TypeVar("Answer")

CHECK = """
SELECT pg_current_snapshot()::text,
  (SELECT oid FROM pg_database WHERE datname = current_database())::bigint,
  current_setting('transaction_isolation') <> 'read committed' OR EXISTS (
    SELECT FROM mandates_registerchange WHERE xid = pg_current_xact_id_if_assigned()),
  (SELECT array_agg(DISTINCT part) FROM mandates_registerchange
   WHERE xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND xid < pg_snapshot_xmax(pg_current_snapshot())
     AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot))
"""


class Answers:
    """A bounded store of answers, the least used thrown away first."""

    def __init__(self):
        self.known: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.used = 0
        self.lock = Lock()

    def get(self, key: Hashable) -> Any:
        with self.lock:
            if key not in self.known:
                return None
            self.known.move_to_end(key)
            return self.known[key][0]

    def keep(self, key: Hashable, answer: Any, size: int) -> None:
        with self.lock:
            self.used += size - self.known.pop(key, (None, 0))[1]
            self.known[key] = (answer, size)
            while self.used > ROOM:
                _, (_, freed) = self.known.popitem(last=False)
                self.used -= freed


class Generation(Answers):
    """The answers that are right for one snapshot; `names`: those that depend on names only."""

    def __init__(self, snapshot: str, database: int, names: Answers):
        super().__init__()
        self.snapshot = snapshot
        self.database = database
        self.names = names


NOTHING_SEEN = "1:1:"  # a snapshot
_generations: dict[str, Generation] = {}


def current_generation() -> Generation | None:
    """Return where the answers of now are kept; None when this transaction may neither read nor keep answers."""
    known = _generations.get(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(CHECK, {"seen": known.snapshot if known else NOTHING_SEEN})
        snapshot, database, alone, changed = cursor.fetchone()
    if alone:
        return None
    if known is None or changed or known.database != database:
        same_names = known and known.database == database and "names" not in changed
        known = _generations[connection.alias] = Generation(snapshot, database, known.names if same_names else Answers())
    return known


def remembered(answers: Answers | None, key: Hashable, compute: Callable[[], Answer], *, size: int = 32) -> Answer:
    """Return the answer to `key` in `answers` (a generation, or its `names`), computed by `compute` when it is not known.

    key: says everything that the answer depends on (scope, filters, day). size: how many numbers it holds, about.
    """
    if answers is None:
        return compute()
    answer = answers.get(key)
    if answer is None:
        answer = compute()
        answers.keep(key, answer, size)
    return answer
