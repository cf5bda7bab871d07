"""Finds a free port for the web server."""

import socket

HOST = "127.0.0.1"
TRIES = 50


def is_free(port: int) -> bool:
    """Tell whether nobody listens on `port` of this machine (a port just left by a server that stopped is free)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def first_free(wanted: int) -> int | None:
    """Return `wanted` or the first free port after it, None when there is none near."""
    return next((port for port in range(wanted, min(wanted + TRIES, 65536)) if is_free(port)), None)
