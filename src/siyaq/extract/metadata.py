"""Metadata of a page from all vocabularies, each field from the most trustworthy place that has it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from siyaq import arabic, web_text
from siyaq.extract.head import Head, read_head
from siyaq.extract.jsonld import article_node, names_of, site_nodes, text_of, url_of
from siyaq.extract.moment import Moment, read_moment, zone_from_host
from siyaq.extract.tag import choose_tags
from siyaq.extract.visible import TagLists, split_authors

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "itemprop:datepublished",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "itemprop:datecreated",
    "dc.date",
    "dcterms.date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "itemprop:datemodified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article.updated",
)
_TITLES = ("og:title", "twitter:title", "itemprop:headline", "dc.title", "title", "itemprop:name")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", "itemprop:author")
_MIN_KNOWN_WORDS = 5  # of a description that is compared with the text


@dataclass(slots=True)
class Metadata:
    """A page's own words on itself, before its text is read."""

    head: Head
    node: dict[str, Any]  # the article's JSON-LD node
    site_names: tuple[str, ...]
    host: str
    zone: str | None

    @property
    def titles(self) -> tuple[str | None, ...]:
        """Titles as given, best first."""
        return (text_of(self.node.get("headline")), *(self.head.first(name) for name in _TITLES), self.head.title)

    @property
    def site_name(self) -> str | None:
        """The outlet's name as the page gives it."""
        return next((name for name in self.site_names if "://" not in name), None)

    @property
    def known_text(self) -> str:
        """What the metadata quote of the article, folded: its JSON-LD text and descriptions."""
        quotes = (text_of(self.node.get("articleBody")), *self.descriptions)
        return arabic.fold(" ".join(quote for quote in quotes if quote and len(quote.split()) >= _MIN_KNOWN_WORDS))

    @property
    def descriptions(self) -> tuple[str, ...]:
        """Short descriptions of the article."""
        given = (
            text_of(self.node.get("description")),
            *self.head.all("og:description", "description", "twitter:description", "itemprop:description"),
        )
        return tuple(dict.fromkeys(text for text in given if text))


def read_metadata(tree: LexborHTMLParser, url: str | None, zone: str | None) -> Metadata:
    """Read the head, microdata and JSON-LD of a page.

    Args:
        tree: the page.
        url: its address.
        zone: IANA zone of the outlet; where None, that of the country of the host.
    """
    head = read_head(tree, url)
    node = article_node(tree, head.first("og:title"))
    canonical = head.absolute(next(iter(head.links.get("canonical", ())), None))
    host = urlsplit(web_text.canonical_url(url or "") or canonical or "").netloc
    names = [
        *head.all("og:site_name", "application-name", "apple-mobile-web-app-title"),
        *names_of(node.get("publisher")),
        *(name for site in site_nodes(tree) for name in names_of(site.get("name"))),
    ]
    return Metadata(
        head=head, node=node, site_names=tuple(dict.fromkeys(names)), host=host, zone=zone or zone_from_host(host.split(":")[0])
    )


def published(meta: Metadata) -> Moment | None:
    """When the metadata say that the article was published; the first place that holds a readable time."""
    return _moment(meta, "datePublished", _PUBLISHED)


def modified(meta: Metadata) -> Moment | None:
    """When the metadata say that the article was changed."""
    return _moment(meta, "dateModified", _MODIFIED)


def _moment(meta: Metadata, field: str, names: tuple[str, ...]) -> Moment | None:
    texts = [text_of(meta.node.get(field)), *meta.head.all(*names)]
    return next((found for found in (read_moment(text, meta.zone) for text in texts if text) if found), None)


def canonical_url(meta: Metadata, url: str | None) -> str | None:
    """The article's address as the page gives it; a front page or another site's raw address is not believed."""
    links = meta.head.links
    given = [
        *links.get("canonical", ()),
        *meta.head.all("og:url"),
        url_of(meta.node.get("mainEntityOfPage")),
        url_of(meta.node.get("url")),
    ]
    own = web_text.canonical_url(url) if url else None
    for href in given:
        found = meta.head.absolute(href)
        if found and not (
            urlsplit(found).path in ("", "/") and not urlsplit(found).query and own and urlsplit(own).path not in ("", "/")
        ):
            return found
    return own


def authors(meta: Metadata, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Writers: JSON-LD, then what people see, then meta elements; the outlet itself is no writer."""
    sites = {arabic.fold(name) for name in (*meta.site_names, meta.host)}
    given = [meta.head.all(name) for name in _AUTHORS]
    lists = (names_of(meta.node.get("author")), *given[:2], list(shown), *given[2:])
    for values in lists:
        names = [name for value in values for name in split_authors(value)]
        kept = [name for name in names if arabic.fold(name) not in sites and not _is_site_word(name, meta)]
        if kept:
            return tuple(dict.fromkeys(kept))
    return ()


def _is_site_word(name: str, meta: Metadata) -> bool:
    """A bare Latin word in small letters that is part of the host, like a user name of the editing system."""
    return " " not in name and name.isascii() and name.islower() and name in meta.host


def tags(meta: Metadata, shown: TagLists, title: str, text: str) -> tuple[str, ...]:
    """The publisher's tags of this article."""
    explicit = [meta.head.all("article:tag", "og:article:tag", "sailthru.tags", "parsely-tags")]
    explicit += [shown.rel, shown.listed] if not meta.head.all("news_keywords") else []
    keywords = [
        meta.head.all("news_keywords"),
        names_of(meta.node.get("keywords")),
        shown.rel,
        shown.listed,
        meta.head.all("keywords", "itemprop:keywords"),
    ]
    return choose_tags(explicit, keywords, title, text, meta.site_names)


def section(meta: Metadata) -> str | None:
    """The section that the page names."""
    return (
        text_of(meta.node.get("articleSection"))
        or meta.head.first("article:section", "itemprop:articlesection", "section")
        or None
    )


def image(meta: Metadata) -> str | None:
    """The main picture's address."""
    given = [
        meta.head.first("og:image", "og:image:url"),
        url_of(meta.node.get("image")),
        meta.head.first("twitter:image", "twitter:image:src"),
    ]
    given += [*meta.head.links.get("image_src", ()), meta.head.first("itemprop:image", "thumbnailurl")]
    return next((found for found in map(meta.head.absolute, given) if found), None)


def language(meta: Metadata, text: str) -> str | None:
    """Two-letter language: Arabic letters decide for Arabic script without a declaration, else what the page declares."""
    declared = (
        meta.head.language
        or text_of(meta.node.get("inLanguage"))
        or meta.head.first("og:locale", "language", "content-language")
    )
    code = (declared or "").replace("_", "-").split("-")[0].strip().lower()
    sample = [c for c in text[:2000] if c.isalpha()]
    arabic_letters = sum(1 for c in sample if "\u0600" <= c <= "\u06ff")
    if sample and arabic_letters * 2 > len(sample):
        return code if code in ("ar", "fa", "ur", "ckb", "ps", "ku", "ug", "sd") else "ar"
    return code if len(code) in (2, 3) and code != "ar" else None


def paywalled(meta: Metadata) -> bool:
    """True if the page says that it is not free to read."""
    free = meta.node.get("isAccessibleForFree")
    tier = (meta.head.first("article:content_tier", "og:content_tier") or "").lower()
    return str(free).lower() in ("false", "no", "0") or tier in ("metered", "locked", "premium")
