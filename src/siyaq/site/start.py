"""What is done once before the first request, so that no reader waits for it."""

from __future__ import annotations

from siyaq.site.render import compile_templates
from siyaq.site.serve import Server
from siyaq.site.text import LANGUAGES, plural_form


def warm_up(server: Server) -> None:
    """Compile the templates, count the last two weeks and read the front page: a second at most."""
    compile_templates()
    for language in LANGUAGES:
        plural_form(language, 3)
    server.warm_up()
