"""A short beginning of a text for places where the whole may not be shown."""

import re

_ELLIPSIS = "…"
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.؟?!…۔][\"”»'’)]*(?=\s|$)")
_SENTENCE_SHARE = 0.6  # of max_chars: a cut at a sentence's end is better unless it loses more than this leaves


def excerpt(text: str, max_chars: int = 280) -> str:
    """The first sentences of a text, at most `max_chars` characters, on one line.

    Cut at a sentence's end where enough remains, else at a word with … added. A text that fits comes back whole.

    Args:
        text: plain text; white space is joined to single spaces.
        max_chars: longest result in characters, at least 1.

    >>> excerpt("قال الوزير نعم. ثم غادر القاعة.", 20)
    'قال الوزير نعم.'
    >>> excerpt("قال الوزير نعم", 12)
    'قال الوزير…'
    """
    limit = max(1, max_chars)
    head = _SPACE.sub(" ", text[: limit * 3 + 200]).strip()
    if len(head) <= limit:
        rest = text[limit * 3 + 200 :].strip()
        return head if not rest else _cut_at_word(head, limit)
    ends = [m.end() for m in _SENTENCE_END.finditer(head, 0, limit + 1) if m.end() <= limit]
    if ends and ends[-1] >= _SENTENCE_SHARE * limit:
        return head[: ends[-1]]
    return _cut_at_word(head, limit)


def _cut_at_word(head: str, limit: int) -> str:
    room = head[: limit - 1]
    if len(head) > len(room) and not head[len(room)].isspace():
        at = room.rfind(" ")
        room = room[:at] if at > 0 else room
    return room.rstrip(' ،,؛;:-–—«"“(') + _ELLIPSIS
