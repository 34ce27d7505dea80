"""Values of `types` as JSON bytes and back, and times as integers."""

from datetime import UTC, datetime, timedelta
from typing import Final, overload

import msgspec

from siyaq.ports import Digest
from siyaq.types import Analysis, Article, Feed, Source, Story

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

encode: Final = msgspec.json.Encoder().encode
article_from_bytes: Final = msgspec.json.Decoder(Article).decode
analysis_from_bytes: Final = msgspec.json.Decoder(Analysis).decode
digest_from_bytes: Final = msgspec.json.Decoder(Digest).decode
feed_from_bytes: Final = msgspec.json.Decoder(Feed).decode
source_from_bytes: Final = msgspec.json.Decoder(Source).decode
story_from_bytes: Final = msgspec.json.Decoder(Story).decode


@overload
def micros_from_time(time: datetime) -> int: ...
@overload
def micros_from_time(time: None) -> None: ...
@overload
def micros_from_time(time: datetime | None) -> int | None: ...
def micros_from_time(time: datetime | None) -> int | None:
    """Microseconds since 1970 UTC of an aware time; None stays None."""
    return None if time is None else (time - _EPOCH) // _MICROSECOND


def time_from_micros(micros: int) -> datetime:
    """Aware UTC time from microseconds since 1970."""
    return _EPOCH + micros * _MICROSECOND
