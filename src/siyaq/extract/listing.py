"""Article links of a home or section page."""

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from siyaq import web_text

_MIN_TITLE_WORDS = 4  # navigation labels have one to three words


def listing_links(html: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """Article-looking links of a home or section page: (canonical url, anchor text), in page order.

    Args:
        html: the page as fetched.
        url: its address; links to other hosts are left out.

    Raises:
        DecodeError: no character encoding fits.
    """
    tree = LexborHTMLParser(web_text.decode(html).text)
    host = urlsplit(url).netloc
    found: dict[str, str] = {}
    for node in tree.css("a[href]"):
        text = " ".join(node.text().split())
        link = web_text.canonical_url(node.attributes.get("href") or "", url)
        if link and urlsplit(link).netloc == host and len(text.split()) >= _MIN_TITLE_WORDS:
            found.setdefault(link, text)
    return tuple(found.items())
