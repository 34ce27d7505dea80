"""Parquet files, read back by a small reader of our own and by pyarrow."""

import gzip
import io
import struct
from datetime import UTC, datetime
from typing import Any

from pyarrow import parquet

from siyaq.cli.parquet import Kind, ParquetWriter

COLUMNS: dict[str, Kind] = {"id": "text", "tags": "words", "version": "int", "published": "time"}
ROWS: list[dict[str, Any]] = [
    {"id": "خبر", "tags": ("واحد", "اثنان"), "version": 1, "published": datetime(2024, 3, 1, 2, 3, 4, 5, tzinfo=UTC)},
    {"id": None, "tags": (), "version": None, "published": None},
    {"id": "", "tags": ("ثلاثة",), "version": 300, "published": datetime(1950, 1, 1, tzinfo=UTC)},
]


def written(*groups: list[dict[str, Any]]) -> bytes:
    sink = io.BytesIO()
    writer = ParquetWriter(sink, COLUMNS)
    for rows in groups:
        writer.write(rows)
    writer.close()
    return sink.getvalue()


class Thrift:
    """Reads structs of the compact protocol as mappings of field numbers."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def value(self, kind: int) -> Any:
        if kind in (5, 6):
            raw = self.varint()
            return (raw >> 1) ^ -(raw & 1)
        if kind == 8:
            size = self.varint()
            self.at += size
            return self.data[self.at - size : self.at].decode()
        if kind == 9:
            head = self.data[self.at]
            self.at += 1
            size = self.varint() if head >> 4 == 15 else head >> 4
            return [self.value(head & 15) for _ in range(size)]
        assert kind == 12
        return self.struct()

    def struct(self) -> dict[int, Any]:
        fields: dict[int, Any] = {}
        number = 0
        while head := self.data[self.at]:
            self.at += 1
            number += head >> 4
            fields[number] = self.value(head & 15)
        self.at += 1
        return fields


def levels(page: bytes, at: int) -> tuple[list[int], int]:
    (size,) = struct.unpack_from("<I", page, at)
    reader, found = Thrift(page, at + 4), []
    while reader.at < at + 4 + size:
        run = reader.varint()
        found += [page[reader.at]] * (run >> 1)
        reader.at += 1
    return found, reader.at


def footer_of(data: bytes) -> dict[int, Any]:
    assert data[:4] == data[-4:] == b"PAR1"
    (size,) = struct.unpack("<I", data[-8:-4])
    reader = Thrift(data, len(data) - 8 - size)
    footer = reader.struct()
    assert reader.at == len(data) - 8
    return footer


def page_of(data: bytes, meta: dict[int, Any]) -> bytes:
    reader = Thrift(data, meta[9])
    header = reader.struct()
    page = gzip.decompress(data[reader.at : reader.at + header[3]])
    assert len(page) == header[2] and header[5][1] == meta[5]
    assert meta[7] == reader.at - meta[9] + header[3]
    return page


def test_the_footer_tells_columns_and_rows() -> None:
    footer = footer_of(written(ROWS, ROWS[:1]))
    assert footer[3] == 4 and [group[3] for group in footer[4]] == [3, 1]
    assert [element[4] for element in footer[2]] == ["article", "id", "tags", "list", "element", "version", "published"]
    assert [column[3][3] for column in footer[4][0][1]] == [["id"], ["tags", "list", "element"], ["version"], ["published"]]
    assert footer_of(written())[3] == 0


def test_pages_hold_what_was_written() -> None:
    data = written(ROWS)
    text, words, numbers, times = (page_of(data, column[3]) for column in footer_of(data)[4][0][1])
    present, at = levels(text, 0)
    assert present == [1, 0, 1] and text[at:] == struct.pack("<I", 6) + "خبر".encode() + struct.pack("<I", 0)
    repeats, at = levels(words, 0)
    present, at = levels(words, at)
    assert (repeats, present) == ([0, 1, 0, 0], [3, 3, 1, 3])
    assert words[at:].decode("utf-8", "ignore").translate(dict.fromkeys(range(32))) == "واحداثنانثلاثة"
    assert numbers[levels(numbers, 0)[1] :] == struct.pack("<ii", 1, 300)
    micros = struct.unpack("<qq", times[levels(times, 0)[1] :])
    assert micros == (1709258584000005, -631152000000000)


def test_other_readers_agree() -> None:
    rows = parquet.read_table(io.BytesIO(written(ROWS, ROWS))).to_pylist()
    assert rows == [{**row, "tags": list(row["tags"])} for row in ROWS * 2]
