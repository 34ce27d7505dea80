"""From bytes to text: byte order mark, declaration, validation, then detection with Arabic first.

The order follows the Encoding Standard (https://encoding.spec.whatwg.org) with one change that Arabic pages need: a
declaration is a claim to be checked, since pages in windows-1256 say utf-8 and the other way round.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from resiliparse.parse.encoding import detect_encoding

from siyaq.errors import DecodeError
from siyaq.web_text.alphabet import is_arabic_letter, mean_log_share
from siyaq.web_text.mojibake import repair_mojibake

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that stand for another encoding in practice (Encoding Standard, section 4.2).
_ALIASES: Final = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso8859-1": "cp1252", "x-cp1252": "cp1252", "x-cp1256": "cp1256", "arabic": "iso8859-6", "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "cp1254", "shift_jis": "cp932",
    "shift-jis": "cp932", "euc-kr": "cp949", "utf8": "utf-8", "unicode": "utf-16", "x-mac-arabic": "mac-arabic",
}  # fmt: skip
# Codecs a web page may name. An allow-list, since Python also has codecs that unpack or evaluate (zip, unicode_escape).
_ALLOWED_NAMES: Final = (
    "utf-8 utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp866 cp720 cp864 "
    "cp862 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 "
    "iso8859-16 koi8-r koi8-u mac-arabic mac-cyrillic mac-roman gb18030 big5 big5hkscs euc_jp cp932 cp949 iso2022_jp"
)
_ALLOWED: Final = frozenset(_ALLOWED_NAMES.split())
_MAX_LABEL: Final = 40
_META_BYTES: Final = 16_384  # browsers look at 1,024; some Arabic sites declare after their scripts
_XML_DECLARATION: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_META_CHARSET: Final = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEADER_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HIGH_WORD: Final = re.compile(rb"[A-Za-z]{0,20}[\x80-\xff][A-Za-z\x80-\xff]{0,40}")
_SAMPLE_WORDS: Final = 300
_BINARY_PROBE: Final = 2_048
_BINARY_SHARE: Final = 0.1  # more control bytes than this: no text (texts cut or damaged in transfer stay far below)
_CONTROLS: Final = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))
_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_BAD_SHARE: Final = 0.02  # invalid sequences per valid one up to which damaged UTF-8 still is UTF-8
# Scores of a word read in some encoding; only their order matters. A plausible Arabic word has a mean letter log share
# of -2.5 to -4 and so scores 2.5 to 4; one letter in six wrong brings it below a Latin word with accents.
_ARABIC_ZERO: Final = 6.5
_LATIN_WORD: Final = 2.0
_OTHER_SCRIPT_WORD: Final = 1.0
_SYMBOL_WORD: Final = 0.0
_MIXED_WORD: Final = -4.0
_UNDEFINED: Final = -6.0
_DECLARED_BONUS: Final = 0.8
_USUAL_BONUS: Final = 0.4  # of windows-1256: Arabic pages in ISO 8859-6 have all but died out


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text with the encoding it was read in.

    Attributes:
        text: without byte order mark and NUL characters.
        encoding: Python's name of the encoding.
        repaired: True where mojibake was undone.
    """

    text: str
    encoding: str
    repaired: bool = False


def decode(data: bytes, declared: str | None = None, *, html: bool = True) -> Decoded:
    """Read foreign bytes as text.

    Args:
        data: the resource, or its beginning (a character cut at the end is dropped).
        declared: charset from the transport, bare ("windows-1256") or as a Content-Type value.
        html: also look for a `meta` declaration; an XML declaration is always honoured.

    Returns:
        The text; never empty for non-empty input that has text.

    Raises:
        DecodeError: the bytes are no text (images, archives, control bytes).

    >>> decode("وصل الوفد إلى القاهرة".encode("windows-1256")).encoding
    'cp1256'
    """
    text, encoding = _read(data, declared, html)
    text = text.replace("\x00", "").removeprefix("\ufeff")
    fixed = repair_mojibake(text)
    return Decoded(text=fixed, encoding=encoding, repaired=fixed is not text)


