"""Why an article is shown beside another, as one plain line made from its link's evidence."""

from datetime import timedelta

from siyaq.analyze.phrase import part, vague_words
from siyaq.analyze.stream import cut_letters
from siyaq.analyze.verb import is_reporting
from siyaq.arabic import fold, is_stop
from siyaq.site.clock import span
from siyaq.site.text import Language, say
from siyaq.types import Evidence, Link

MAX_WORDS = 4  # a line on a phone holds about four names
_AT_ONCE = timedelta(minutes=1)
_NEAR_IN_TIME = timedelta(days=60)  # further apart, the distance is no reason; both dates stand there anyway


def reason(link: Link, language: Language, *, same_story: bool = False, later: timedelta | None = None) -> str:
    """The line: «عن الحدث نفسه · يشتركان في: بوتين، كوريا الشمالية · نُشر بعده بساعتين».

    Args:
        same_story: the target reports the happening that the shown article reports.
        later: how much later than the shown article the target was published; negative where it was earlier.
    """
    parts = [say(language, "why.same-story")] if same_story else []
    words = _words(link.why)
    if words:
        separator = "، " if language == "ar" else ", "
        parts.append(say(language, "why.shared", words=separator.join(map(isolate, words))))
    elif any(e.kind == "vector" for e in link.why):
        parts.append(say(language, "why.meaning"))
    parts += [say(language, "why.copy", share=round(share * 100)) for share in _shares(link.why)]
    if not parts:
        parts.append(say(language, "why.near"))
    if later is not None and abs(later) <= _NEAR_IN_TIME:
        parts.append(_time(later, language))
    return " · ".join(parts)


def isolate(text: str) -> str:
    """Text whose direction does not touch its neighbours' (Unicode isolates), for lines that are plain strings."""
    return f"\u2068{text}\u2069"


def _words(why: tuple[Evidence, ...]) -> list[str]:
    words: dict[str, str] = {}
    for kind in ("entity", "phrase", "term"):
        for evidence in why:
            text = evidence.text.strip()
            norm = fold(text)
            if evidence.kind != kind or not text or (kind == "term" and _says_little(norm)):
                continue
            if not any(norm in seen for seen in words):
                words[norm] = _by_itself(text, norm) if kind == "term" else text
    return list(words.values())[:MAX_WORDS]


def _says_little(norm: str) -> bool:
    """Whether a shared word is no reason a reader would understand: «وقالت», «ألف», «المدينة»."""
    return is_stop(norm) or is_reporting(norm) or not vague_words().isdisjoint((norm, norm.removeprefix("ال")))


def _by_itself(text: str, norm: str) -> str:
    """A word without what is glued before it: «لليمن» is shown as «اليمن», «بالسلاح» as «السلاح»."""
    item = part(norm)
    if item is None or norm[0] not in "وفبل":
        return text
    if norm.startswith("لل") and item[2]:
        return "ال" + text[cut_letters(text, 2) :]
    return text[cut_letters(text, item[1]) :]


def _time(later: timedelta, language: Language) -> str:
    if abs(later) < _AT_ONCE:
        return say(language, "why.at-once")
    distance = span(later, language)
    if language == "ar" and distance[0].isdigit():
        distance = f"ـ{distance}"  # the preposition joins a word but is drawn out before a figure: «بيومين», «بـ3 أيام»
    return say(language, "why.before" if later < timedelta(0) else "why.after", span=distance)


def _shares(why: tuple[Evidence, ...]) -> list[float]:
    shares: list[float] = []
    for evidence in why:
        if evidence.kind == "copy":
            try:
                shares.append(min(1.0, max(0.0, float(evidence.text))))
            except ValueError:
                continue  # evidence made by an older release
    return shares
