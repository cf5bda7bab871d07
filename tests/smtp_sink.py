"""A server of e-mails that keeps nothing but the memory of what it was given; it refuses a part of it on purpose."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from random import Random

BUSY = b"451 4.3.0 Try again later"
CUT = b""  # close the line without an answer


@dataclass(frozen=True)
class Taken:
    """One message that the server accepted."""

    address: str
    content: bytes
    at: float = 0  # seconds of time.monotonic

    @property
    def email(self):
        return message_from_bytes(self.content, policy=default)

    @property
    def message_id(self) -> str:
        return self.email["Message-ID"].strip("<>")


def one_in(share: float, *, seed: int) -> Callable[[str, str], bytes | None]:
    """Return the rule that refuses for a while a `share` of the messages, at RCPT or at DATA, by a fixed draw."""
    draw = Random(seed)
    return lambda step, address: BUSY if step in {"RCPT", "DATA"} and draw.random() < share / 2 else None


@dataclass
class Sink:
    """`with Sink() as sink:` listens on `sink.port`.

    rule(step, address): the answer to give instead of the good one at the step MAIL, RCPT, DATA (the text is known, the answer is
    not yet given), or None. extensions: what the server says that it knows. lines: what it was told. begun and refused: dialogues
    (from RCPT on) and refusals by address.
    """

    rule: Callable[[str, str], bytes | None] = lambda step, address: None
    port: int = 0
    extensions: str = ""
    lines: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    begun: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    connections: int = 0

    def __enter__(self) -> "Sink":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", self.port), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self):
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader, writer):
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client died
        finally:
            writer.close()

    async def _talk(self, reader, writer):
        writer.write(b"220 sink\r\n")
        address = ""
        while line := await reader.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            verb, answer = verb.upper(), b"250 ok"
            self.lines.append(line.decode().strip())
            if verb == "EHLO" and self.extensions:
                answer = b"250-sink\r\n250 " + self.extensions.encode()
            if verb in {"MAIL", "RCPT"}:
                if verb == "RCPT":
                    address = rest.partition("<")[2].partition(">")[0]
                    self.begun[address] += 1
                answer = self._ruled(verb, address, answer)
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                content = (await reader.readuntil(b"\r\n.\r\n"))[:-5].replace(b"\r\n..", b"\r\n.")
                answer = self._ruled("DATA", address, answer)
                if answer.startswith(b"2"):
                    self.taken.append(Taken(address, content, time.monotonic()))
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                return
            if answer == CUT:
                return
            writer.write(answer + b"\r\n")
            await writer.drain()

    def _ruled(self, step, address, answer):
        ruled = self.rule(step, address)
        if ruled is None:
            return answer
        self.refused[address] += 1
        return ruled
