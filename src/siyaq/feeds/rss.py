"""RSS 0.90 to 2.0 and RDF (RSS 1.0): raw items from the tree."""

import re
from typing import Final

from siyaq.feeds.raw import RawEntry
from siyaq.feeds.xml import Element, attribute, fields_of, first_text, key_of, text_of, texts

Fields = dict[str, list[Element]]

_PUBLISHED: Final = (
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "atom:published",
    "published",
    "date",
    "atom:issued",
)
_UPDATED: Final = ("atom:updated", "dcterms:modified", "atom:modified", "updated", "lastbuilddate", "modified")
_CONTENT: Final = ("content:encoded", "atom:content", "xhtml:body", "xhtml:div", "fulltext", "encoded", "content")
_MAIL_AUTHOR: Final = re.compile(r"[^\s()]{1,200}@[^\s()]{1,200}\s*\(([^)]{1,200})\)")
_PERIOD_S: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def channel_of(root: Element) -> Element:
    """The channel element; the root itself where there is none."""
    return next((child for child in root.iter() if key_of(child.tag) == "channel"), root)


def items_of(root: Element) -> list[Element]:
    """All items, inside the channel (RSS) or beside it (RDF)."""
    return [element for element in root.iter() if key_of(element.tag) == "item"]


def raw_from_item(item: Element, base: str) -> RawEntry:
    """One item as written."""
    fields = fields_of(item)
    guid = fields.get("guid", [None])[0]
    about = attribute(item, "about")
    return RawEntry(
        base=base_of(item, base),
        guid=text_of(guid) if guid is not None else first_text(fields, "atom:id", "id") or about,
        guid_is_link=guid is not None and (attribute(guid, "ispermalink") or "").lower() == "true",
        links=[*links_from(fields), *([about] if about else [])],
        title=first_text(fields, "title", "media:title", "dc:title", "atom:title"),
        summary=first_text(
            fields, "description", "atom:summary", "dc:description", "media:description", "itunes:summary", "summary"
        ),
        content=first_text(fields, *_CONTENT),
        published=texts(fields, *_PUBLISHED),
        updated=texts(fields, *_UPDATED),
        authors=_authors(fields),
        tags=texts(fields, "category", "dc:subject", "media:keywords", "itunes:keywords", "keywords", "atom:category"),
        images=images_from(fields),
        language=first_text(fields, "dc:language", "language"),
    )


def links_from(fields: Fields) -> list[str]:
    """Addresses of an item or channel, the original one before an alternate, then plain ones."""
    found = texts(fields, "feedburner:origlink")
    for key in ("link", "atom:link", "?:link"):
        for element in fields.get(key, ()):
            rel = (attribute(element, "rel") or "alternate").lower()
            value = attribute(element, "href") or text_of(element)
            if rel == "alternate" and value.strip():
                found.append(value.strip())
    return found + texts(fields, "url")


def related_link(fields: Fields, rel: str) -> str | None:
    """Address of the first link with this relation (self, hub, next)."""
    for key in ("atom:link", "link", "?:link"):
        for element in fields.get(key, ()):
            if (attribute(element, "rel") or "").lower() == rel and attribute(element, "href"):
                return attribute(element, "href")
    return None


def images_from(fields: Fields) -> list[str]:
    """Picture addresses: media RSS (also in groups), enclosures, iTunes, image elements."""
    media = [*fields.get("media:content", ())]
    thumbs = [*fields.get("media:thumbnail", ())]
    for group in fields.get("media:group", ()):
        inner = fields_of(group)
        media += inner.get("media:content", ())
        thumbs += inner.get("media:thumbnail", ())
    for element in list(media):
        thumbs += fields_of(element).get("media:thumbnail", ())
    pictures = [element for element in [*media, *fields.get("enclosure", ())] if _is_picture(element)]
    found = [attribute(element, "url") for element in [*pictures, *thumbs]]
    found += [attribute(element, "href") for element in fields.get("itunes:image", ())]
    for element in fields.get("image", ()):
        found.append(first_text(fields_of(element), "url") or (text_of(element).strip() if len(element) == 0 else None))
    return [url for url in found if url]


def seconds_to_live(fields: Fields) -> float | None:
    """How long the feed asks readers to wait between visits, in seconds; None if it does not say."""
    ttl = (first_text(fields, "ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 8:
        return int(ttl) * 60.0
    period = (first_text(fields, "sy:updateperiod") or "").strip().lower()
    often = (first_text(fields, "sy:updatefrequency") or "1").strip()
    if period in _PERIOD_S and often.isascii() and often.isdigit() and int(often[:6]) > 0:
        return _PERIOD_S[period] / int(often[:6])
    return None


def base_of(element: Element, base: str) -> str:
    """The base of relative addresses in an element: `xml:base` of it or its parents, else the feed's."""
    try:
        return element.base or base
    except ValueError:
        return base


def _is_picture(element: Element) -> bool:
    kind = (attribute(element, "type") or "").lower()
    if kind:
        return kind.startswith("image/")
    if (attribute(element, "medium") or "").lower() == "image":
        return True
    return re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", (attribute(element, "url") or "").lower()) is not None


def _authors(fields: Fields) -> list[str]:
    named = texts(fields, "dc:creator", "author", "itunes:author", "media:credit", "creator")
    for element in fields.get("atom:author", ()):
        named += texts(fields_of(element), "atom:name", "name")
    found = []
    for name in named:
        mail = _MAIL_AUTHOR.fullmatch(name.strip())
        found.append(mail[1] if mail else name)
    return [name for name in found if "@" not in name]
