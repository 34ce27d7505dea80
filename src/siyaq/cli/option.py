"""Options and kinds of arguments that several commands share."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

db_option = click.option(
    "--db",
    metavar="URL",
    default=None,
    help="Database: sqlite:///FILE, memory: or postgresql://... [default: $SIYAQ_DB, else sqlite:///siyaq.db]",
)
unused_db_option = click.option("--db", hidden=True, expose_value=False, help="Taken by every command; this one needs none.")
always_json_option = click.option(
    "--json", is_flag=True, hidden=True, expose_value=False, help="Taken as everywhere; this command prints JSON anyway."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text for people.")
allow_host_option = click.option(
    "--allow-host",
    "allow_hosts",
    metavar="HOST[:PORT]",
    multiple=True,
    help="Host exempt from the private-address guard and from per-host delays, for tests and intranets; may be repeated. "
    "[also $SIYAQ_ALLOW_HOSTS, comma list]",
)


def batch_option(meaning: str) -> Callable[[F], F]:
    """The option `--batch FILE`; whether the file exists is found out when it is read."""
    return click.option("--batch", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE.tsv", help=meaning)


outlets_option = click.option(
    "--outlets",
    "outlets_at",
    metavar="FILE|URL",
    default=None,
    help="List of outlets (OPML or TOML) to add first; without it a new database gets the bundled list.",
)


class TimeType(click.ParamType[datetime]):
    """A time: ISO 8601 (UTC where it names no zone), or a date in words such as 12 يونيو 2018.

    Args:
        end_of_day: a bare date means the end of that day, for upper limits.
    """

    name = "time"

    def __init__(self, *, end_of_day: bool = False) -> None:
        self._end_of_day = end_of_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the argument; aware UTC."""
        if isinstance(value, datetime):
            return value
        found = _iso(value) or _in_words(value)
        if found is None:
            self.fail(f"{value!r} is no time; write 2018-06-12, 2018-06-12T14:00Z or 12 يونيو 2018", param, ctx)
        if isinstance(found, datetime):
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        start = datetime.combine(found, time(), UTC)
        return start + timedelta(days=1) if self._end_of_day else start


def _iso(value: str) -> datetime | date | None:
    text = value.strip()
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _in_words(value: str) -> datetime | date | None:
    from siyaq.arabic import parse_date

    return parse_date(value)


SINCE = TimeType()
UNTIL = TimeType(end_of_day=True)
