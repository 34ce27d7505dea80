"""Atom 1.0 (RFC 4287) and 0.3: raw items from the tree."""

from siyaq.feeds.raw import RawEntry
from siyaq.feeds.rss import Fields, base_of, images_from, links_from
from siyaq.feeds.xml import Element, attribute, fields_of, first_text, key_of, text_of, texts


def entries_of(root: Element) -> list[Element]:
    """All entries of the feed."""
    return [child for child in root if local(child) == "entry"]


def raw_from_entry(entry: Element, base: str) -> RawEntry:
    """One entry as written."""
    fields = fields_as_atom(entry)
    content = next(iter(fields.get("content", ())), None)
    return RawEntry(
        base=base_of(entry, base),
        guid=first_text(fields, "id"),
        links=links_from(fields),
        title=first_text(fields, "title"),
        summary=first_text(fields, "summary", "media:description"),
        content=_content(content) if content is not None else None,
        published=texts(fields, "published", "issued", "created", "dc:date", "pubdate"),
        updated=texts(fields, "updated", "modified", "dcterms:modified"),
        authors=[name for author in fields.get("author", ()) for name in texts(fields_as_atom(author), "name")]
        + texts(fields, "dc:creator"),
        tags=_tags(fields),
        images=[*_enclosures(fields), *images_from(fields)],
        language=attribute(entry, "lang"),
    )


def local(element: Element) -> str:
    """Name of an Atom element without its prefix, also where the name space was lost; other names with theirs."""
    return key_of(element.tag).removeprefix("atom:")


def fields_as_atom(element: Element) -> Fields:
    """Children by name, Atom's own without prefix."""
    fields: Fields = {}
    for key, found in fields_of(element).items():
        fields.setdefault(key.removeprefix("atom:"), []).extend(found)
    return fields


def _content(element: Element) -> str | None:
    """The entry's text; None for content that is elsewhere (src) or no text."""
    kind = (attribute(element, "type") or "text").lower()
    if attribute(element, "src") or not (kind in ("text", "html", "xhtml") or kind.startswith("text/") or "xml" in kind):
        return None
    return text_of(element)


def _tags(fields: Fields) -> list[str]:
    named = [attribute(element, "label") or attribute(element, "term") for element in fields.get("category", ())]
    return [name for name in named if name] + texts(fields, "dc:subject", "media:keywords")


def _enclosures(fields: Fields) -> list[str]:
    found = [
        attribute(element, "href")
        for element in fields.get("link", ())
        if (attribute(element, "rel") or "").lower() == "enclosure"
        and (attribute(element, "type") or "").lower().startswith("image/")
    ]
    return [url for url in found if url]
