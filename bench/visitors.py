"""Visitors in a process of their own: `python -m bench.visitors PORT CLIENTS SECONDS < addresses`, prints the durations as JSON.

Each visitor keeps one connection and asks for one address after the other. They speak HTTP by hand: on two cores, a library that
reads every header would take from the server the time that is measured.
"""

import json
import socket
import sys
import time
from threading import Thread

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"


class Visitor:
    """One kept connection."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, address: str) -> int:
        """Read the whole answer and return its length in bytes; raise `RuntimeError` unless it is a 200."""
        self.socket.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        received = self.socket.recv(65_536)
        while HEAD_END not in received:
            received += self.socket.recv(65_536)
        head, _, body = received.partition(HEAD_END)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{address}: {head[:40].decode()}")
        lowered = head.lower()
        begins = lowered.index(LENGTH) + len(LENGTH)
        awaited = int(lowered[begins : begins + 20].split(b"\r\n")[0])
        got = len(body)
        while got < awaited:
            got += len(self.socket.recv(65_536))
        return len(head) + len(HEAD_END) + awaited


def visit(port: int, addresses: list[str], until: float, durations: list[float]) -> None:
    """Ask for the addresses in turn until the clock says `until` (`time.perf_counter`); add the durations, in milliseconds."""
    visitor, number = Visitor(port), 0
    while (began := time.perf_counter()) < until:
        visitor.ask(addresses[number % len(addresses)])
        durations.append((time.perf_counter() - began) * 1000)
        number += 1


def main(port: int, clients: int, seconds: float) -> None:
    addresses = sys.stdin.read().split()
    durations: list[list[float]] = [[] for _ in range(clients)]
    began = time.perf_counter()
    threads = [
        Thread(target=visit, args=(port, addresses[n * 7 % len(addresses) :] + addresses[: n * 7 % len(addresses)], began + seconds, kept))
        for n, kept in enumerate(durations)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    every = [duration for kept in durations for duration in kept]
    json.dump({"durations": every, "elapsed": elapsed, "clients": sum(map(bool, durations))}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
