"""The demo outlets' feeds, each in its own format and with its own habits."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from siyaq.demo.content import Outlet
from siyaq.demo.edition import Printed

FEED_LIMIT = 80
"""Newest pieces a feed holds: more than real feeds do, so that a first visit brings all five days."""


def _local(time: datetime, outlet: Outlet) -> datetime:
    return time.astimezone(ZoneInfo(outlet.timezone))


def _link(item: Printed, base: str) -> str:
    query = item.outlet.tracking
    mark = "&" if "?" in item.path else "?"
    return f"{base}{item.path}{mark}{query}" if query else f"{base}{item.path}"


def body_html(item: Printed) -> str:
    """The article's paragraphs as HTML, sub-heads as h3."""
    return "\n".join(f"<h3>{escape(text)}</h3>" if sub else f"<p>{escape(text)}</p>" for text, sub in item.paragraphs)


def _cdata(html: str) -> str:
    return f"<![CDATA[{html}]]>"


def _rss_item(item: Printed, base: str, full: bool) -> str:
    outlet = item.outlet
    tags = "".join(f"<category>{escape(tag)}</category>" for tag in (item.section, *item.tags))
    author = f"<dc:creator>{escape(item.author)}</dc:creator>" if item.author else ""
    content = f"<content:encoded>{_cdata(body_html(item))}</content:encoded>" if full else ""
    return (
        f"<item><title>{escape(item.title)}</title><link>{escape(_link(item, base))}</link>"
        f'<guid isPermaLink="false">{outlet.id}-{item.number}</guid>'
        f"<pubDate>{format_datetime(_local(item.published, outlet))}</pubDate>{author}{tags}"
        f'<enclosure url="{base}/img/{item.number}.svg" type="image/svg+xml" length="0"/>'
        f"<description>{_cdata(f'<p>{escape(item.summary)}</p>')}</description>{content}</item>"
    )


def _rss(outlet: Outlet, items: Sequence[Printed], base: str, full: bool) -> str:
    rows = "\n".join(_rss_item(item, base, full) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/{outlet.id}/</link>"
        f"<description>{escape(outlet.slogan)}</description><language>ar</language><ttl>5</ttl>"
        f'<atom:link rel="self" href="{base}{outlet.feed_path}" type="application/rss+xml"/>\n{rows}</channel></rss>\n'
    )


def _atom_entry(item: Printed, base: str) -> str:
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in item.tags)
    author = f"<author><name>{escape(item.author or item.outlet.name)}</name></author>"
    published, changed = (_local(time, item.outlet).isoformat() for time in (item.published, item.changed))
    return (
        f"<entry><id>tag:{item.outlet.id}.example,2026:{item.number}</id>"
        f'<title type="html">{escape(escape(item.title))}</title><link rel="alternate" href="{escape(item.path)}"/>'
        f"<published>{published}</published><updated>{changed}</updated>{author}{tags}"
        f'<summary type="html">{escape(escape(item.summary))}</summary></entry>'
    )


def _atom(outlet: Outlet, items: Sequence[Printed], base: str) -> str:
    """Atom with links relative to the feed's own address."""
    rows = "\n".join(_atom_entry(item, base) for item in items)
    changed = max((item.changed for item in items), default=None)
    updated = _local(changed, outlet).isoformat() if changed else "1970-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">'
        f"<title>{escape(outlet.name)}</title><subtitle>{escape(outlet.slogan)}</subtitle>"
        f'<id>tag:{outlet.id}.example,2026:feed</id><link href="/{outlet.id}/"/>'
        f'<link rel="self" href="{outlet.feed_path}"/><updated>{updated}</updated>\n{rows}</feed>\n'
    )


