"""A page before it is rendered: the template with its values, and what the same list carries as a feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from siyaq.feeds import Item
from siyaq.survey.memo import MAX_AGE_S

if TYPE_CHECKING:
    from siyaq.site.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a view returns.

    Attributes:
        template: file in templates/.
        title: title of the page, without the site's name.
        values: what the template shows.
        items: the list as feed items; None where the page is no list (then it has no .rss, .atom, .json).
        path: our address of the page (canonical), with its query.
        indexable: False asks search engines to leave the page out.
        moved_to: the page lives there: answer with a redirect, a permanent one unless `status` is 302.
    """

    template: str
    title: str
    path: str
    values: dict[str, Any] = field(default_factory=dict)
    description: str = ""
    items: tuple[Item, ...] | None = None
    indexable: bool = True
    status: int = 200
    moved_to: str | None = None


View = Callable[["Desk", Mapping[str, str]], Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of page.

    What its view returns is kept until the archive changes; it is rendered, which tells times as they are then, for each
    request that the page cache does not answer. So a view's result carries no texts but those shown, and is never changed.

    Attributes:
        view: makes the page.
        params: names of the query parameters that it reads; others are no part of its address.
        keep_s: how long its result is good while nothing changes.
        zoned: the result depends on the reader's time zone, not only the rendered page.
    """

    view: View
    params: frozenset[str] = frozenset()
    keep_s: float = MAX_AGE_S
    zoned: bool = False
