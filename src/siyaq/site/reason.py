"""Why an article is shown beside another, as one plain line made from its link's evidence."""

import re
from datetime import timedelta

from siyaq.arabic import fold
from siyaq.site.clock import span
from siyaq.site.text import Language, say
from siyaq.types import Evidence, Link

MAX_WORDS = 4  # a line on a phone holds about four names
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<d>\d+(?:\.\d+)?)D)?(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)


def reason(link: Link, language: Language, *, same_story: bool = False) -> str:
    """The line: «عن الحدث نفسه · يشتركان في: بوتين، كوريا الشمالية · نُشر بعده بساعتين».

    Args:
        same_story: the target reports the happening that the shown article reports.
    """
    parts = [say(language, "why.same-story")] if same_story else []
    words = _words(link.why)
    if words:
        separator = "، " if language == "ar" else ", "
        parts.append(say(language, "why.shared", words=separator.join(words)))
    elif any(e.kind == "vector" for e in link.why):
        parts.append(say(language, "why.meaning"))
    parts.extend(_copy_and_time(link.why, language))
    return " · ".join(parts) or say(language, "why.near")


def _words(why: tuple[Evidence, ...]) -> list[str]:
    words: dict[str, str] = {}
    for kind in ("entity", "phrase", "term"):
        for evidence in why:
            text = evidence.text.strip()
            if evidence.kind == kind and text and not any(fold(text) in seen for seen in words):
                words[fold(text)] = text
    return list(words.values())[:MAX_WORDS]


def _copy_and_time(why: tuple[Evidence, ...], language: Language) -> list[str]:
    parts: list[str] = []
    for evidence in why:
        if evidence.kind == "copy" and (share := _share(evidence.text)) is not None:
            parts.append(say(language, "why.copy", share=round(share * 100)))
        elif evidence.kind == "time" and (duration := duration_from_iso(evidence.text)) is not None:
            key = "why.before" if duration < timedelta(0) else "why.after"
            parts.append(
                say(language, "why.at-once")
                if abs(duration) < timedelta(minutes=1)
                else say(language, key, span=span(duration, language))
            )
    return parts


def _share(text: str) -> float | None:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return None


def duration_from_iso(text: str) -> timedelta | None:
    """An ISO 8601 duration of days and less, None where the text is none.

    >>> duration_from_iso("-PT2H")
    datetime.timedelta(days=-1, seconds=79200)
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (float(match[unit] or 0) for unit in ("d", "h", "m", "s"))
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -duration if match["sign"] else duration
