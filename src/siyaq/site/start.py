"""What is done once before the first request, so that no reader waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siyaq.site.render import compile_templates
from siyaq.site.text import LANGUAGES, plural_form
from siyaq.survey import pulse_of

if TYPE_CHECKING:
    from siyaq.engine import Engine


def warm_up(engine: Engine) -> None:
    """Compile the templates and count the last two weeks: a second at most."""
    compile_templates()
    for language in LANGUAGES:
        plural_form(language, 3)
    pulse_of(engine).rises()
