"""The publisher's own tags: chosen from all the places where pages write them, site-wide lists left out."""

import re
from collections.abc import Iterable

from siyaq import arabic

_SEPARATORS = re.compile(r"[,،;؛|\n]")
_MAX_TAGS = 30
_MAX_TAG_WORDS = 8
_MIN_SUPPORT = 0.5  # share of a page's keywords that its title or text must hold for the list to be the article's own
_MAX_GENERIC = 2  # a list with so many words that fit every article is the site's
_GENERIC_WORDS = (
    "أخبار, خبر, عاجل, آخر الأخبار, أخبار عاجلة, أخبار اليوم, العالم العربي, العالم, سياسة, "
    "اقتصاد, رياضة, ثقافة, فن, منوعات, تكنولوجيا, صحة, علوم, محليات, تحقيقات, حوادث, مقالات, "
    "آراء, رأي, فيديو, صور, الشرق الأوسط, news, arabic news, breaking news, الرئيسية, صحيفة, "
    "جريدة, موقع, بوابة, أخبار العالم, أخبار عربية, أهم الأخبار"
)
_GENERIC = frozenset(arabic.fold(word) for word in _GENERIC_WORDS.split(", "))


def split_tags(values: Iterable[str]) -> list[str]:
    """Single tags of values that may hold several: without #, underscores as spaces, each once, in order.

    >>> split_tags(["#سوق_العمل، النفط", "النفط"])
    ['سوق العمل', 'النفط']
    """
    found: dict[str, str] = {}
    for value in values:
        for part in _SEPARATORS.split(value):
            tag = " ".join(part.strip().removeprefix("and ").strip(" .:#-–…\"'").replace("_", " ").split())
            if tag and len(tag.split()) <= _MAX_TAG_WORDS:
                found.setdefault(arabic.fold(tag), tag)
    return list(found.values())[:_MAX_TAGS]


def choose_tags(
    explicit: Iterable[list[str]], keywords: Iterable[list[str]], title: str, text: str, site_names: Iterable[str]
) -> tuple[str, ...]:
    """The first list that is the article's own.

    Args:
        explicit: lists from places that are meant for tags (article:tag, rel=tag, tag boxes), best first; each may be empty.
        keywords: lists from places that sites also fill with words for all pages (keywords), best first.
        title: the article's title.
        text: its text.
        site_names: names of the outlet, which are no tags.
    """
    sites = {arabic.fold(name) for name in site_names}
    for values in explicit:
        tags = [tag for tag in split_tags(values) if arabic.fold(tag) not in sites]
        if tags and not _is_site_wide(tags):
            return tuple(tags)
    norm_title, norm_text = arabic.fold(title), arabic.fold(text)
    for values in keywords:
        tags = split_tags(values)
        if (
            tags
            and not sites & set(map(arabic.fold, tags))
            and not _is_site_wide(tags)
            and _is_own(tags, norm_title, norm_text)
        ):
            return tuple(tags)
    return ()


def _is_site_wide(tags: list[str]) -> bool:
    generic = sum(1 for tag in tags if arabic.fold(tag) in _GENERIC)
    return generic >= _MAX_GENERIC and generic * 3 >= len(tags)


def _is_own(tags: list[str], norm_title: str, norm_text: str) -> bool:
    """The list speaks of this article, and is not its title cut in words or repeated."""
    norms = [arabic.fold(tag) for tag in tags]
    if len(norms) == 1 and len(norms[0].split()) > _MAX_TAG_WORDS // 2 and norms[0][:20] in norm_title:
        return False
    words = set(re.findall(r"\w+", norm_title))
    single = [norm for norm in norms if " " not in norm and set(re.findall(r"\w+", norm)) <= words]
    if len(words) > 3 and len(single) >= len(norms) * 0.8 and len(single) >= len(words) * 0.7:
        return False
    support = sum(1 for norm in norms if norm in norm_text or norm in norm_title)
    return support >= len(norms) * _MIN_SUPPORT
