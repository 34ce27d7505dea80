"""What was wrong with a feed, in people's words: the lines of errors are English and technical."""

import re

from siyaq.site.text import Language, say

# What stands in an error's line -> key of the catalogue; the first that is found.
_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (r"answered (?P<status>\d{3})", "cause.answered"),
        (r"no connection in time|fell silent|timed out|time-?out", "cause.silent"),
        (r"no connection", "cause.unreachable"),
        (r"robots\.txt .* forbids", "cause.robots"),
        (r"robots\.txt .* cannot be read", "cause.robots-unread"),
        (r"asked to be left alone", "cause.wait"),
        (r"redirect", "cause.redirect"),
        (r"over the limit|over \d+ bytes|unpacks to|bytes, over", "cause.large"),
        (r"is an HTML page", "cause.page"),
        (r" is empty", "cause.empty"),
        (r"not a feed|no feed|not XML|not a JSON Feed|OPML list", "cause.no-feed"),
        (r"cut off|connection broke|damaged|cannot be unpacked|is packed", "cause.broken"),
        (r" leads to |no plain http", "cause.refused"),
    )
)


def cause_text(line: str, language: Language) -> str:
    """What happened, for a reader; the line itself stands beside it for whoever mends it.

    >>> cause_text("https://x.example/rss answered 503", "ar")
    'ردّ الخادم برمز الخطأ 503'
    """
    for pattern, key in _CAUSES:
        if found := pattern.search(line):
            return say(language, key, **found.groupdict())
    return say(language, "cause.other")
