"""Compressed forms of what is sent: Brotli (RFC 7932) where the client reads it, else gzip (RFC 1952)."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Literal

import brotli  # type: ignore[import-untyped]

Coding = Literal["br", "gzip"]
SMALLEST = 600  # bytes; below this the compressed form is hardly smaller
# On a front page of 57 KB, processor time and result: Brotli 2 takes 0.3 ms (12.3 KB), 5 1.3 ms (10.2 KB), 11 67 ms (9.0 KB);
# gzip 4 0.7 ms (12.0 KB), 6 1.7 ms (11.1 KB).
_EFFORT: dict[tuple[Coding, str], int] = {
    ("br", "once"): 2,
    ("br", "often"): 5,
    ("br", "always"): 11,
    ("gzip", "once"): 4,
    ("gzip", "often"): 6,
    ("gzip", "always"): 9,
}


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> Coding | None:
    """The best coding that an Accept-Encoding header names (RFC 9110, 12.5.3); None where it names none of ours.

    >>> coding_for("gzip, deflate, br;q=0.9"), coding_for("gzip;q=0"), coding_for("br;q=0, *")
    ('br', None, 'gzip')
    """
    given = dict(_weighed(part) for part in accepted.lower().split(",") if part.strip())
    codings: tuple[Coding, Coding] = ("br", "gzip")
    return next((coding for coding in codings if given.get(coding, given.get("*", 0.0)) > 0), None)


def _weighed(part: str) -> tuple[str, float]:
    name, _, weight = part.partition(";")
    try:
        return name.strip(), float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
    except ValueError:
        return name.strip(), 1.0


def pack(body: bytes, coding: Coding, sent: Literal["once", "often", "always"]) -> bytes:
    """The compressed form; the more often it will be sent, the more time is spent on it."""
    effort = _EFFORT[coding, sent]
    packed: bytes = brotli.compress(body, quality=effort) if coding == "br" else gzip.compress(body, effort, mtime=0)
    return packed
