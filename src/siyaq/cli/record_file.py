"""Reading articles out of files: JSONL, saved pages, web archives; plain or gzipped; a name or "-" for standard input."""

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, Literal, cast

import msgspec

from siyaq.errors import DecodeError, RecordError
from siyaq.types import Article

Format = Literal["jsonl", "html", "warc"]
OnBad = Callable[[str, str], None]
"""Told of a record that is skipped: where it is, and why."""

_ENDINGS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".warc": "warc",
}
_MAX_PAGE_BYTES = 20_000_000
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_BEGINNINGS: dict[bytes, Format] = {b"{": "jsonl", b"<": "html", b"WARC/": "warc"}
_PEEK_BYTES = 4096
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)


def format_of(path: str, beginning: bytes = b"") -> Format:
    """The format that a file's name tells, else its beginning; JSONL for standard input that tells none.

    Raises:
        RecordError: neither tells one.
    """
    name = path.lower().removesuffix(".gz")
    for ending, kind in _ENDINGS.items():
        if name.endswith(ending):
            return kind
    for mark, kind in _BEGINNINGS.items():
        if _unpacked(beginning).removeprefix(_BOM).lstrip().startswith(mark):
            return kind
    if path == "-":
        return "jsonl"
    raise RecordError(f"{path}: neither name nor content tells a format; give --format jsonl, html or warc")


def _unpacked(beginning: bytes) -> bytes:
    if not beginning.startswith(_GZIP):
        return beginning
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(beginning, _PEEK_BYTES)
    except zlib.error:
        return b""


class RecordFile:
    """A file of articles.

    Args:
        path: name, or "-".
        kind: format; None takes what the name or the beginning tells.
        source: outlet of records that name none.
        on_bad: told of records that are skipped.

    Raises:
        OSError: it cannot be opened.
        RecordError: neither its name nor its beginning tells a format.
    """

    def __init__(self, path: str, kind: Format | None, source: str | None, on_bad: OnBad) -> None:
        self.path = path
        self._source = source
        self._on_bad = on_bad
        self._stack = ExitStack()
        file = self._stack.enter_context(Path(path).open("rb")) if path != "-" else sys.stdin.buffer  # noqa: SIM115
        self._raw = cast(BufferedReader, file)
        try:
            self._kind = kind or format_of(path, self._raw.peek(_PEEK_BYTES))
        except RecordError:
            self.close()
            raise
        self.size = Path(path).stat().st_size if path != "-" else 0

    def position(self) -> int:
        """Bytes of the file read so far, as it lies on the disk."""
        return self._raw.tell() if self.path != "-" and not self._raw.closed else 0

    def close(self) -> None:
        """Close the file."""
        self._stack.close()

    def articles(self) -> Iterator[Article]:
        """Drafts of all good records, in order.

        Raises:
            DecodeError: the file is damaged from here on.
        """
        try:
            if self._kind == "warc":
                yield from self._from_warc()
            elif self._kind == "html":
                yield from self._from_page()
            else:
                yield from self._from_lines()
        except _DAMAGE as exc:
            raise DecodeError(f"{self.path} is damaged: {exc}") from exc

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Lines that are not blank, each with where it stands."""
        for number, line in enumerate(self._stream(), 1):
            if line.strip():
                yield f"{self.path}:{number}", line

    def _stream(self) -> IO[bytes]:
        packed = self._raw.peek(len(_GZIP)).startswith(_GZIP)
        return cast(IO[bytes], gzip.open(self._raw)) if packed else self._raw

    def _from_lines(self) -> Iterator[Article]:
        from siyaq.ingest import article_from_record

        for where, line in self.lines():
            try:
                article = article_from_record(record_from_line(line), source=self._source)
            except RecordError as exc:
                self._on_bad(where, str(exc))
                continue
            yield article

    def _from_page(self) -> Iterator[Article]:
        yield from self._page(self.path, self._stream().read(_MAX_PAGE_BYTES), None, None)

    def _page(self, where: str, html: bytes, url: str | None, content_type: str | None) -> Iterator[Article]:
        from siyaq.ingest import article_from_page

        try:
            article = article_from_page(html, url, source=self._source, content_type=content_type)
        except RecordError as exc:
            self._on_bad(where, str(exc))
            return
        yield article

    def _from_warc(self) -> Iterator[Article]:
        for where, html, url, content_type in self._responses():
            yield from self._page(where, html, url, content_type)

    def _responses(self) -> Iterator[tuple[str, bytes, str | None, str | None]]:
        """Pages of a web archive: name, body, address and content type."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        try:
            for record in ArchiveIterator(self._raw, record_types=WarcRecordType.response, parse_http=True):
                http = record.http_headers
                if http is None or http.status_code != 200 or "html" not in (record.http_content_type or ""):
                    continue
                url = record.headers.get("WARC-Target-URI")
                yield url or str(record.record_id), record.reader.read(_MAX_PAGE_BYTES), url, http.get("Content-Type")
        except OSError as exc:  # the reader's word for an archive that is none
            raise DecodeError(f"{self.path} is damaged: {exc}") from exc


def lines_of(path: str) -> Iterator[tuple[str, bytes]]:
    """Lines of a JSONL file or of standard input that are not blank, each with where it stands.

    Raises:
        OSError: it cannot be read.
        DecodeError: it is damaged.
    """
    file = RecordFile(path, "jsonl", None, lambda where, why: None)
    try:
        yield from file.lines()
    except _DAMAGE as exc:
        raise DecodeError(f"{path} is damaged: {exc}") from exc
    finally:
        file.close()


def record_from_line(line: bytes) -> dict[str, Any]:
    """The JSON object of a line.

    Raises:
        RecordError: it is no JSON object.
    """
    try:
        record = msgspec.json.decode(line.removeprefix(_BOM))
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise RecordError(f"not JSON: {exc}") from exc
    if not isinstance(record, dict):
        raise RecordError(f"a record must be an object, not {type(record).__name__}")
    return record
