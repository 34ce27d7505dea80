"""Content codings undone under a limit: never more than a chunk beyond it is held (RFC 9110, section 8.4.1)."""

import zlib
from io import BytesIO
from typing import Final, Protocol

import brotli  # type: ignore[import-untyped]

from siyaq.errors import PermanentFetchError

ACCEPT_ENCODING: Final = "gzip, deflate, br"
_CHUNK: Final = 262_144
_MAX_LAYERS: Final = 2
_RATIO_FREE_BYTES: Final = 1_000_000  # small pages of one repeated line may have any ratio


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class Inflater:
    """Undoes a response's codings while it comes in.

    Args:
        coding: Content-Encoding value.
        url: for messages.
        max_bytes: limit of the result.
        max_ratio: limit of inflated bytes per byte on the wire, beyond the first million.

    Raises:
        PermanentFetchError: unknown coding, more than two of them, over a limit, or damaged.
    """

    def __init__(self, coding: str, url: str, max_bytes: int, max_ratio: float) -> None:
        names = [name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")]
        if len(names) > _MAX_LAYERS:
            raise PermanentFetchError(f"{url} is packed {len(names)} times over; refused")
        self._decoders = [_decoder(name, url) for name in reversed(names)]
        self._url, self._max_bytes, self._max_ratio = url, max_bytes, max_ratio
        self._wire = 0
        self._whole = BytesIO()  # hands its buffer out without a copy
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Take bytes from the wire."""
        self._wire += len(data)
        if self._wire > self._max_bytes:
            raise PermanentFetchError(f"{self._url} is over the limit of {self._max_bytes} bytes")
        for decoder in self._decoders:
            data = self._run(decoder, data)
        self._size += len(data)
        self._whole.write(data)
        self._check(self._size)

    def body(self) -> bytes:
        """Everything so far."""
        return self._whole.getvalue()

    def _run(self, decoder: _Decoder, data: bytes) -> bytes:
        parts, size = [], 0
        try:
            piece = decoder.feed(data, _CHUNK)
            while piece:
                parts.append(piece)
                size += len(piece)
                self._check(self._size + size)
                piece = decoder.feed(b"", _CHUNK)
        except (zlib.error, brotli.error) as error:
            raise PermanentFetchError(f"{self._url} is damaged: its compression cannot be undone ({error})") from error
        return b"".join(parts)

    def _check(self, size: int) -> None:
        if size > self._max_bytes:
            raise PermanentFetchError(f"{self._url} unpacks to more than the limit of {self._max_bytes} bytes")
        if size > _RATIO_FREE_BYTES and size > self._max_ratio * self._wire:
            raise PermanentFetchError(f"{self._url} unpacks to over {self._max_ratio:g} times its size; taken for a bomb")


class _Zlib:
    """gzip and deflate; deflate also without the zlib header, as some servers send it."""

    def __init__(self, wbits: int | None) -> None:
        self._inner = zlib.decompressobj(wbits) if wbits else None
        self._head = b""

    def feed(self, data: bytes, room: int) -> bytes:
        if self._inner is None:
            self._head += data
            if len(self._head) < 2:
                return b""
            data = self._head
            self._inner = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS)
        data = self._inner.unconsumed_tail + data
        return self._inner.decompress(data, room) if data and not self._inner.eof else b""


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950, section 2.2: method 8, and a check that the first two bytes are divisible by 31."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._waiting = b""

    def feed(self, data: bytes, room: int) -> bytes:
        self._waiting += data
        if self._inner.is_finished():
            return b""
        if self._inner.can_accept_more_data():
            data, self._waiting = self._waiting, b""
        else:
            data = b""
        return bytes(self._inner.process(data, output_buffer_limit=room))


def _decoder(name: str, url: str) -> _Decoder:
    if name in ("gzip", "x-gzip"):
        return _Zlib(31)
    if name == "deflate":
        return _Zlib(None)
    if name == "br":
        return _Brotli()
    raise PermanentFetchError(f"{url} is packed with “{name[:20]}”, which was not asked for and cannot be undone")
