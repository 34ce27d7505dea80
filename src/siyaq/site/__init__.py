"""The web site: a calm right-to-left newspaper over one engine, usable without scripts."""

from siyaq.site.error_page import error_pages
from siyaq.site.route import routes
from siyaq.site.serve import Server
from siyaq.site.start import warm_up

__all__ = ["Server", "error_pages", "routes", "warm_up"]
