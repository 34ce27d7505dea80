"""Content codings undone piece by piece, under limits of size and ratio."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest

from siyaq.errors import PermanentFetchError
from siyaq.fetch.inflate import Inflater

TEXT = "خبر عاجل من العاصمة. ".encode() * 5_000
ZEROS = bytes(200_000_000)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def inflated(coding: str, data: bytes, piece: int, max_bytes: int = 1_000_000, max_ratio: float = 5_000.0) -> bytes:
    inflater = Inflater(coding, "https://sada.example/", max_bytes, max_ratio)
    for at in range(0, len(data), piece):
        inflater.feed(data[at : at + piece])
    return inflater.body()


@pytest.mark.parametrize("piece", [1, 7, 4096, 1_000_000])
@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("identity", TEXT),
        ("", TEXT),
        ("gzip, br", brotli.compress(gzip.compress(TEXT))),
    ],
)
def test_codings_are_undone(coding: str, packed: bytes, piece: int) -> None:
    assert inflated(coding, packed, piece) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_bombs_are_refused_within_little_memory(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=4)}
    packed = pack[coding](ZEROS) if coding in pack else gzip.compress(gzip.compress(ZEROS))
    tracemalloc.start()
    try:
        with pytest.raises(PermanentFetchError, match="unpacks to more than the limit of 1000000 bytes"):
            inflated(coding, packed, 65_536)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_ratio_no_page_reaches_is_taken_for_a_bomb() -> None:
    with pytest.raises(PermanentFetchError, match="bomb"):
        inflated("gzip", gzip.compress(ZEROS), 65_536, max_bytes=300_000_000, max_ratio=200.0)
    assert inflated("gzip", gzip.compress(bytes(900_000)), 65_536, max_ratio=200.0) == bytes(900_000)


@pytest.mark.parametrize(
    ("coding", "data", "cause"),
    [
        ("gzip", b"x" * 100, "damaged"),
        ("deflate", b"\xff" * 100, "damaged"),
        ("br", b"\xff" * 100, "damaged"),
        ("zstd", b"x", "not asked for"),
        ("gzip,gzip,gzip", b"x", "packed 3 times"),
        ("", b"x" * 1_000_001, "over the limit"),
    ],
)
def test_what_cannot_be_undone_is_refused(coding: str, data: bytes, cause: str) -> None:
    with pytest.raises(PermanentFetchError, match=cause):
        inflated(coding, data, 1_000_001)


def test_bytes_after_the_end_of_a_gzip_body_are_ignored() -> None:
    assert inflated("gzip", gzip.compress(TEXT) + b"trailing", 4096) == TEXT
