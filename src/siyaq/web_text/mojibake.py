"""Undo text that was read in the wrong encoding and saved that way, only where no doubt is left.

Three kinds are met in Arabic feeds and pages (names as read, for بيروت):

    windows-1256 read as Latin-1   ÈíÑæÊ
    UTF-8 read as windows-1252     Ø¨ÙŠØ±ÙˆØª
    UTF-8 read as windows-1256     ط¨ظٹط±ظˆطھ

Repair is certain when the damaged runs turn into Arabic words without a single byte left over and there are enough of
them; healthy text around them is not touched.
"""

import re
from typing import Final

from siyaq.web_text.alphabet import is_arabic_letter, mean_log_share

_MIN_LETTERS: Final = 6  # Arabic letters a text must yield before any repair; shorter runs also occur by chance
_MIN_KINDS: Final = 3  # different ones among them: no word is written with fewer
_MIN_LOG_SHARE: Final = -4.6  # running Arabic has -3.2 and random letters -5.4 (wordfreq letter shares)


def _byte_table(encoding: str) -> dict[str, int]:
    """Character -> byte of a single-byte encoding, undefined bytes standing for themselves as browsers do."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        table[bytes([byte]).decode(encoding, "ignore") or chr(byte)] = byte
    return table


def _char_class(table: dict[str, int], low: int, high: int) -> str:
    return "[" + "".join(re.escape(char) for char, byte in table.items() if low <= byte <= high) + "]"


_FROM_1252: Final = _byte_table("cp1252")
_FROM_1256: Final = _byte_table("cp1256")


def _utf8_pattern(table: dict[str, int], leads: tuple[int, int]) -> re.Pattern[str]:
    """Runs of UTF-8 sequences of two or three bytes as the table's encoding shows them."""
    cont = _char_class(table, 0x80, 0xBF)
    return re.compile(f"(?:{_char_class(table, *leads)}{cont}|{_char_class(table, 0xE2, 0xEF)}{cont}{cont})+")


_UTF8_AS_1252: Final = _utf8_pattern(_FROM_1252, (0xC2, 0xDF))
_UTF8_AS_1256: Final = _utf8_pattern(_FROM_1256, (0xC2, 0xDF))
_ARABIC_1256: Final = {char: byte for char, byte in _FROM_1252.items() if is_arabic_letter(bytes([byte]).decode("cp1256"))}
_LETTERS_1256: Final = "[" + "".join(re.escape(char) for char in _ARABIC_1256 if char.isprintable()) + "]+"
_WORD_1256: Final = re.compile(f"[ýþ]*{_LETTERS_1256}[ýþ]*")  # with direction marks (bytes FD and FE) around it
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# Punctuation of windows-1256, and its quotation marks and dashes where they were read as control codes.
_PUNCTUATION_1256: Final = str.maketrans("¡º¿", "،؛؟") | {byte: bytes([byte]).decode("cp1256") for byte in range(0x80, 0xA0)}

_FREQUENT: Final = "اليمنور"
_SIGNS_1256: Final = tuple(letter.encode().decode("cp1256") for letter in _FREQUENT)
_SIGNS_LATIN: Final = tuple(letter.encode("cp1256").decode("latin-1") for letter in _FREQUENT)


def repair_mojibake(text: str) -> str:
    """Undo the three kinds of mojibake.

    Returns:
        The repaired text, or the very same object where nothing is certainly wrong.

    >>> repair_mojibake("ÈíÑæÊ ÊÓÊÞÈá ÇáæÝÏ")
    'بيروت تستقبل الوفد'
    """
    # Some of the most frequent letters stand in any damaged text; looking for them costs next to nothing.
    if "Ø" in text and "Ù" in text:
        text = _repair_utf8(text, _UTF8_AS_1252, _FROM_1252, pairs_only=False)
    if any(sign in text for sign in _SIGNS_1256):
        text = _repair_utf8(text, _UTF8_AS_1256, _FROM_1256, pairs_only=True)
    return _repair_1256(text) if any(sign in text for sign in _SIGNS_LATIN) else text


def _is_arabic(letters: str) -> bool:
    """Whether repaired letters are enough, varied and distributed as in Arabic."""
    return len(letters) >= _MIN_LETTERS and len(set(letters)) >= _MIN_KINDS and mean_log_share(letters) >= _MIN_LOG_SHARE


def _unmap(run: str, table: dict[str, int]) -> str | None:
    try:
        return bytes(table[char] for char in run).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _repair_utf8(text: str, pattern: re.Pattern[str], table: dict[str, int], *, pairs_only: bool) -> str:
    fixed = {run: _unmap(run, table) for run in set(pattern.findall(text))}
    good = {run: new for run, new in fixed.items() if new is not None}
    letters = "".join(char for new in good.values() if len(new) > 1 for char in new if is_arabic_letter(char))
    if not _is_arabic(letters):
        return text

    def replace(match: re.Match[str]) -> str:
        # In windows-1256 a lead byte is itself an Arabic letter, so a single pair at a word's end ("ع»") may be healthy.
        lone = pairs_only and len(match[0]) < 4
        if lone and match.start() and is_arabic_letter(text[match.start() - 1]):
            return match[0]
        return good.get(match[0], match[0])

    return pattern.sub(replace, text)


def _repair_1256(text: str) -> str:
    runs = [match[0] for match in _WORD_1256.finditer(text) if len(match[0]) > 1]
    if not runs:
        return text
    new = {run: bytes(_FROM_1252[char] for char in run).decode("cp1256") for run in set(_WORD_1256.findall(text))}
    letters = "".join(char for run in runs for char in new[run] if is_arabic_letter(char))
    latin = [word for word in _LATIN_WORD.findall(text) if not word.isascii()]
    foreign = sum(1 for word in latin if word not in new)
    if foreign > len(runs) or not _is_arabic(letters):
        return text
    return _WORD_1256.sub(lambda match: new[match[0]], text).translate(_PUNCTUATION_1256)