def charset_of(content_type: str | None) -> str | None:
    """The charset named in a Content-Type value, as written; None where none is named."""
    found = _HEADER_CHARSET.search(content_type[:500]) if content_type else None
    return found[1] if found else None


def _read(data: bytes, declared: str | None, html: bool) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "ignore"), wide
    _refuse_binary(data)
    text = _utf8(data)
    if text is not None:
        return text, "utf-8"
    encoding = _best_encoding(data, tuple(_claims(data, declared, html)))
    return data.decode(encoding, "replace"), encoding


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Arabic or Latin text is 0 or 6."""
    probe = data[:_BINARY_PROBE]
    half = len(probe) // 2
    if half < 2:
        return None
    odd = sum(byte in b"\x00\x06" for byte in probe[1::2])
    even = sum(byte in b"\x00\x06" for byte in probe[0::2])
    if 0 not in probe or max(odd, even) < 0.8 * half or min(odd, even) > 0.4 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_binary(data: bytes) -> None:
    probe = data[:_BINARY_PROBE]
    controls = len(probe) - len(probe.translate(None, _CONTROLS))
    if probe.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")):
        raise DecodeError("these bytes are a document, image or archive, not text; fetch the page itself")
    if controls > _BINARY_SHARE * len(probe):
        raise DecodeError(f"no character encoding fits: {controls} of the first {len(probe)} bytes are control codes")


def _utf8(data: bytes) -> str | None:
    """The text if the bytes are UTF-8, also when cut at the end or damaged in few places; else None."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data" and error.start > 0:
            return data[: error.start].decode("utf-8")
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(data.translate(None, _HIGH_BYTES))
    return text if bad <= _BAD_SHARE * good else None


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().lower()[:_MAX_LABEL]
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return name if name in _ALLOWED else None


def _claims(data: bytes, declared: str | None, html: bool) -> Iterator[str]:
    labels = [charset_of(declared) or declared]
    found = _XML_DECLARATION.search(data[:300])
    labels.append(found[1].decode("ascii", "ignore") if found else None)
    if html:
        found = _META_CHARSET.search(data[:_META_BYTES])
        labels.append(found[1].decode("ascii", "ignore") if found else None)
    for label in labels:
        name = _codec(label)
        if name and not name.startswith("utf"):
            yield name


def _best_encoding(data: bytes, claims: tuple[str, ...]) -> str:
    words = (match[0] for match in _HIGH_WORD.finditer(data))
    sample = b" ".join(islice(words, _SAMPLE_WORDS)) or data[:_BINARY_PROBE]
    detected = _codec(detect_encoding(sample))
    names = dict.fromkeys(
        (*claims, "cp1256", "cp1252", "iso8859-6", detected if detected and detected != "utf-8" else "cp1256")
    )
    prior = {"cp1256": _USUAL_BONUS} | dict.fromkeys(claims, _DECLARED_BONUS)
    return max(names, key=lambda name: _plausibility(sample, name) + prior.get(name, 0.0))


def _plausibility(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    scores = [_word_score(word) * len(word) for word in text.split()]
    return sum(scores) / max(1, len(text))


def _word_score(word: str) -> float:
    if any(char == "\ufffd" or "\x80" <= char <= "\x9f" for char in word):
        return _UNDEFINED
    letters = [char for char in word if char.isalpha() or is_arabic_letter(char)]
    if not letters:
        return _SYMBOL_WORD
    arabic = [char for char in letters if is_arabic_letter(char)]
    if arabic:
        return mean_log_share("".join(arabic)) + _ARABIC_ZERO if len(arabic) == len(letters) else _MIXED_WORD
    if all(char < "\u0250" for char in letters):
        return _latin_score(letters)
    return _OTHER_SCRIPT_WORD if all(char > "\u0250" for char in letters) else _MIXED_WORD


def _latin_score(letters: list[str]) -> float:
    """Accents stand among plain letters in Latin text; a word of accents alone is another script misread."""
    high = sum(char > "\x7f" for char in letters)
    return _LATIN_WORD if high <= max(1, len(letters) // 2) else _MIXED_WORD
