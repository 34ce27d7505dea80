"""Mark-up that a standard tree builder would multiply, made harmless before it is parsed.

The HTML standard reopens every formatting element that was left open in each following paragraph (section 13.2.4.3, at
most three of each tag and attributes). A page of 20 KB with 500 different `<b a=1>` so becomes a tree of a million
elements, and one tag with 100,000 attributes is compared with itself for minutes.
"""

import re
from typing import Final

_ATTRIBUTE: Final = r"[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']*+))?+"
_MAX_ATTRIBUTES: Final = 60  # of one tag; those of real Arabic news pages have up to 14
_FORMATTING: Final = re.compile(
    rf"<((?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?:{_ATTRIBUTE}){{1,{_MAX_ATTRIBUTES}}}+)[\s/]*+>",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"<(?:[biu]|big|code|em|font|nobr|s|small|strike|strong|tt)[\s/]", re.IGNORECASE
)  # as many at most
_BREAK: Final = re.compile(r"[\s/]")
_REOPENED: Final = 3  # of each kind stay open at most
# Elements that a page may grow by. Real pages have 20 to 60 kinds of formatting tags and 2,000 to 8,000 tags, and all of
# them would have to be left open; above this figure the attributes of formatting tags go, which bounds it at 39 a paragraph.
_MAX_GROWTH: Final = 1_500_000
_CROWDED: Final = re.compile(rf"<([A-Za-z][^\s/<>]{{0,60}}+)(?:{_ATTRIBUTE}){{{_MAX_ATTRIBUTES}}}(?:{_ATTRIBUTE})*+[\s/]*+>?")


def tame_markup(html: str) -> str:
    """The page with the attributes of formatting tags, or of single tags, left out where they would blow up a tree.

    Returns:
        The very same object for all ordinary pages.
    """
    if _CROWDED.search(html):
        html = _CROWDED.sub(r"<\1>", html)
    growth = _REOPENED * html.count("<")
    if len(_OPENING.findall(html)) * growth <= _MAX_GROWTH:
        return html
    if len(set(_FORMATTING.findall(html))) * growth > _MAX_GROWTH:
        html = _FORMATTING.sub(lambda match: f"<{_BREAK.split(match[1], maxsplit=1)[0]}>", html)
    return html
