"""Names of sections: «ثقافة», «الثقافة» and outlets' slug «culture» are one."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from siyaq.arabic.normal import clean, fold

# What Arabic outlets call their sections, by a short word for each: Arabic names without the article, slugs without separators.
# Only names of one and the same section stand together: «أعمال» is no «اقتصاد».
SECTIONS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "sport": ("رياضة", "sports", "رياضات"),
        "economy": ("اقتصاد", "economics", "اقتصاديات"),
        "business": ("أعمال", "مال وأعمال"),
        "culture": ("ثقافة",),
        "cultureandart": ("ثقافة وفن", "ثقافة وفنون", "cultureandarts", "cultureart"),
        "technology": ("تقنية", "تكنولوجيا", "tech"),
        "science": ("علوم", "sciences"),
        "sciencetech": ("علوم وتقنية", "علوم وتكنولوجيا", "scienceandtechnology", "scienceandtech", "scitech"),
        "health": ("صحة",),
        "world": ("عالم", "أخبار عالم", "دولي", "دوليات", "internationalnews", "international", "worldnews"),
        "middleeast": ("شرق أوسط",),
        "arabworld": ("عالم عربي", "عربي", "arab"),
        "politics": ("سياسة", "سياسات", "policy"),
        "entertainment": ("فن ومنوعات", "ترفيه"),
        "art": ("فن", "فنون", "arts"),
        "opinion": ("رأي", "آراء", "مقالات", "opinions"),
        "local": ("محليات", "محلي", "أخبار محلية", "localnews"),
        "news": ("أخبار",),
        "variety": ("منوعات", "varieties"),
        "travel": ("سفر", "سياحة وسفر"),
        "style": ("حياة", "lifestyle", "نمط حياة"),
    }
)
_ARTICLE = re.compile(r"(?<!\w)(و?)ال(?=\w{2,})")
_BREAKS = re.compile(r"[\W_]+")
_AND = re.compile(r"\bو ")
_LATIN = re.compile(r"[a-z0-9 ]+")


@lru_cache(maxsize=4096)
def section_key(name: str) -> str:
    """What is equal for all names of one section: the word of `SECTIONS` for those that stand there.

    The article goes (that of «ألعاب» is none), hamza and the like are folded, separators of slugs go.

    >>> section_key("الثقافة"), section_key("culture"), section_key("middleEast"), section_key("الشؤون المحلية")
    ('culture', 'culture', 'middleeast', 'شؤون محليه')
    """
    key = _plain(name)
    return _KEYS.get(key, key)


def section_names(name: str) -> tuple[str, ...]:
    """Names under which articles of a section may have come, for an exact search: with the article and without, and slugs.

    >>> section_names("culture")
    ('culture', 'ثقافة', 'الثقافة')
    """
    key = section_key(name)
    bare = [key, *SECTIONS[key]] if key in SECTIONS else [_ARTICLE.sub(r"\1", clean(name))]
    return tuple(dict.fromkeys(form for one in (name, *bare) for form in _forms(one)))


def _forms(name: str) -> tuple[str, ...]:
    words = name.split()
    if not words or _LATIN.fullmatch(fold(name)):
        return (name,)
    first = words[0] if words[0].startswith("ال") else f"ال{words[0]}"
    rest = [w if w.startswith(("ال", "وال")) else f"وال{w[1:]}" if w.startswith("و") else f"ال{w}" for w in words[1:]]
    return (name, " ".join([first, *words[1:]]), " ".join([first, *rest]))


def _plain(name: str) -> str:
    folded = _AND.sub("و", _BREAKS.sub(" ", fold(_ARTICLE.sub(r"\1", clean(name)))).strip())
    return folded.replace(" ", "") if _LATIN.fullmatch(folded) else folded or fold(name)


_KEYS = {_plain(one): key for key, names in SECTIONS.items() for one in (key, *names)}
