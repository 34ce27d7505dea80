"""How fast the site is: the first page of every kind, and pages a second of mixed traffic with the page cache on and off.

    python bench/site.py --db sqlite:///news.db [--seconds 10] [--connections 32]

Starts the application in a process of its own (two with --processes 2, each with its own port, asked side by side) and asks it
over loopback with `wrk` where that is on the PATH, else with a client of its own that shares the machine's cores. `first` is
the time of the first request for a page after the start, `again` of the second one with the page cache off. Processor time
tells what a busy machine hides: pages of a run divided by it are pages a second of a whole core.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import siyaq

# Shares of a news site's traffic as we take them: mostly articles and the front page, then stories, lists and searches.
MIX = {
    "article": 40,
    "home": 20,
    "story": 12,
    "name": 6,
    "tag": 6,
    "search": 6,
    "section": 4,
    "source": 2,
    "trends": 2,
    "statements": 2,
}
KINDS_ASKED = 200  # different pages of a kind
_SEED = 7


def addresses(db: str) -> dict[str, list[str]]:
    """Paths of every kind of page, from what the archive has."""
    pick = random.Random(_SEED)
    with siyaq.open(db) as engine:
        _, until, _ = engine.day()
        articles = list(engine.find(until=until, limit=3000))
        pick.shuffle(articles)
        articles = articles[:KINDS_ASKED]
        notes = engine.store.analyses([a.id for a in articles])
        names = sorted({e.name for n in notes.values() for e in n.entities})
        tags = sorted({t.tag for n in notes.values() for t in n.tags})
        words = sorted({w for a in articles for w in siyaq.arabic.terms(a.title)})
        stories = engine.stories(until=until, min_articles=2, limit=2000)
        found = {
            "article": [f"/article/{a.id}" for a in articles],
            "home": ["/"],
            "story": [f"/story/{s.id}" for s in pick.sample(stories, min(KINDS_ASKED, len(stories)))],
            "name": ["/name/" + quote(n, safe="") for n in pick.sample(names, min(KINDS_ASKED, len(names)))],
            "tag": ["/tag/" + quote(t, safe="") for t in pick.sample(tags, min(KINDS_ASKED, len(tags)))],
            "search": ["/search?q=" + quote(w) for w in pick.sample(words, min(KINDS_ASKED, len(words)))],
            "section": ["/section/" + quote(s, safe="") for s in sorted({a.section for a in articles if a.section})],
            "source": ["/source/" + quote(s, safe="") for s in sorted({a.source for a in articles})],
            "trends": ["/trends"],
            "statements": ["/statements"],
        }
    return {kind: paths for kind, paths in found.items() if paths}


def mixed(found: dict[str, list[str]], n: int = 2000) -> list[str]:
    """A sequence of paths in the shares of `MIX`; the first pages of a kind are asked more often (Zipf)."""
    pick = random.Random(_SEED)
    kinds = [kind for kind in MIX if kind in found]
    chosen = pick.choices(kinds, [MIX[kind] for kind in kinds], k=n)
    return [pick.choices(found[k], [1 / (i + 1) for i in range(len(found[k]))])[0] for k in chosen]


class Site:
    """The application in a process of its own."""

    def __init__(self, db: str, *, pages_kept: int) -> None:
        command = [sys.executable, __file__, "--db", db, "--child", str(pages_kept)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "SIYAQ_PORT": "0"})
        assert self.process.stdout is not None
        self.base = self.process.stdout.readline().strip()
        for _ in range(600):
            try:
                urllib.request.urlopen(self.base + "/healthz", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)

    def time_s(self, path: str) -> float:
        """Seconds from request to the whole answer."""
        start = time.perf_counter()
        with urllib.request.urlopen(self.base + path, timeout=60) as answer:
            answer.read()
        return time.perf_counter() - start

    def cpu_s(self) -> float:
        """Processor time spent so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(30)


