"""Adding, relating and showing articles in archives of growing size.

    python bench/scale.py ../shared --at FOLDER [--sizes 10000 100000 1000000] [--added 2000] [--days 7]

One database in FOLDER grows to each size (how: `growing.py`, `rewording.py`) and is measured there: adding the articles of
some days with all links through `engine.add` with one process beside that analyses (the first day loads what linking needs and
is timed by itself; over the others merges of the index and the like are shared out), similar articles with the one to read next
for articles new and old, the first view of pages in the site's own application, searches, and how long `siyaq serve` takes
until the front page answers. Every step runs in a process of its own, whose peak memory is told. FOLDER keeps the database, so
that a later run goes on from the size that it has.

Times are of the clock and of the processor: on a machine that does other work too, the second ones tell what a quiet one does.
Of two processes side by side the busier one's processor time counts.
"""

import argparse
import asyncio
import multiprocessing
import os
import pickle
import random
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import msgspec
from growing import START, Corpus, Filler, drafts_of, make_base, outlets
from labelled import SHARED

import siyaq
from siyaq import arabic
from siyaq.engine import cleaning, naming
from siyaq.settings import Settings
from siyaq.types import Article

WHOLE = 25_000  # newest articles whose texts are filled whole: eight days, more than linking looks back
_SEED = 5
_SWEPT = 5  # outlets whose stored articles are looked through
_ASKED = 120  # articles, stories and queries of a kind


def main() -> None:
    """Grow and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--at", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--added", type=int, default=2000, help="articles of each of the days that are added")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--step", choices=[*STEPS], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.at.mkdir(parents=True, exist_ok=True)
    if asked.step:
        STEPS[asked.step](asked.at / "news.db")
        return
    corpus = read_corpus(asked.shared, asked.at)
    for number, size in enumerate(sorted(asked.sizes)):
        day = grow(corpus, asked.at / "news.db", size)
        for former in asked.at.glob("day-*.json"):
            former.unlink()
        for later in range(asked.days):
            drafts = drafts_of(corpus, day + later, number, asked.added)
            (asked.at / f"day-{later:02}.json").write_bytes(msgspec.json.encode(drafts))
        for step in STEPS:
            subprocess.run([sys.executable, __file__, "--at", str(asked.at), "--step", step], check=True)


def read_corpus(shared: Path, at: Path) -> Corpus:
    """The base, made and taken apart once; FOLDER keeps both."""
    kept, base = at / "corpus.pickle", at / "base.db"
    if not kept.exists():
        if not base.exists():
            make_base(shared, base)
        with siyaq.open(f"sqlite:///{base}") as engine:
            kept.write_bytes(pickle.dumps(Corpus(engine.store), pickle.HIGHEST_PROTOCOL))
    corpus = pickle.loads(kept.read_bytes())
    assert isinstance(corpus, Corpus)
    return corpus


def grow(corpus: Corpus, at: Path, size: int) -> int:
    """Fill the database to a size; the first day that is still empty."""
    with siyaq.open(f"sqlite:///{at}") as engine:
        for source in outlets():
            engine.store.put_source(source)
        have = engine.store.count()
        newest = next(iter(engine.find(limit=1)), None)
    day = 0 if newest is None or newest.when is None else (newest.when - START).days + 1
    if have < size:
        begin, cpu = time.perf_counter(), time.process_time()
        filler = Filler(at, corpus)
        while filler.count < size - have:
            missing = size - have - filler.count
            filler.day(day, missing, short=missing > WHOLE)
            day += 1
        filler.close()
        files = sum(f.stat().st_size for f in at.parent.glob(f"{at.name}*") if f.is_file())
        index = sum(f.stat().st_size for f in Path(f"{at}.index").iterdir())
        print(
            f"filled from {have} to {size} in {time.perf_counter() - begin:.0f} s ({time.process_time() - cpu:.0f} s CPU);"
            f" {files / 1e9:.1f} GB, index {index / 1e9:.1f} GB, {day} days",
            flush=True,
        )
    return day


# ---- steps, each in a process of its own


def add(at: Path) -> None:
    """Add the days of articles, one after the other."""
    days = [msgspec.json.decode(file.read_bytes(), type=list[Article]) for file in sorted(at.parent.glob("day-*.json"))]
    now = max((draft.published for day in days for draft in day if draft.published), default=START) + timedelta(minutes=5)
    with siyaq.open(settings=Settings(db=f"sqlite:///{at}", now=now, pages_kept=0)) as engine:
        print(f"== {engine.store.count()} articles, {len(engine.sources())} outlets", flush=True)
        later_added, later_s = 0, 0.0
        for number, drafts in enumerate(days, 1):
            begin, cpu, beside = time.perf_counter(), time.process_time(), _children_s()
            report = engine.add(drafts, workers=1)
            wall, cpu, beside = time.perf_counter() - begin, time.process_time() - cpu, _children_s() - beside
            rate = report.added / max(cpu, beside)
            print(
                f"day {number}: {report.added} added in {wall:.0f} s (CPU {cpu:.1f} s, beside {beside:.1f} s):"
                f" {report.added / wall:.0f}/s on the clock, {rate:.0f}/s by CPU",
                flush=True,
            )
            if number > 1:
                later_added, later_s = later_added + report.added, later_s + wall
        if later_s:
            print(f"days from the second on: {later_added / later_s:.0f}/s on the clock")
        _print_memory()
        _print_upkeep(engine)


def _print_upkeep(engine: siyaq.Engine) -> None:
    """What an archive pays for whenever it has grown by half, shared out among the articles added meanwhile."""
    begin, count = time.perf_counter(), engine.store.count()
    naming.Names(engine.store).learn()
    learning, begin, swept = time.perf_counter() - begin, time.perf_counter(), 0
    every = list(outlets())
    per_outlet = min(count // len(every), cleaning.SWEEP_MOST)
    for source in every[:_SWEPT]:
        swept += sum(engine.cleaning.clean(a) is not None for a in engine.store.find(source=source.id, limit=per_outlet))
    sweeping = (time.perf_counter() - begin) / swept
    whole = learning + sweeping * per_outlet * len(every)
    print(
        f"upkeep: names of {min(count, naming.LEARN_MOST)} articles learned in {learning:.1f} s, stored ones looked through in"
        f" {sweeping * 1000:.2f} ms each: {whole / (count - count / 1.5) * 1000:.2f} ms for each article added"
    )


def relate(at: Path) -> None:
    """Similar articles and what to read next, with the garbage collection of a server."""
    from siyaq.site.start import set_aside

    with siyaq.open(f"sqlite:///{at}") as engine:
        ids = _sample(engine)
        arabic.lemmas("كتاب")
        engine.context(ids["new"].pop())
        set_aside()
        for kind, some in ids.items():
            half = len(some) // 2  # none twice: what an article's neighbours are is kept
            for what, ask, part in (("links", _links, some[:half]), ("context", siyaq.Engine.context, some[half:])):
                _print_times(f"{what} of {kind} articles", [_timed(partial(ask, engine, i)) for i in part])
    _print_memory()


def _links(engine: siyaq.Engine, article: str) -> object:
    """What to read next and similar articles; a context has notes, coverage, copies and versions beside."""
    return engine.relations.rank(engine.resolve(article), 10)


def show(at: Path) -> None:
    """First views of pages in the site's application."""
    asyncio.run(_show(at))
    _print_memory()