def _rdf(outlet: Outlet, items: Sequence[Printed], base: str) -> str:
    rows = "\n".join(
        f'<item rdf:about="{escape(base + item.path)}"><title>{escape(item.title)}</title>'
        f"<link>{escape(base + item.path)}</link><description>{escape(item.summary)}</description>"
        f"<dc:date>{_local(item.published, outlet).isoformat()}</dc:date>"
        f"<dc:subject>{escape(item.section)}</dc:subject></item>"
        for item in items
    )
    order = "".join(f'<rdf:li rdf:resource="{escape(base + item.path)}"/>' for item in items)
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}/{outlet.id}/"><title>{escape(outlet.name)}</title><link>{base}/{outlet.id}/</link>'
        f"<description>{escape(outlet.slogan)}</description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n"
        f"{rows}</rdf:RDF>\n"
    )


def _json(outlet: Outlet, items: Sequence[Printed], base: str) -> str:
    rows = [
        {
            "id": f"{outlet.id}/{item.number}",
            "url": _link(item, base),
            "title": item.title,
            "summary": item.summary,
            "content_text": item.summary,
            "image": f"{base}/img/{item.number}.svg",
            "date_published": _local(item.published, outlet).isoformat(),
            "date_modified": _local(item.changed, outlet).isoformat(),
            "tags": list(item.tags),
            "authors": [{"name": item.author}] if item.author else [],
        }
        for item in items
    ]
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.slogan,
        "home_page_url": f"{base}/{outlet.id}/",
        "feed_url": f"{base}{outlet.feed_path}",
        "language": "ar",
        "items": rows,
    }
    return json.dumps(value, ensure_ascii=False)


_WRITERS: dict[str, tuple[Callable[[Outlet, Sequence[Printed], str], str], str]] = {
    "rss": (lambda outlet, items, base: _rss(outlet, items, base, full=False), "application/rss+xml"),
    "rss-sitemap": (lambda outlet, items, base: _rss(outlet, items, base, full=False), "application/rss+xml"),
    "rss-full": (lambda outlet, items, base: _rss(outlet, items, base, full=True), "application/rss+xml"),
    "atom": (_atom, "application/atom+xml"),
    "rdf": (_rdf, "application/rdf+xml"),
    "json": (_json, "application/feed+json"),
}


def write_feed(outlet: Outlet, items: Sequence[Printed], base: str) -> tuple[bytes, str]:
    """An outlet's feed.

    Args:
        outlet: whose feed.
        items: its pieces, newest first.
        base: scheme, host and port.

    Returns:
        The bytes in the outlet's encoding, and the Content-Type.
    """
    write, kind = _WRITERS[outlet.feed]
    text = write(outlet, items[:FEED_LIMIT], base)
    return text.encode(outlet.encoding, "xmlcharrefreplace"), f"{kind}; charset={outlet.encoding}"


def feed_type(outlet: Outlet) -> str:
    """MIME type of an outlet's feed, for rel=alternate links."""
    return _WRITERS[outlet.feed][1]


def write_sitemap(outlet: Outlet, items: Sequence[Printed], base: str) -> bytes:
    """The outlet's news sitemap (Google News schema): its newest pieces with title and time."""
    rows = "\n".join(
        f"<url><loc>{escape(base + item.path)}</loc><news:news><news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>ar</news:language></news:publication><news:publication_date>"
        f"{_local(item.published, outlet).isoformat()}</news:publication_date><news:title>{escape(item.title)}</news:title>"
        "</news:news></url>"
        for item in items[:FEED_LIMIT]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    ).encode()


def write_opml(outlets: Sequence[Outlet], base: str) -> bytes:
    """All outlets as an OPML list, with id, rights and time zone in the name space of `siyaq.feeds.write_opml`."""
    rows = "\n".join(
        f'<outline type="rss" text="{escape(outlet.name)}" title="{escape(outlet.name)}" '
        f'xmlUrl="{base}{outlet.feed_path}" htmlUrl="{base}/{outlet.id}/" language="ar" '
        f'siyaq:id="{outlet.id}" siyaq:rights="full" siyaq:timezone="{outlet.timezone}"/>'
        for outlet in outlets
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0" xmlns:siyaq="https://siyaq.example/opml">'
        "<head><title>صحافة العرض</title></head>"
        f"<body>\n{rows}\n</body></opml>\n"
    ).encode()