def serve(db: str, pages_kept: int) -> None:
    """What the child does: serve until it is ended."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    from siyaq.cli.server import claim_port
    from siyaq.web import create_app

    with siyaq.open(db) as engine:
        settings = claim_port(engine.settings)
        app = create_app(engine, pages_kept)
        server = Server(app, address="127.0.0.1", port=settings.port, interface=Interfaces.ASGI, log_enabled=False)
        sys.stdout.write(f"http://127.0.0.1:{settings.port}\n")
        sys.stdout.flush()
        asyncio.run(server.serve())


def load_with_wrk(bases: list[str], paths: list[str], seconds: int, connections: int) -> list[str]:
    """Lines that wrk prints about each server."""
    script = "local p = {" + ",".join(f'"{path}"' for path in paths) + "}\nlocal i = math.random(#p)\n"
    script += 'request = function() i = i % #p + 1 return wrk.format("GET", p[i], {["Accept-Encoding"] = "gzip"}) end\n'
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder) / "mix.lua"
        lua.write_text(script)
        options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency", "-s", str(lua)]
        runs = [subprocess.Popen(["wrk", *options, base], stdout=subprocess.PIPE, text=True) for base in bases]
        outputs = [run.communicate()[0] for run in runs]
    wanted = ("50%", "99%", "Requests/sec", "Non-2xx", "Socket errors")
    return [" ".join(" ".join(line.split()) for line in out.splitlines() if any(w in line for w in wanted)) for out in outputs]


async def _ask(host: str, port: int, paths: list[str], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    pick = random.Random(id(writer))
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(f"GET {pick.choice(paths)} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(length)
        times.append(time.perf_counter() - start)
    writer.close()


def load_with_own_client(bases: list[str], paths: list[str], seconds: int, connections: int) -> list[str]:
    """One line about all servers together."""
    times: list[float] = []

    async def run() -> None:
        until = time.perf_counter() + seconds
        ports = [int(base.rpartition(":")[2]) for base in bases]
        await asyncio.gather(*(_ask("127.0.0.1", ports[i % len(ports)], paths, until, times) for i in range(connections)))

    asyncio.run(run())
    cuts = statistics.quantiles(times, n=100)
    return [f"50% {cuts[49] * 1000:.1f}ms 99% {cuts[98] * 1000:.1f}ms Requests/sec: {len(times) / seconds:.0f} (own client)"]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--child", type=int, default=None, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child is not None:
        serve(args.db, args.child)
        return
    found = addresses(args.db)
    site = Site(args.db, pages_kept=0)
    time.sleep(5)  # the dictionaries are read meanwhile
    for kind, paths in found.items():
        cold = sorted(site.time_s(path) for path in paths[:20])
        warm = sorted(site.time_s(path) for path in paths[:20])
        first, slowest, again = statistics.median(cold) * 1e3, cold[-1] * 1e3, statistics.median(warm) * 1e3
        sys.stdout.write(f"{kind:11} first {first:6.1f} ms (slowest {slowest:6.1f}), again {again:5.1f} ms\n")
    site.stop()
    load = load_with_wrk if shutil.which("wrk") else load_with_own_client
    for label, kept in (("page cache off", 0), ("page cache on", 1024)):
        sites = [Site(args.db, pages_kept=kept) for _ in range(args.processes)]
        time.sleep(5)
        bases, paths = [s.base for s in sites], mixed(found)
        for path in dict.fromkeys(paths):  # each page once: what follows is a site that has been up for a while
            for one in sites:
                one.time_s(path)
        before = sum(s.cpu_s() for s in sites)
        lines = load(bases, paths, args.seconds, args.connections)
        spent = sum(s.cpu_s() for s in sites) - before
        for line in lines:
            sys.stdout.write(f"{label}: {line}\n")
        sys.stdout.write(f"{label}: {spent:.1f} s of processor time in {args.seconds} s\n")
        for s in sites:
            s.stop()


if __name__ == "__main__":
    main()
