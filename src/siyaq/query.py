"""The search language: text -> tree of frozen values -> text.

    صواريخ كوريا            both words count, the more of them the better
    "كوريا الشمالية"         the words exactly so, next to each other
    -رياضة                  without it
    بوتين OR زيلينسكي        one of the two (also |); (...) groups; AND is understood, NOT is a minus
    source:bbc  tag:…  name:…  section:…      also مصدر: وسم: اسم: قسم:
    from:2018-06-01  to:"12 حزيران 2018"      also من: إلى: ; a year or a month is meant whole

A text that people paste (a headline with brackets, a lone quotation mark, a colon) is never refused: what cannot be an
operator is read as words. `str(query)` writes the same query in one canonical form; parsing that gives an equal query.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias

from siyaq import arabic
from siyaq.errors import QueryError

FieldName = Literal["source", "tag", "name", "section"]

_FIELDS: dict[str, FieldName] = {
    "source": "source",
    "مصدر": "source",
    "tag": "tag",
    "وسم": "tag",
    "name": "name",
    "اسم": "name",
    "section": "section",
    "قسم": "section",
}
_BOUNDS = {"from": "from", "من": "from", "to": "to", "إلى": "to", "الى": "to"}
_QUOTES = {'"': '"', "“": "”", "”": "“", "„": "“"}
_LEXEME = re.compile(r'\s+|[()"“”„]|[^\s()"“”„]+')
_EMPTY = ("OR", "|", "AND", "&")
_MARKS = re.compile('["“”„]')
_PART = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?")
_MOST_TOLD = 60  # letters of what was typed, in a message
_MAX_DEPTH = 20  # of brackets; nobody types more, and recursion stays far from the interpreter's limit
_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word; its lemma and other spellings of it match too."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in this order and exact spelling (hamza, alef, ya and ta marbuta count)."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrict:
    """Only articles of an outlet, tag, name or section; compared in folded form."""

    field: FieldName
    value: str

    def __str__(self) -> str:
        return f'{self.field}:"{self.value}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Everything but `node`."""

    node: "Node"

    def __str__(self) -> str:
        negative_number = isinstance(self.node, Word) and self.node.text.lstrip("-")[:1].isdigit()  # «-5» is a word
        return f"NOT {self.node}" if negative_number else f"-{_grouped(self.node)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """At least one of two or more nodes."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(node) for node in self.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All of two or more nodes: words rank, all other kinds must hold."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(_grouped(node) if isinstance(node, And) else str(node) for node in self.nodes)


