"""Damaging good input, many times over: what the long runs of the parsers share.

`SIYAQ_FUZZ` is the number of inputs for each parser (make test-all: 200,000); without it a few hundred are tried.
"""

import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

INPUTS = int(os.environ.get("SIYAQ_FUZZ", "400"))
_BATCH = 100  # inputs made of one seed that hypothesis draws: its own work is then no part of the cost
_MAX_BYTES = 6_000
_SLOW_S = 2.0  # processor time for one input of this size; those of a megabyte are tried apart
MEGABYTE = 1_000_000
Parser = Callable[[bytes, Random], object]

MARKUP = (
    "<", ">", "</", "/>", "&", "&#", "&#x110000;", "&#0;", "&laquo;", "&a;", "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE x [",
    "<!ENTITY a 'b'>", "<?xml encoding='", "?>", "<p>", "</p>", "<br>", "<b a=1>", "<div class='", "<script>", "</script>",
    "<style>", "<svg>", "<table>", "<a href='http://[", "<meta charset=", "<base href='//", "<title>", "xmlns:x='",
    "xml:base='",
)  # fmt: skip
TEXT = (
    "\x00", "\x0b", "\x1b", "\ufffe", "\ufeff", "\u202e", "\u200f", "\u0640", "\u064b", "\u06cc", "\ud800", "\U0001f600",
    "\n", "\r\n", "\t", " ", '"', "'", "«", "“", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ":", ",", ";", "=", "/", "//",
    "..", "?", "#", "%", "%zz", "%D8", "@", "-", "+", ".", "*", "(", ")", "|", "0", "9" * 20, "٢٠١٨", "1e999", "NaN", "null",
    "true", "-0001-01-01", "31 Feb 2018 25:61", "الثلاثاء 12 حزيران/يونيو 2018", "أمس", "ÇáÈíÑæÊ", "Ø§Ù„Ø±", "ط§ظ„ط±", "في",
    "utf-8", "windows-1256",
)  # fmt: skip
NEWS = (
    "جرف فيضان نهر سيروان جسر قرية دلبار وقطع الطريق إلى المدينة",
    "قال مدير الدفاع المدني إن المياه ارتفعت ثلاثة أمتار خلال الليل",
    "فاز فريق الصقور على ضيفه فريق النوارس بهدفين في ملعب الواحة",
    "أعلن وزير المالية خفض الرسوم على واردات القمح والذرة هذا العام",
    "افتتحت الأميرة معرض الخط العربي في قصر الثقافة بمدينة مرسين",
)
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "cp1256", "utf-16", "utf-16-be", "utf-32", "iso8859-6", "latin-1", "utf-7")


@dataclass(frozen=True)
class Grinder:
    """Makes damaged inputs of good ones, the same for the same seed."""

    seeds: Sequence[bytes]
    scraps: Sequence[bytes] = field(default_factory=lambda: [s.encode("utf-8", "surrogatepass") for s in (*MARKUP, *TEXT)])

    def damaged(self, rng: Random) -> bytes:
        """One input: a good one with some pieces cut, doubled, exchanged or put in."""
        data = rng.choice(self.seeds)
        for _ in range(rng.choice((0, 1, 1, 2, 3, 5, 9))):
            data = self._damage(rng, data)[:_MAX_BYTES]
        if rng.random() < 0.15:
            data = data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")
        return data

    def _damage(self, rng: Random, data: bytes) -> bytes:
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + int(rng.expovariate(1 / 12)))
        kind = rng.randrange(8)
        if kind < 3:
            return data[:at] + rng.choice(self.scraps) + data[at if kind else end :]
        if kind == 3:
            return data[:at] + rng.randbytes(rng.randrange(1, 6)) + data[end:]
        if kind == 4:
            return data[:at] + data[end:]
        if kind == 5:
            return data[:end] + data[at:end] * rng.choice((1, 2, 40)) + data[end:]
        if kind == 6:
            other = rng.choice(self.seeds)
            return data[:at] + other[rng.randrange(len(other) + 1) :]
        return data[:at]


def grind(parser: Parser, seeds: Sequence[bytes], expected: tuple[type[Exception], ...]) -> None:
    """Feed a parser with damaged inputs; only expected errors may come out, with one line of text, and soon."""
    grinder = Grinder(seeds)

    @settings(max_examples=max(1, INPUTS // _BATCH), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**48))
    def run(seed: int) -> None:
        rng = Random(seed)
        for _ in range(_BATCH):
            data = grinder.damaged(rng)
            started = time.process_time()
            try:
                parser(data, rng)
            except expected as error:
                assert "\n" not in str(error), data
            except Exception as error:
                error.add_note(f"input: {data!r}")
                raise
            assert time.process_time() - started < _SLOW_S, data

    logging.disable(logging.CRITICAL)  # libraries complain of each damaged page
    try:
        run()
    finally:
        logging.disable(logging.NOTSET)


def swell(parser: Parser, seeds: Sequence[bytes], expected: tuple[type[Exception], ...]) -> list[str]:
    """Feed a parser with a megabyte of each scrap in the middle of good input; gives those that took over two seconds."""
    slow = []
    middle, scraps = len(seeds[0]) // 2, Grinder(seeds).scraps
    for scrap in [*scraps, *seeds]:
        data = seeds[0][:middle] + scrap * (MEGABYTE // len(scrap)) + seeds[0][middle:]
        spent = _seconds(parser, data, expected)
        if spent > _SLOW_S:  # once more, as other processes disturb the caches
            spent = min(spent, _seconds(parser, data, expected))
        if spent > _SLOW_S:
            slow.append(f"{scrap[:30]!r}: {spent:.1f} s")
    return slow


def _seconds(parser: Parser, data: bytes, expected: tuple[type[Exception], ...]) -> float:
    started = time.process_time()
    with suppress(*expected):
        parser(data, Random(1))
    return time.process_time() - started


@pytest.fixture(scope="session", name="grind")
def grind_fixture() -> Callable[..., None]:
    """`grind`."""
    return grind


@pytest.fixture(scope="session", name="swell")
def swell_fixture() -> Callable[..., list[str]]:
    """`swell`."""
    return swell


@pytest.fixture(scope="session")
def scraps() -> tuple[str, ...]:
    """Pieces that damage good input."""
    return (*MARKUP, *TEXT)


@pytest.fixture(scope="session")
def news() -> tuple[str, ...]:
    """Five sentences of invented news; the first two are of one happening."""
    return NEWS
