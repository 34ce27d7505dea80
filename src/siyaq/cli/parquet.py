"""Writing Apache Parquet: the part of the format that articles need, so that no one installs 100 MB for one command.

Optional strings, lists of strings, 32-bit numbers, times (microseconds, UTC); plain encoding, gzip, in each row group one page
a column. Format: https://parquet.apache.org/docs/file-format/ (version 1 pages), with headers in Thrift's compact protocol.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, Literal, Protocol

Kind = Literal["text", "words", "int", "time"]

_MAGIC: Final = b"PAR1"
_TYPES: Final = {"text": 6, "words": 6, "int": 1, "time": 2}  # BYTE_ARRAY, INT32, INT64
_CONVERTED: Final = {"text": 0, "words": 0, "time": 10}  # UTF8, TIMESTAMP_MICROS
_LIST, _GZIP, _PLAIN, _RLE, _DATA_PAGE = 3, 2, 0, 3, 0
_OPTIONAL, _REPEATED = 1, 2
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take them."""
        ...


@dataclass(frozen=True, slots=True)
class _Long:
    """A 64-bit number, where Thrift wants one."""

    value: int


class ParquetWriter:
    """Writes row groups one after the other, then the footer.

    Args:
        sink: binary file, which need not be seekable.
        columns: name and kind of each column. "words" is a list of strings, never null; all others may be None.
    """

    def __init__(self, sink: Sink, columns: Mapping[str, Kind]) -> None:
        self._sink = sink
        self._columns = columns
        self._groups: list[dict[int, Any]] = []
        self._rows = self._at = 0
        self._write(_MAGIC)

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write one row group; some thousand rows are a good size."""
        chunks = [self._chunk(name, kind, [row[name] for row in rows]) for name, kind in self._columns.items()]
        size = sum(chunk[3][6].value for chunk in chunks)
        self._groups.append({1: chunks, 2: _Long(size), 3: _Long(len(rows))})
        self._rows += len(rows)

    def close(self) -> None:
        """Write the footer."""
        schema: list[dict[int, Any]] = [{4: "article", 5: len(self._columns)}]
        for name, kind in self._columns.items():
            schema += _elements(name, kind)
        footer = _struct({1: 1, 2: schema, 3: _Long(self._rows), 4: self._groups, 6: "siyaq"})
        self._write(footer + struct.pack("<I", len(footer)) + _MAGIC)

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self._at += len(data)

    def _chunk(self, name: str, kind: Kind, values: Sequence[Any]) -> dict[int, Any]:
        count, body = _page(kind, values)
        packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        packed = packer.compress(body) + packer.flush()
        data_page = {1: count, 2: _PLAIN, 3: _RLE, 4: _RLE}
        header = _struct({1: _DATA_PAGE, 2: len(body), 3: len(packed), 5: data_page})
        start = self._at
        self._write(header + packed)
        meta = {
            1: _TYPES[kind],
            2: [_PLAIN, _RLE],
            3: [name, "list", "element"] if kind == "words" else [name],
            4: _GZIP,
            5: _Long(count),
            6: _Long(len(header) + len(body)),
            7: _Long(len(header) + len(packed)),
            9: _Long(start),
        }
        return {2: _Long(start), 3: meta}


def _elements(name: str, kind: Kind) -> list[dict[int, Any]]:
    """A column's place in the schema; a list is a group of a repeated group of its elements."""
    leaf = {1: _TYPES[kind], 3: _OPTIONAL, 4: "element" if kind == "words" else name}
    if kind in _CONVERTED:
        leaf[6] = _CONVERTED[kind]
    if kind != "words":
        return [leaf]
    return [{3: _OPTIONAL, 4: name, 5: 1, 6: _LIST}, {3: _REPEATED, 4: "list", 5: 1}, leaf]


def _page(kind: Kind, values: Sequence[Any]) -> tuple[int, bytes]:
    """How many levels a page has, and its bytes: levels, then the values that are there."""
    if kind == "words":
        repeats = [level for words in values for level in [0, *[1] * (len(words) - 1)]]
        present = [level for words in values for level in ([3] * len(words) or [1])]
        body = b"".join(_plain("text", word) for words in values for word in words)
        return len(present), _levels(repeats) + _levels(present) + body
    present = [int(value is not None) for value in values]
    return len(present), _levels(present) + b"".join(_plain(kind, value) for value in values if value is not None)


def _plain(kind: Kind, value: Any) -> bytes:
    if kind == "int":
        return struct.pack("<i", value)
    if kind == "time":
        return struct.pack("<q", (value - _EPOCH) // _MICROSECOND)
    data: bytes = value.encode("utf-8", "replace")
    return struct.pack("<I", len(data)) + data


def _levels(levels: Iterable[int]) -> bytes:
    """Levels as runs, with their length before them; a level takes one byte."""
    runs = b"".join(_varint(sum(1 for _ in run) << 1) + bytes([level]) for level, run in groupby(levels))
    return struct.pack("<I", len(runs)) + runs


# Thrift's compact protocol: a struct is a mapping of field numbers to values, in order.


def _struct(fields: Mapping[int, Any]) -> bytes:
    parts, last = [], 0
    for number, value in fields.items():
        parts.append(bytes([(number - last) << 4 | _kind(value)]) + _value(value))
        last = number
    return b"".join(parts) + b"\0"


def _kind(value: Any) -> int:
    if isinstance(value, int):
        return 5
    if isinstance(value, _Long):
        return 6
    if isinstance(value, str):
        return 8
    return 9 if isinstance(value, list) else 12


def _value(value: Any) -> bytes:
    if isinstance(value, _Long):
        return _varint(value.value << 1)
    if isinstance(value, int):
        return _varint(value << 1)  # zigzag; none of ours is below 0
    if isinstance(value, str):
        data = value.encode()
        return _varint(len(data)) + data
    if isinstance(value, list):
        return _list(value)
    return _struct(value)


def _list(items: list[Any]) -> bytes:
    kind = _kind(items[0]) if items else 12
    head = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + _varint(len(items))
    return head + b"".join(map(_value, items))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
