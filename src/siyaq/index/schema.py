"""Fields of the tantivy index, and how an article is laid out in them.

Arabic is analysed once, in `siyaq.arabic`: text fields get space-joined lemmas (stop words kept, so that positions hold)
and a tokenizer that only splits at white space.
"""

import json
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b

import tantivy

from siyaq import arabic
from siyaq.ports import IndexDocument

FORMAT = 1  # of the fields and of the analysis that fills them; an index of another format is rebuilt

KEYED = ("source", "section", "tag", "name")  # values for facets, with folded twins `<field>_key` for restrictions
FACETS = (*KEYED, "month")


@lru_cache(maxsize=1)
def build_schema() -> tantivy.Schema:
    """The schema, one object for the process."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body", "exact"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in KEYED:
        builder.add_text_field(f"{name}_key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("story", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("story_no", fast=True)
    builder.add_integer_field("when", indexed=True, fast=True)
    builder.add_integer_field("is_copy", indexed=True, fast=True)
    builder.add_integer_field("seq", stored=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def number_from_id(text: str) -> int:
    """A 63-bit number for grouping by a text id."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def seconds_from_time(moment: datetime) -> int:
    """Whole seconds since 1970 (UTC)."""
    return int(moment.astimezone(UTC).timestamp())


def lemma_text(text: str) -> str:
    """Index form of a text: its lemmas, joined by spaces."""
    return " ".join(arabic.lemmas(text))


def exact_text(text: str) -> str:
    """Words of the exact form, joined by spaces."""
    return " ".join(token.exact for token in arabic.tokens(text))


def body_of(document: IndexDocument) -> str:
    """Text with the summary before it, unless the text begins with the same words."""
    summary, text = document.summary.strip(), document.text
    if not summary or arabic.fold(summary)[:80] in arabic.fold(text[: len(summary) + 400]):
        return text
    return f"{summary}\n\n{text}"


def row_from_document(document: IndexDocument) -> tantivy.Document:
    """The tantivy document of an article."""
    row = tantivy.Document()
    body = body_of(document)
    row.add_text("id", document.article)
    row.add_text("title", lemma_text(document.title))
    row.add_text("body", lemma_text(body))
    row.add_text("exact", exact_text(f"{document.title}\n{body}"))
    values = {"source": (document.source,), "section": (document.section,), "tag": document.tags, "name": document.names}
    for field, texts in values.items():
        for text in dict.fromkeys(t for t in texts if t):
            row.add_text(field, text)
            row.add_text(f"{field}_key", arabic.fold(text))
    story = document.story or document.article
    row.add_text("story", document.story)
    row.add_integer("story_no", number_from_id(story))
    row.add_integer("when", seconds_from_time(document.when))
    row.add_text("month", document.when.astimezone(UTC).strftime("%Y-%m"))
    row.add_integer("is_copy", int(document.is_copy))
    row.add_bytes("shown", json.dumps([document.title, document.summary, document.text]).encode())
    return row


def shown_of(row: tantivy.Document) -> tuple[str, str, str]:
    """Title, summary and text of a stored row."""
    title, summary, text = json.loads(bytes(row.get_first("shown") or b""))
    return title, summary, text
