"""A page before it is rendered: the template with its values, and what the same list carries as a feed."""

from dataclasses import dataclass, field
from typing import Any

from siyaq.feeds import Item


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
