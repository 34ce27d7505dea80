"""Fields of the tantivy index, and how an article is laid out in them.

Arabic is analysed once, in `siyaq.arabic`: text fields get space-joined lemmas (stop words kept, so that positions hold)
and a tokenizer that only splits at white space. One field holds all of an article, its headline and lead repeated, so that
a word's frequency is weighed once over the whole (BM25F in the way of Robertson, Zaragoza and Taylor 2004).
"""

import json
import re
from base64 import b32decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b

import tantivy

from siyaq import arabic
from siyaq.arabic.memo import Memo
from siyaq.ports import IndexDocument, IndexForms

FORMAT = 2  # of the fields and of the analysis that fills them; an index of another format is rebuilt

NAMED = ("source", "section")  # few values: kept as text beside the rows, for facets
NUMBERED = ("tag", "name")  # very many values: facets count numbers, a few of which are then looked up
FACETS = (*NAMED, *NUMBERED, "month")
CHANCES = 1024  # every article has a number below this, drawn by its id, so that a part of them can be counted for all

# How often headline and lead stand in the field `text`. Known-item .986, ARCD .613, short queries .857 (bench/search.py); once
# each .973, .612, .849; headline and body in fields of their own, as before, .929, .173, .846.
_TITLE_TIMES = 3
_LEAD_TIMES = 2
_LEAD_WORDS = 40
_TITLE_WORDS = 12  # taken from the lead where there is no headline
_WORD = re.compile(r"[^\W_]+")
_OWN_ID = re.compile("[a-z2-7]{16}")
_UNPACKED = -1


@lru_cache(maxsize=1)
def build_schema() -> tantivy.Schema:
    """The schema, one object for the process."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("id_high", "id_low", "story_no", "chance"):
        builder.add_integer_field(name, fast=True)
    for name in ("text", "title", "exact"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*NAMED, "month"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERED:
        builder.add_integer_field(f"{name}_no", indexed=True, fast=True)
    for name in (*NAMED, *NUMBERED):
        builder.add_text_field(f"{name}_key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("story", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("when", indexed=True, fast=True)
    builder.add_integer_field("is_copy", indexed=True, fast=True)
    builder.add_integer_field("seq", stored=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + two for one in _LETTERS for two in _LETTERS]


def number_from_text(text: str) -> int:
    """A 63-bit number for grouping and counting by a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


_number_of = Memo(number_from_text)  # of tags and names


def seconds_from_time(moment: datetime) -> int:
    """Whole seconds since 1970 (UTC)."""
    return int(moment.astimezone(UTC).timestamp())


def numbers_from_id(article_id: str) -> tuple[int, int]:
    """An id of `siyaq.ids` as two numbers, which are read faster than a stored text; another id as (-1, -1)."""
    if not _OWN_ID.fullmatch(article_id):
        return _UNPACKED, _UNPACKED
    raw = b32decode(article_id.upper())
    return int.from_bytes(raw[:5], "big"), int.from_bytes(raw[5:], "big")


def ids_from_addresses(searcher: tantivy.Searcher, addresses: Sequence[tantivy.DocAddress]) -> list[str]:
    """Ids of articles found, in the same order."""
    if not addresses:
        return []
    high = searcher.fast_field_values("id_high", list(addresses))
    low = searcher.fast_field_values("id_low", list(addresses))
    return [
        str(searcher.doc(address).get_first("id")) if a == _UNPACKED else _id_from_numbers(int(a), int(b))  # type: ignore[arg-type]
        for address, a, b in zip(addresses, high, low, strict=True)
    ]


def _id_from_numbers(high: int, low: int) -> str:
    """Base 32 (RFC 4648), two letters at a time: hundreds are asked for at once, and the library's own goes byte by byte."""
    pairs = _PAIRS
    return "".join([pairs[number >> shift & 1023] for number in (high, low) for shift in (30, 20, 10, 0)])


def exact_words(text: str) -> list[str]:
    """Words of the exact form, in order: what quoted phrases are compared by."""
    return _WORD.findall(arabic.exact(text))


def has_summary_inside(summary: str, text: str) -> bool:
    """True when the text says the summary itself near its beginning, or there is no summary."""
    return arabic.fold(summary)[:80] in arabic.fold(text[: len(summary) + 400])


def forms_of(title: str, text: str, summary: str) -> IndexForms:
    """Analyse an article's texts."""
    summary = summary.strip()
    inside = not summary or has_summary_inside(summary, text)
    first = arabic.lemmas(summary) if summary else []
    body = arabic.lemmas(text)
    lead = first or body[:_LEAD_WORDS]
    head = arabic.lemmas(title) or lead[:_TITLE_WORDS]
    told = text if inside else f"{summary}\n{text}"
    return IndexForms(
        title=" ".join(head),
        lead=" ".join(lead),
        body=" ".join(body if inside else first + body),
        exact=" ".join(exact_words(f"{title}\n{told}")),
    )


def row_from_document(document: IndexDocument) -> tantivy.Document:
    """The tantivy document of an article; its texts are analysed where the document brings no forms of them."""
    forms = document.forms or forms_of(document.title, document.text, document.summary)
    row = tantivy.Document()
    row.add_text("id", document.article)
    row.add_text("title", forms.title)
    row.add_text("text", " ".join([forms.title] * _TITLE_TIMES + [forms.lead] * _LEAD_TIMES + [forms.body]))
    row.add_text("exact", forms.exact)
    _add_values(row, document)
    high, low = numbers_from_id(document.article)
    row.add_integer("id_high", high)
    row.add_integer("id_low", low)
    row.add_integer("chance", number_from_text(document.article) % CHANCES)
    row.add_text("story", document.story)
    row.add_integer("story_no", number_from_text(document.story or document.article))
    row.add_integer("when", seconds_from_time(document.when))
    row.add_text("month", document.when.astimezone(UTC).strftime("%Y-%m"))
    row.add_integer("is_copy", int(document.is_copy))
    shown = [document.title, document.summary, document.text, document.tags, document.names]
    row.add_bytes("shown", json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return row


def _add_values(row: tantivy.Document, document: IndexDocument) -> None:
    values = {"source": (document.source,), "section": (document.section,), "tag": document.tags, "name": document.names}
    for field, texts in values.items():
        for text in dict.fromkeys(t for t in texts if t):
            row.add_text(f"{field}_key", arabic.fold_name(text))
            for word in name_words(text) if field == "name" else ():
                row.add_text("name_key", word)
            if field in NAMED:
                row.add_text(field, text)
            else:
                row.add_integer(f"{field}_no", _number_of(text))


@Memo
def name_words(name: str) -> tuple[str, ...]:
    """Keys of a longer name's words, which are looked up where no name is written as asked: «صلاح» for «محمد صلاح»."""
    words = dict.fromkeys(arabic.words(name))
    return tuple(f"~{word}" for word in words) if len(words) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a row keeps to be shown."""

    title: str
    summary: str
    text: str
    tag: tuple[str, ...]
    name: tuple[str, ...]


def shown_of(row: tantivy.Document) -> Shown:
    """The texts of a stored row."""
    title, summary, text, tags, names = json.loads(bytes(row.get_first("shown") or b"").decode("utf-8", "surrogatepass"))
    return Shown(title=title, summary=summary, text=text, tag=tuple(tags), name=tuple(names))
