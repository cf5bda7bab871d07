"""« Sièges à pourvoir près de chez moi » through HTTP, and the weight of the pages.

`public_nearby_http` asks a server started as in docs/operations.md (2 workers) from 4 kept connections, for `TOWNS` communes in turn,
on a register at rest. `public_nearby_first` is the same page asked for the first time: nothing is remembered of that commune.
`public_nearby_after_write` is the first page after a change in the register: nothing is remembered at all.
"""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse

from bench.measure import Result, percentile, timed
from bench.nation import REGION, build
from bench.visitors import Visitor
from bench.workloads.seats import agent, touch
from portevoix.register.directory.models import Body, BodyType, Commune, Facility, Territory
from portevoix.register.mandates.models import Mandate

WORKERS, CLIENTS, SECONDS, TOWNS = 2, 4, 12, 40
REFERENCE = re.compile(rb"""(?:href|src)="(/static/[^"#]+)""")
IN_A_SHEET = re.compile(rb"""url\(["']?([^"')#]+)""")


def run(names: set[str]) -> Iterator[Result]:
    """Yield the speed of the page, then the heaviest of all pages."""
    build()
    place_facilities()
    if "public_nearby_http" in names:
        yield from nearby()
    if "page_weight" in names:
        yield page_weight()


def place_facilities() -> None:
    """Give each facility coordinates: those of a commune of its department where communes are known, else somewhere in France."""
    random, communes = Random(20260102), {}
    for commune in Commune.objects.filter(latitude__isnull=False).order_by("pk"):
        communes.setdefault(commune.department_id, []).append(commune)
    facilities = list(Facility.objects.order_by("pk"))
    for facility in facilities:
        if facility.department_id in communes:
            commune = random.choice(communes[facility.department_id])
            facility.latitude, facility.longitude = commune.latitude, commune.longitude
        else:
            facility.latitude, facility.longitude = random.uniform(42.5, 50.5), random.uniform(-4, 5)
    Facility.objects.bulk_update(facilities, ["latitude", "longitude"], batch_size=1_000)


def nearby() -> Iterator[Result]:
    towns = list(Commune.objects.filter(latitude__isnull=False).order_by("-population", "pk")[: TOWNS * 2])
    asked, others = (["/sieges-a-pourvoir/?commune=" + town.code for town in half] for half in (towns[:TOWNS], towns[TOWNS:]))
    with server() as port:
        visitor = Visitor(port)
        mandates = list(Mandate.objects.order_by("pk")[:20])
        writes = timed(
            "public_nearby_after_write",
            lambda number: visitor.ask(others[number]),
            rounds=10,
            before=lambda number: touch(mandates[number]),
        )
        for _ in range(WORKERS * 4):  # each worker reads the register again
            Visitor(port).ask(asked[0])
        first = timed("public_nearby_first", lambda number: visitor.ask(others[number]), rounds=25, warm_up=0)
        visit(port, asked, 3)
        found = visit(port, asked, SECONDS)
        size = visitor.ask(asked[0])
    durations = found["durations"]
    yield Result(
        name="public_nearby_http",
        median=percentile(durations, 0.5),
        p95=percentile(durations, 0.95),
        bytes=size,
        per_second=len(durations) / found["elapsed"],
    )
    yield first
    yield writes


def visit(port: int, addresses: list[str], seconds: float) -> dict:
    """Let the visitors ask for `seconds`; all of them must have been answered."""
    command = [sys.executable, "-m", "bench.visitors", str(port), str(CLIENTS), str(seconds)]
    done = subprocess.run(command, input="\n".join(addresses), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    if found["clients"] != CLIENTS or done.stderr:
        raise RuntimeError(f"a visitor was not answered: {done.stderr}")
    return found


@contextmanager
def server() -> Iterator[int]:
    """Start the server of a real installation on a free port and give the port; stop it on the way out."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "warning"]
    options += ["--workers", str(WORKERS), "--blocking-threads", "2"]
    command = [sys.executable, "-m", "granian", *options, "config.wsgi:application"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port):
    for _ in range(120):
        try:
            Visitor(port).ask("/mentions-legales/")
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the server does not start")


def page_weight() -> Result:
    """The heaviest page of the site, with its sheets, scripts, drawings and fonts, as the server sends them (no compressed page)."""
    officer = agent("ars_region", Territory.objects.get(kind="region", code=REGION))
    visitor = Client(headers={"host": "localhost"})
    weights = {address: _weight(visitor, address) for address in public_addresses()}
    weights |= {address: _weight(officer, address) for address in work_addresses()}
    heaviest = max(weights, key=weights.get)
    print(f"  page la plus lourde : {heaviest}, {weights[heaviest] / 1000:.0f} ko, sur {len(weights)} pages", flush=True)
    return Result(name="page_weight", bytes=weights[heaviest])


def public_addresses() -> list[str]:
    town = Commune.objects.order_by("-population", "pk").first()
    body = Body.objects.filter(region__code=REGION, facility__isnull=False).order_by("pk").first()
    simple = ("home", "nearby", "who", "rights", "body_types", "associations", "sitemap", "accessibility", "legal", "privacy")
    kinds = [reverse("portal:body_type", args=[code]) for code in BodyType.objects.values_list("code", flat=True)]
    return [
        *(reverse(f"portal:{name}") for name in simple),
        *kinds,
        reverse("portal:nearby") + f"?commune={town.code}&rayon=100",
        reverse("portal:who") + f"?q={body.town}",
        reverse("portal:body", args=[body.pk]),
        reverse("portal:department", args=[body.department.code]),
        *(reverse(f"outreach:{name}") for name in ("become", "start", "resources")),
        reverse("training:catalogue"),
        reverse("candidacies:public_calls"),
        reverse("opendata:index"),
    ]


def work_addresses() -> list[str]:
    """The pages of the agents with the longest lists."""
    mandate = Mandate.objects.filter(body__region__code=REGION).order_by("pk").first()
    rows = {"body": mandate.body_id, "person": mandate.person_id, "association": mandate.association_id}
    lists = [reverse(f"workspace:{name}") for name in ("seats", "forecast", "associations", "federations")]
    lists += [reverse(name) for name in ("candidacies:candidacies", "candidacies:calls", "orders:orders")]
    return [*lists, reverse("workspace:seats") + "?e=tous", *(reverse(f"workspace:{name}", args=[pk]) for name, pk in rows.items())]


def _weight(client, address):
    response = client.get(address, secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    page = response.content
    return len(page) + sum(_sent(path) for path in _with_sheets({found.decode() for found in REFERENCE.findall(page)}))


def _with_sheets(paths):
    """Add what the style sheets ask for themselves (fonts)."""
    found = set(paths)
    for path in paths:
        if path.endswith(".css"):
            folder = path.rpartition("/")[0]
            found |= {f"{folder}/{name.decode()}" for name in IN_A_SHEET.findall(_file(path).read_bytes()) if not name.startswith(b"data:")}
    return found


def _file(path):
    return Path(staticfiles_storage.path(path.removeprefix("/static/")))


def _sent(path):
    """Bytes that travel: the compressed file when there is one."""
    plain = _file(path)
    packed = plain.with_name(plain.name + ".gz")
    return (packed if packed.exists() else plain).stat().st_size
