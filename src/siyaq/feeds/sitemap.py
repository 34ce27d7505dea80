"""Sitemaps (https://www.sitemaps.org/protocol.html), with Google's news extension, and indexes of them."""

from siyaq.feeds.raw import RawEntry, Reading
from siyaq.feeds.xml import Element, fields_of, first_text, key_of, texts
from siyaq.web_text import canonical_url


def urls_of(root: Element) -> list[Element]:
    """The `url` elements of a sitemap."""
    return [child for child in root if key_of(child.tag) == "url"]


def raw_from_url(element: Element, base: str) -> RawEntry:
    """One address with what the news extension says of it."""
    fields = fields_of(element)
    news = fields_of(fields["news:news"][0]) if "news:news" in fields else {}
    publication = fields_of(news["news:publication"][0]) if "news:publication" in news else {}
    pictures = [url for image in fields.get("image:image", ()) for url in texts(fields_of(image), "image:loc")]
    return RawEntry(
        base=base,
        links=texts(fields, "loc"),
        title=first_text(news, "news:title"),
        published=texts(news, "news:publication_date"),
        updated=texts(fields, "lastmod"),
        tags=texts(news, "news:keywords"),
        images=pictures,
        language=first_text(publication, "news:language"),
    )


def publication_of(root: Element) -> str | None:
    """Name of the publication, from the first address that gives one."""
    return next((element.text for element in root.iter() if key_of(element.tag) == "news:name" and element.text), None)


def children_of(root: Element, reading: Reading) -> tuple[str, ...]:
    """Addresses of the sitemaps that an index names, in order."""
    found = []
    for child in root:
        if key_of(child.tag) == "sitemap":
            location = first_text(fields_of(child), "loc")
            url = canonical_url(location, reading.url) if location else None
            if url:
                found.append(url)
            else:
                reading.warn("sitemap without a usable address")
    return tuple(dict.fromkeys(found))