Node: TypeAlias = Word | Phrase | Restrict | Not | Or | And


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A read query: what to find, and the span of `Article.when` [since, until), aware UTC."""

    node: Node | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __str__(self) -> str:
        parts = [] if self.node is None else [str(self.node)]
        if self.since is not None:
            parts.append(f"from:{_bound_text(self.since)}")
        if self.until is not None:
            parts.append(f"to:{_bound_text(_last_day(self.until))}")
        return " ".join(parts)

    @property
    def words(self) -> tuple[str, ...]:
        """Texts of all words and phrases that are not excluded, in order: what is highlighted."""
        return tuple(_texts(self.node)) if self.node is not None else ()

    @property
    def bare(self) -> bool:
        """True when nothing ranks: only restrictions and dates, so that the newest come first."""
        return not self.words


def _texts(node: Node) -> list[str]:
    if isinstance(node, Word | Phrase):
        return [node.text]
    if isinstance(node, And | Or):
        return [text for child in node.nodes for text in _texts(child)]
    return []


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def _last_day(until: datetime) -> datetime:
    """A span that ends at midnight is written by its last day."""
    return until - timedelta(days=1) if _is_midnight(until) and until.date() > date.min else until


def _bound_text(moment: datetime) -> str:
    return moment.date().isoformat() if _is_midnight(moment) else moment.isoformat().replace("+00:00", "Z")


def parse_query(text: str, *, now: datetime | None = None) -> Query:
    """Read a query.

    Args:
        text: what somebody typed.
        now: the present, for dates such as «أمس»; without it only dates that name their year are understood.

    Raises:
        QueryError: nothing to search for, a date that cannot be read, or a span that ends before it begins.

    >>> str(parse_query('"كوريا الشمالية" -رياضة from:2018-06'))
    '"كوريا الشمالية" -رياضة from:2018-06-01'
    """
    parser = _Parser(text=_BIDI.sub("", text), now=now)
    node = parser.read_all()
    if node is None and parser.since is None and parser.until is None:
        raise QueryError(f"nothing to search for in {_told(text)}: give at least one word")
    if parser.since and parser.until and parser.since >= parser.until:
        raise QueryError(f"the span is empty: from {_bound_text(parser.since)} is not before its end")
    return Query(node=node, since=parser.since, until=parser.until)


def _told(text: str) -> str:
    """The beginning of a text for a message, with what cannot be seen written out."""
    shown = repr(_BIDI.sub("", text).strip())
    return shown if len(shown) <= _MOST_TOLD else f"{shown[:_MOST_TOLD]}…"


class _Parser:
    """Recursive descent over the lexemes; OR binds closer than standing side by side."""

    def __init__(self, *, text: str, now: datetime | None) -> None:
        self._tokens = [m.group() for m in _LEXEME.finditer(text)]
        self._at = 0
        self._depth = 0
        self._now = now
        self.since: datetime | None = None
        self.until: datetime | None = None

    def read_all(self) -> Node | None:
        nodes: list[Node] = []
        while self._at < len(self._tokens):
            found = self._read_sequence()
            if found is not None:
                nodes.append(found)
            if self._peek() == ")":  # closes nothing
                self._at += 1
        return _joined(nodes)

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _skip_space(self) -> None:
        while (token := self._peek()) is not None and token.isspace():
            self._at += 1

    def _read_sequence(self) -> Node | None:
        nodes: list[Node] = []
        while True:
            self._skip_space()
            if self._peek() in (None, ")"):
                return _joined(nodes)
            found = self._read_choice()
            if found is not None:
                nodes.append(found)

    def _read_choice(self) -> Node | None:
        nodes = [self._read_unit()]
        while True:
            before = self._at
            self._skip_space()
            if self._peek() not in ("OR", "|"):
                self._at = before
                break
            self._at += 1
            self._skip_space()
            if self._peek() in (None, ")"):
                break
            nodes.append(self._read_unit())
        return _either([node for node in nodes if node is not None])

    def _read_unit(self) -> Node | None:
        lexeme = self._tokens[self._at]
        self._at += 1
        if lexeme in _EMPTY:
            return None  # between nothing, or what standing side by side means anyway
        if lexeme == "NOT":
            return self._read_denied()
        if lexeme == "(":
            return self._read_group()
        if lexeme in _QUOTES:
            phrase = self._read_quoted(lexeme)
            return _phrase(phrase) if phrase is not None else None
        if not lexeme.strip("-"):
            return self._read_negated_group() if lexeme == "-" else None
        if lexeme[0] == "-" and not lexeme[1].isdigit():
            inner = self._read_word(lexeme.lstrip("-"))
            return Not(node=inner) if inner is not None else None
        return self._read_word(lexeme)

    def _read_denied(self) -> Node | None:
        """What follows NOT, if anything does; a second NOT takes the first one back."""
        denied = True
        self._skip_space()
        while self._peek() == "NOT":
            denied = not denied
            self._at += 1
            self._skip_space()
        if self._peek() in (None, ")", *_EMPTY):
            return None
        inner = self._read_unit()
        if inner is None or not denied:
            return inner
        return inner.node if isinstance(inner, Not) else Not(node=inner)

    def _read_negated_group(self) -> Node | None:
        """A lone dash: an operator only where a quotation mark or bracket follows at once."""
        if self._peek() == "(" or self._peek() in _QUOTES:
            inner = self._read_unit()
            return None if inner is None else inner.node if isinstance(inner, Not) else Not(node=inner)
        return None

    def _read_group(self) -> Node | None:
        if self._depth >= _MAX_DEPTH:
            return None  # one bracket too many is only a character
        self._depth += 1
        inner = self._read_sequence()
        self._depth -= 1
        if self._peek() == ")":
            self._at += 1
        return inner

    def _read_quoted(self, opening: str) -> str | None:
        """The text up to the closing mark; None (and nothing consumed) where the mark is never closed."""
        closing = {opening, _QUOTES[opening]}
        for end in range(self._at, len(self._tokens)):
            if self._tokens[end] in closing:
                text = "".join(self._tokens[self._at : end])
                self._at = end + 1
                return text
        return None

    def _read_word(self, token: str) -> Node | None:
        key, colon, value = token.partition(":")
        key = key.lower()
        if colon and (key in _FIELDS or key in _BOUNDS):
            mark = self._peek()
            if not value and mark is not None and mark in _QUOTES:
                self._at += 1
                value = self._read_quoted(mark) or ""
            if _has_word(value):
                return self._restricted(key, value.strip())
        return Word(text=token) if _has_word(token) else None

    def _restricted(self, key: str, value: str) -> Node | None:
        if key in _FIELDS:
            return Restrict(field=_FIELDS[key], value=_flat(value))
        first, end = _span_from_text(value, self._now)
        if _BOUNDS[key] == "from":
            self.since = first if self.since is None else max(self.since, first)
        else:
            self.until = end if self.until is None else min(self.until, end)
        return None


def _has_word(text: str) -> bool:
    return any(ch.isalnum() for ch in text)


def _phrase(text: str) -> Node | None:
    return Phrase(text=_flat(text)) if _has_word(text) else None


def _flat(text: str) -> str:
    """One line without quotation marks, so that it can stand between two."""
    return " ".join(_MARKS.sub(" ", text).split())


def _joined(nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And) else (node,))
    return None if not flat else flat[0] if len(flat) == 1 else And(nodes=tuple(flat))


def _either(nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, Or) else (node,))
    return None if not flat else flat[0] if len(flat) == 1 else Or(nodes=tuple(flat))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _span_from_text(value: str, now: datetime | None) -> tuple[datetime, datetime]:
    """First moment of the date written in `value`, and the first moment after it."""
    try:
        whole = _PART.fullmatch(arabic.fold(value).strip())
        if whole is not None:
            return _span_of_part(int(whole.group(1)), whole.group(2))
        found = _iso_from_text(value) or arabic.parse_date(value, now=now)
        if isinstance(found, datetime):
            moment = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
            return moment, moment
        if found is not None:
            return _midnight(found), _midnight(found) + timedelta(days=1)
    except (ValueError, OverflowError):
        pass  # a day or year that no calendar has: told below like any other unreadable date
    raise QueryError(f"the date {_told(value)} cannot be read: write it like 2018-06-12 or «12 حزيران 2018»")


def _span_of_part(year: int, month_text: str | None) -> tuple[datetime, datetime]:
    if month_text is None:
        return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    month = int(month_text)
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(year, month, 1, tzinfo=UTC), datetime(*after, 1, tzinfo=UTC)


def _iso_from_text(value: str) -> datetime | date | None:
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        return None
