"""The web site: a calm right-to-left newspaper over one engine, usable without scripts."""

from siyaq.site.error_page import error_pages
from siyaq.site.route import routes
from siyaq.site.serve import Server
from siyaq.site.start import set_aside, warm_up, warm_up_more

__all__ = ["Server", "error_pages", "routes", "set_aside", "warm_up", "warm_up_more"]
