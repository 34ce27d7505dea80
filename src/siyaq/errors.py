"""Every error that Siyaq raises on purpose.

    SiyaqError
    ├── UsageError               the caller asked for something that cannot be meant
    │   ├── SettingsError        a setting, database address or outlet file is wrong
    │   ├── QueryError           a search query cannot be read
    │   └── NotFoundError        no article, story, outlet or name of that id
    ├── FetchError               the network did not give what was asked for
    │   ├── BlockedError         our own rules forbid the request (address guard, robots.txt, scheme)
    │   ├── TemporaryFetchError  trying again later may help (time-out, reset, 429, 5xx)
    │   ├── GoneError            the address is gone for good (404, 410)
    │   └── PermanentFetchError  trying again will not help (other 4xx, redirect loops, over a limit)
    ├── ParseError               foreign bytes are not what they claim to be
    │   ├── DecodeError          no character encoding fits
    │   ├── FeedError            not a feed, or one that cannot be read
    │   ├── ExtractError         no article could be found in a page
    │   └── RecordError          a line or record of an import file is not an article
    └── StorageError             the store or the index cannot do its work
        ├── StoreError           database missing, unreadable, of another version, or full
        ├── BusyError            another process holds the writer's place; try again
        └── SearchIndexError     the search index is damaged or of another version; rebuild it

A message is one line: what was wrong, with what, and what to do. `code` is a stable word from which the
top floor chooses the people's text in Arabic or English. Bugs (TypeError, KeyError, ...) are never caught.
"""


class SiyaqError(Exception):
    """Root of all errors raised on purpose."""

    code = "error"


class UsageError(SiyaqError):
    """The caller asked for something that cannot be meant."""

    code = "usage"


class SettingsError(UsageError):
    """A setting, database address or outlet file is wrong."""

    code = "settings"


class QueryError(UsageError):
    """A search query cannot be read."""

    code = "query"


class NotFoundError(UsageError):
    """No article, story, outlet or name of that id."""

    code = "not-found"


class FetchError(SiyaqError):
    """The network did not give what was asked for."""

    code = "fetch"


class BlockedError(FetchError):
    """Our own rules forbid the request: address guard, robots.txt or scheme."""

    code = "blocked"


class TemporaryFetchError(FetchError):
    """Trying again later may help.

    Attributes:
        retry_after_s: seconds the server asked us to wait, or None.
    """

    code = "temporary"

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class GoneError(FetchError):
    """The address is gone for good (HTTP 404 or 410)."""

    code = "gone"


class PermanentFetchError(FetchError):
    """Trying again will not help: refused, looping, or over a limit of bytes or inflation."""

    code = "permanent"


class ParseError(SiyaqError):
    """Foreign bytes are not what they claim to be."""

    code = "parse"


class DecodeError(ParseError):
    """No character encoding fits the bytes."""

    code = "decode"


class FeedError(ParseError):
    """Not a feed, or one that cannot be read."""

    code = "feed"


class ExtractError(ParseError):
    """No article could be found in a page."""

    code = "extract"


class RecordError(ParseError):
    """A line or record of an import file is not an article."""

    code = "record"


class StorageError(SiyaqError):
    """The store or the index cannot do its work."""

    code = "storage"


class StoreError(StorageError):
    """The database is missing, unreadable, of another version, or full."""

    code = "store"


class BusyError(StorageError):
    """Another process holds the writer's place; try again."""

    code = "busy"


class SearchIndexError(StorageError):
    """The search index is damaged or of another version; rebuild it."""

    code = "index"