async def _show(at: Path) -> None:
    from siyaq.web import create_app

    with siyaq.open(f"sqlite:///{at}") as engine:
        now = engine.find(limit=1)[0].when
    with siyaq.open(settings=Settings(db=f"sqlite:///{at}", now=now, pages_kept=0)) as engine:
        paths = _paths(engine)
        app = create_app(engine)
        begin, cpu = time.perf_counter(), time.process_time()
        async with app.lifespan():
            print(f"application ready in {time.perf_counter() - begin:.2f} s (CPU {time.process_time() - cpu:.2f} s)")
            await asyncio.sleep(5)  # dictionaries are read meanwhile
            for kind, some in paths.items():
                times = [await _view(app, path) for path in some]
                _print_times(f"first view, {kind}", times)


async def _view(app: Any, path: str) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor for a page; it must be there."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "headers": [(b"host", b"localhost")],
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    status: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    begin, cpu = time.perf_counter(), time.process_time()
    await app(scope, receive, send)
    times = (time.perf_counter() - begin) * 1000, (time.process_time() - cpu) * 1000
    if status != [200]:
        raise SystemExit(f"{path}: {status}")
    return times


def serve(at: Path) -> None:
    """How long a server takes until it answers."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "siyaq.cli", "serve", "--port", "8377", "--db", f"sqlite:///{at}"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None and time.perf_counter() - begin < 600:
            try:
                urllib.request.urlopen("http://127.0.0.1:8377/", timeout=300).close()
                break
            except OSError:
                time.sleep(0.1)
        print(f"siyaq serve: front page after {time.perf_counter() - begin:.1f} s", flush=True)
    finally:
        server.terminate()
        server.wait(60)
    print(f"  CPU {_children_s():.1f} s", flush=True)


def seek(at: Path) -> None:
    """Searches of three words from headlines, through the engine; each kind twice, the first time partly from the disk."""
    with siyaq.open(f"sqlite:///{at}") as engine:
        pick = random.Random(_SEED + 2)
        words = [[w for w in dict.fromkeys(a.title.split()) if len(w) > 3] for a in engine.find(limit=3000)[::30]]
        queries = [" ".join(pick.sample(some, 3)) for some in words if len(some) > 2]
        engine.search(queries[0])
        kinds: dict[str, Callable[[str], object]] = {
            "articles": engine.search,
            "with facets": lambda query: engine.search(query, facets=True),
            "stories": lambda query: engine.search(query, facets=True, collapse=True),
        }
        for kind, search in kinds.items():
            for turn in ("first", "again"):
                _print_times(f"search, {kind}, {turn}", [_timed(partial(search, query)) for query in queries])


def keep(at: Path) -> None:
    """`siyaq check`, a backup, and reading all articles as an export does."""
    copy = at.with_suffix(".backup")
    with siyaq.open(f"sqlite:///{at}") as engine:
        works: dict[str, Callable[[], object]] = {
            "check": engine.check,
            "backup": lambda: engine.backup(str(copy)),
            "export": lambda: sum(len(a.text) for a in engine.store.all_articles()),
        }
        for name, work in works.items():
            wall, cpu = _timed(work)
            print(f"{name}: {wall / 1000:.1f} s (CPU {cpu / 1000:.1f} s)", flush=True)
    copy.unlink()
    _print_memory()


STEPS: dict[str, Callable[[Path], None]] = {
    "add": add,
    "relate": relate,
    "show": show,
    "seek": seek,
    "serve": serve,
    "keep": keep,
}


def _sample(engine: siyaq.Engine) -> dict[str, list[str]]:
    """Articles of the last day, and of any time."""
    pick = random.Random(_SEED)
    newest = [a.id for a in engine.find(limit=3000)]
    first, last = engine.find(limit=1, newest_first=False)[0].when, engine.find(limit=1)[0].when
    assert first is not None and last is not None
    times = [first + pick.random() * (last - first) for _ in range(_ASKED)]
    old = [a.id for when in times for a in engine.find(until=when, limit=1)]
    return {"new": pick.sample(newest, min(len(newest), _ASKED)), "old": list(dict.fromkeys(old))}


def _paths(engine: siyaq.Engine) -> dict[str, list[str]]:
    pick = random.Random(_SEED + 1)
    ids = _sample(engine)
    articles = engine.store.articles([*ids["new"], *ids["old"]])
    until = engine.now() + timedelta(minutes=1)
    stories = [s.id for s in engine.stories(since=until - timedelta(days=3), min_articles=2, limit=1000)]
    titles = [arabic.terms(a.title) for a in articles.values()]
    queries = [" ".join(pick.sample(words, 2)) for words in titles if len(words) > 1]
    notes = engine.store.analyses(ids["new"][:20]).values()
    return {
        "home": ["/"],
        "article": [f"/article/{i}" for i in pick.sample(list(articles), min(_ASKED, len(articles)))],
        "story": [f"/story/{i}" for i in pick.sample(stories, min(_ASKED, len(stories)))],
        "search": [f"/search?q={quote(q)}" for q in queries[:_ASKED]],
        "source": [f"/source/{i}" for i in sorted({a.source for a in articles.values()})[:20]],
        "tag": [f"/tag/{quote(t.tag, safe='')}" for n in notes for t in n.tags[:1]],
        "name": [f"/name/{quote(e.name, safe='')}" for n in notes for e in n.entities[:1]],
        "trends": ["/trends"],
        "statements": ["/statements"],
        "outlets": ["/outlets"],
    }


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    begin, cpu = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - begin) * 1000, (time.process_time() - cpu) * 1000


def _print_times(what: str, times: Iterable[tuple[float, float]]) -> None:
    columns = [sorted(column) for column in zip(*times, strict=True)]
    texts = [
        f"{name} p50 {c[len(c) // 2]:.1f} p95 {c[len(c) * 95 // 100]:.1f} max {c[-1]:.1f}"
        for name, c in zip(("clock ms", "CPU ms"), columns, strict=True)
    ]
    print(f"{what:32} {'   '.join(texts)}  ({len(columns[0])})", flush=True)


def _print_memory() -> None:
    # of this program alone: what getrusage tells of itself includes the process that it was forked from
    own = _peak("self")
    beside = max((resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6, *map(_peak, _running())))
    print(f"peak memory {own:.2f} GB" + (f", of the process beside {beside:.2f} GB" if beside else ""), flush=True)


def _peak(process: str) -> float:
    """Most memory that a process had, GB."""
    return int(Path(f"/proc/{process}/status").read_text("ascii").partition("VmHWM:")[2].split()[0]) / 1e6


def _running() -> list[str]:
    """Processes that this one started and that go on."""
    return [str(child.pid) for child in multiprocessing.active_children()]


def _children_s() -> float:
    """Processor time of the processes that this one started, those that go on included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = [Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[11:13] for process in _running()]
    return used.ru_utime + used.ru_stime + sum(int(n) for pair in ticks for n in pair) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
