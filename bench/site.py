"""How fast the site is: every kind of page, and pages a second of mixed traffic with what the site keeps switched on and off.

    python bench/site.py --db sqlite:///news.db [--seconds 10] [--connections 32] [--workers 2]

Starts `siyaq serve` as an operator does and asks it over loopback with `wrk` where that is on the PATH, else with a client of
its own; either shares the machine's cores with it. Three set-ups:

    pages kept      as it comes: rendered pages are kept until the archive changes
    pages off       SIYAQ_PAGES_KEPT=0: every page is rendered and compressed for its request; what it shows is kept
    all off         SIYAQ_SURVEYS_KEPT=0 too: every page reads the database and the index anew

`first views` are different pages in the shares of that traffic, each asked for once after a start. `first` is the answer to the
first request for a page after the start, `again` the second one in the set-up `pages off`, `anew` in `all off`; all with one
worker, its processor time in milliseconds (and the wall's). Processor time tells what a busy machine hides: pages of a run
divided by it are pages a second of a whole core.
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
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import siyaq
from siyaq.site.address import section_href

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
_SEED = 7
_CALM = 0.1  # seconds of processor time in two seconds: less is no work
ROUNDS = 4  # in which every page is asked for before pages are counted
Load = Callable[[str, list[str], int, int], tuple[int, str]]


def addresses(db: str, most: int = 200) -> dict[str, list[str]]:
    """Paths of every kind of page, from what the archive has, at most `most` of a kind."""
    pick = random.Random(_SEED)
    with siyaq.open(db) as engine:
        _, until, _ = engine.day()
        articles = list(engine.find(until=until, limit=3000))
        pick.shuffle(articles)
        articles = articles[:most]
        notes = engine.store.analyses([a.id for a in articles])
        names = sorted({e.name for n in notes.values() for e in n.entities})
        tags = sorted({t.tag for n in notes.values() for t in n.tags})
        words = sorted({w for a in articles for w in siyaq.arabic.terms(a.title)})
        stories = engine.stories(until=until, min_articles=2, limit=2000)
        found = {
            "article": [f"/article/{a.id}" for a in articles],
            "home": ["/"],
            "story": [f"/story/{s.id}" for s in pick.sample(stories, min(most, len(stories)))],
            "name": ["/name/" + quote(n, safe="") for n in pick.sample(names, min(most, len(names)))],
            "tag": ["/tag/" + quote(t, safe="") for t in pick.sample(tags, min(most, len(tags)))],
            "search": ["/search?q=" + quote(w) for w in pick.sample(words, min(most, len(words)))],
            "section": sorted({section_href(a.section) for a in articles if a.section}),
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
    """`siyaq serve` in processes of its own."""

    def __init__(self, db: str, *, workers: int, pages: bool = True, surveys: bool = True) -> None:
        command = [sys.executable, "-m", "siyaq.cli", "serve", "--db", db, "--port", "0", "--workers", str(workers)]
        kept = ({} if pages else {"SIYAQ_PAGES_KEPT": "0"}) | ({} if surveys else {"SIYAQ_SURVEYS_KEPT": "0"})
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **kept})
        assert self.process.stderr is not None
        self.base = next(line.split()[-1] for line in self.process.stderr if "serving http" in line)
        while len(self._pids()) < workers:
            time.sleep(0.2)
        time.sleep(5)
        self._wait_until_calm()

    def _wait_until_calm(self) -> None:
        """Until all processes have started and have read what they read beside the first readers."""
        spent = -1.0
        while self.cpu_s() - spent > _CALM:
            spent = self.cpu_s()
            time.sleep(2)

    def time_s(self, path: str) -> tuple[float, float]:
        """Seconds of the wall and of the processor from request to the whole answer."""
        start, spent = time.perf_counter(), self.cpu_s()
        with urllib.request.urlopen(self.base + path, timeout=60) as answer:
            answer.read()
        return time.perf_counter() - start, self.cpu_s() - spent

    def cpu_s(self) -> float:
        """Processor time spent so far by all processes."""
        return sum(_cpu_s(pid) for pid in self._pids())

    def memory_mb(self) -> list[int]:
        """Memory of each process; what they share counts in equal parts."""
        rows = (Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in self._pids())
        return [int(line.split()[1]) // 1024 for row in rows for line in row if line.startswith("Pss:")]

    def _pids(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [self.process.pid, *(int(pid) for task in tasks for pid in task.read_text().split())]

    def stop(self) -> None:
        """End all processes."""
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _cpu_s(pid: int) -> float:
    """Processor time of all threads of a process, to the nanosecond where the kernel tells it."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def load_with_wrk(base: str, paths: list[str], seconds: int, connections: int) -> tuple[int, str]:
    """Pages answered, and what wrk says of their times."""
    script = "local p = {" + ",".join(f'"{path}"' for path in paths) + "}\nlocal i = math.random(#p)\n"
    script += 'request = function() i = i % #p + 1 return wrk.format("GET", p[i], {["Accept-Encoding"] = "gzip, br"}) end\n'
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder) / "mix.lua"
        lua.write_text(script)
        options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency", "-s", str(lua)]
        out = subprocess.run(["wrk", *options, base], stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [" ".join(line.split()) for line in out.splitlines()]
    pages = next(int(line.split()[0]) for line in lines if "requests in" in line)
    wanted = ("50%", "99%", "Non-2xx", "Socket errors")
    return pages, ", ".join(line for line in lines if line.startswith(wanted))


async def _ask(host: str, port: int, paths: Iterable[str], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    for path in paths:
        start = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(length)
        times.append(time.perf_counter() - start)
    writer.close()


def load_with_own_client(base: str, paths: list[str], seconds: int, connections: int) -> tuple[int, str]:
    """Pages answered, and their times."""
    until, pick = time.perf_counter() + seconds, random.Random(_SEED)
    asked = iter(lambda: pick.choice(paths) if time.perf_counter() < until else "", "")
    return _ask_all(base, asked, connections)


def _ask_all(base: str, paths: Iterable[str], connections: int) -> tuple[int, str]:
    """Ask for each of the paths over some connections; pages answered, and their times."""
    times: list[float] = []

    async def run() -> None:
        port, shared = int(base.rpartition(":")[2]), iter(paths)
        await asyncio.gather(*(_ask("127.0.0.1", port, shared, times) for _ in range(connections)))

    asyncio.run(run())
    cuts = statistics.quantiles(times, n=100)
    return len(times), f"50% {cuts[49] * 1000:.1f}ms, 99% {cuts[98] * 1000:.1f}ms (own client)"


def print_kinds(db: str, found: dict[str, list[str]]) -> None:
    """Times of each kind of page."""
    kept, bare = Site(db, workers=1, pages=False), Site(db, workers=1, pages=False, surveys=False)
    total = Counter[str]()
    for kind, paths in found.items():
        some = paths[:20]
        runs = {"first": [kept.time_s(p) for p in some], "again": [kept.time_s(p) for p in some]}
        for path in some:
            bare.time_s(path)
        runs["anew"] = [bare.time_s(p) for p in some]
        told = []
        for label, times in runs.items():
            wall, cpu = (1000 * statistics.median(t[i] for t in times) for i in (0, 1))
            total[label] += MIX[kind] * sum(t[1] for t in times) / len(times) / sum(MIX[k] for k in found)
            told.append(f"{label} {cpu:6.2f} ({wall:6.1f})")
        sys.stdout.write(f"{kind:11} {'  '.join(told)}\n")
    sys.stdout.write("mix         " + "  ".join(f"{label} {1000 * s:6.2f} ms" for label, s in total.items()) + "\n")
    kept.stop()
    bare.stop()


def warm_up(site: Site, pages: list[str], args: argparse.Namespace, load: Load, *, rounds: int) -> None:
    """Ask for every page until each process has had nearly all of them: a site that has been up for a while."""
    asked, _ = load(site.base, pages, args.seconds, args.connections)
    while asked < rounds * args.workers * len(pages):
        more, _ = load(site.base, pages, args.seconds, args.connections)
        asked += more


def print_first_views(db: str, found: dict[str, list[str]], args: argparse.Namespace) -> None:
    """Pages a second where every page is another one that nobody asked for before."""
    site = Site(db, workers=args.workers, pages=False)
    paths = list(dict.fromkeys(mixed(found, 20 * args.pages)))
    spent, begin = site.cpu_s(), time.perf_counter()
    done, told = _ask_all(site.base, paths, args.connections)
    took, spent = time.perf_counter() - begin, site.cpu_s() - spent
    sys.stdout.write(
        f"first views {done / took:5.0f} pages/s of {done} different ones, {told}; {spent:.1f} s of processor time, "
        f"{done / spent:.0f} pages for each; {site.memory_mb()} MB\n"
    )
    site.stop()


def print_load(db: str, found: dict[str, list[str]], args: argparse.Namespace) -> None:
    """Pages a second of mixed traffic."""
    load = load_with_wrk if shutil.which("wrk") else load_with_own_client
    for label, pages, surveys in (("pages kept", True, True), ("pages off", False, True), ("all off", False, False)):
        site, paths = Site(db, workers=args.workers, pages=pages, surveys=surveys), mixed(found)
        warm_up(site, list(dict.fromkeys(paths)), args, load, rounds=ROUNDS if surveys else 0)
        spent = site.cpu_s()
        done, told = load(site.base, paths, args.seconds, args.connections)
        spent = site.cpu_s() - spent
        sys.stdout.write(
            f"{label:10} {done / args.seconds:6.0f} pages/s, {told}; {spent:.1f} s of processor time, "
            f"{done / spent:.0f} pages for each; {site.memory_mb()} MB\n"
        )
        site.stop()


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pages", type=int, default=200, help="different pages of a kind")
    parser.add_argument("--load-only", action="store_true", help="leave out the times of single pages")
    args = parser.parse_args()
    found = addresses(args.db, args.pages)
    if not args.load_only:
        print_kinds(args.db, found)
    print_first_views(args.db, found, args)
    print_load(args.db, found, args)


if __name__ == "__main__":
    main()
