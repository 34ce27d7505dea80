"""Cards and stories as items of our RSS, Atom and JSON feeds. They show no more than the pages do."""

from __future__ import annotations

from siyaq.feeds import Item
from siyaq.site.address import web_href
from siyaq.site.desk import Card, Desk
from siyaq.types import Story


def item_from_card(desk: Desk, card: Card) -> Item:
    """An article: our page's address, the lead that its outlet's rights allow, and the outlet as source."""
    article = card.article
    return Item(
        id=desk.url(f"/article/{article.id}"),
        url=desk.url(card.href),
        title=card.title,
        summary=card.lead,
        published=card.when,
        updated=article.modified,
        authors=article.authors,
        tags=article.tags,
        source_name=card.source.name,
        source_url=card.out or web_href(card.source.home),
    )


def item_from_story(desk: Desk, story: Story, title: str, card: Card, href: str) -> Item:
    """A story: its page, the lead of its first report, and the time of its newest one."""
    return Item(
        id=desk.url(f"/story/{story.id}"),
        url=desk.url(href),
        title=title,
        summary=card.lead,
        published=story.first or card.when,
        updated=story.last,
        tags=story.tags,
        source_name=card.source.name,
        source_url=card.out or web_href(card.source.home),
    )
