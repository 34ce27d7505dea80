"""From the HTML of a page to an article: a cascade of steps, each of which may be looked at alone."""

from siyaq.extract.cascade import extract
from siyaq.extract.listing import listing_links

__all__ = ["extract", "listing_links"]
