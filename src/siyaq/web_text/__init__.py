"""Foreign bytes and mark-up as clean text: encodings, mojibake, canonical addresses, plain text."""

from siyaq.web_text.address import forbidden_reason, leads_inside
from siyaq.web_text.encoding import Decoded, charset_of, decode
from siyaq.web_text.markup import paragraphs, plain_text
from siyaq.web_text.mojibake import repair_mojibake
from siyaq.web_text.taming import tame_markup
from siyaq.web_text.token import elements_of
from siyaq.web_text.url import MAX_URL_CHARS, absolute_url, canonical_url

__all__ = [
    "MAX_URL_CHARS",
    "Decoded",
    "absolute_url",
    "canonical_url",
    "charset_of",
    "decode",
    "elements_of",
    "forbidden_reason",
    "leads_inside",
    "paragraphs",
    "plain_text",
    "repair_mojibake",
    "tame_markup",
]
