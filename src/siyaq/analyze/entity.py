"""Named entities: one reading of the stream for names, then one entry per name with all its mentions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from siyaq.analyze.candidate import BREAK, TIGHT, Candidate, begins_known, known_at, make
from siyaq.analyze.display import best_spelling, printed
from siyaq.analyze.lexicon import DEFINITE, EVENT, HONORIFIC, LOC, MISC, NAME_NO, NATION, ORG, TITLE, look, name_grade, phrases
from siyaq.analyze.organisation import organisation_at, other_at, place_at
from siyaq.analyze.person import may_begin_person, person_at
from siyaq.analyze.stream import BRACKET, Stream, norm_word
from siyaq.analyze.verb import is_reporting
from siyaq.analyze.wordset import word_set
from siyaq.arabic import NameLedger, default_ledger, fold, is_stop
from siyaq.arabic.memo import Memo
from siyaq.types import Entity, EntityType, Mention

_LINKS = word_set("entity.links")
_GLUED = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_LONGEST_OFFICE = 9  # words between an office and the name of who holds it
_OFFICE_BREAK = BREAK & ~1  # a comma may stand in: الناطق باسم الحكومة، جمانة غنيمات


@dataclass(slots=True)
class Group:
    """All mentions of one name."""

    type: EntityType
    name: str
    known: bool
    spans: list[tuple[int, int]] = field(default_factory=list)
    inner: dict[str, None] = field(default_factory=dict)  # dicts as sets that keep their order: notes must not hang on hashing
    norms: dict[str, None] = field(default_factory=dict)
    first_word: int = 0


def find_candidates(stream: Stream) -> list[Candidate]:
    """Names in order of the text, not overlapping."""
    found: list[Candidate] = []
    office: int | None = None  # word number of an office that waits for its holder's name
    norms, n = stream.norms, len(stream.norms)
    looks, idle, reporting = look.of_all(norms), is_idle.of_all(norms), is_reporting.of_all(norms)
    said = False
    i = 0
    while i < n:
        bits, cut, core = looks[i]
        if stream.gaps[i] & _OFFICE_BREAK:
            office = None
        if idle[i] and not said and not _is_near(stream, i, office) and (i + 1 == n or norms[i + 1] != "بن"):
            candidate = None
        else:
            candidate = _best_at(stream, i, bits, cut, core, office)
        said = reporting[i]
        if candidate is None:
            office = _next_office(stream, i, bits, office) if office is not None else i if bits & TITLE else None
            i += 1
            continue
        found.append(candidate)
        if candidate.type == "PER" or stream.gaps[i] & 1:
            office = None
        i = candidate.end
    return found


@Memo
def is_idle(norm: str) -> bool:
    """Whether no name can begin with a word that nothing before it makes a name of."""
    if look(norm)[0] & (ORG | LOC | EVENT | MISC) or norm == "علي" or norm.isascii():
        return False
    return not (begins_known(norm) or may_begin_person(norm))


def _is_near(stream: Stream, i: int, office: int | None) -> bool:
    """Whether an office, an honorific, the adjective of one or a comma after one stands just before word i."""
    if office is None or not i:
        return False
    if stream.gaps[i] & 1:
        return True
    return not stream.gaps[i] & BREAK and bool(look(stream.norms[i - 1])[0] & (TITLE | HONORIFIC | NATION))


def _next_office(stream: Stream, i: int, bits: int, office: int | None) -> int | None:
    if bits & TITLE:
        return i if office is None else office
    if office is None or i - office > _LONGEST_OFFICE:
        return None
    norm = stream.norms[i]
    if bits & (DEFINITE | NATION | ORG) or norm in _LINKS or norm.startswith(("لل", "ال", "وال", "بال")):
        return office
    return None


def _best_at(stream: Stream, i: int, bits: int, cut: int, core: str, office: int | None) -> Candidate | None:
    """The reading of word i that takes most words; known names first among equals."""
    near = _is_near(stream, i, office)
    said = i > 0 and not stream.gaps[i] & BREAK and is_reporting(stream.norms[i - 1])
    options: list[Candidate] = []
    known = known_at(stream, i)
    if known is not None:
        options.append(make(stream, i, known[0], known[2].type, cut=known[1], name=known[2].name))
    if bits & ORG and not (bits & TITLE and near):
        options.append(organisation_at(stream, i, bits, cut, core))  # type: ignore[arg-type]
    if bits & LOC:
        options.append(place_at(stream, i, bits, cut, core))  # type: ignore[arg-type]
    if bits & (EVENT | MISC):
        options.append(other_at(stream, i, bits, cut, core))  # type: ignore[arg-type]
    if _may_be_person(stream, i, bits, office, spoken=near or said):
        options.append(person_at(stream, i, known, titled=office is not None, near=near, said=said))  # type: ignore[arg-type]
    best: Candidate | None = None
    for option in options:
        if option is not None and (best is None or option.end > best.end):
            best = option
    return latin_at(stream, i) if best is None and stream.norms[i].isascii() else best


def _may_be_person(stream: Stream, i: int, bits: int, office: int | None, *, spoken: bool) -> bool:
    norm = stream.norms[i]
    if i + 1 < len(stream.norms) and stream.norms[i + 1] == "بن":
        return office is not None or not norm.isascii()
    if (office is None and norm.isascii()) or (bits & (ORG | LOC | TITLE) and not bits & NATION):
        return False
    return spoken or may_begin_person(norm) or norm == "علي"


def latin_at(stream: Stream, i: int) -> Candidate | None:
    """A name in Latin letters, taken for an organisation; one in brackets repeats an Arabic name and is left out."""
    if not stream.words[i][0].isupper() or len(stream.words[i]) < 2 or stream.gaps[i] & BRACKET or _is_address(stream, i):
        return None
    if i and stream.norms[i - 1].isascii() and not stream.gaps[i] & (BREAK & ~BRACKET):
        return None
    end = i + 1
    while end < len(stream.norms) and not stream.gaps[end] & TIGHT and stream.norms[end].isascii() and end - i < 5:
        end += 1
    return make(stream, i, end, "ORG")


def _is_address(stream: Stream, i: int) -> bool:
    """Whether a Latin word is a part of an address: www.example.org, name@example.org."""
    beside = stream.text[max(0, stream.starts[i] - 1) : stream.starts[i]] + stream.text[stream.ends[i] : stream.ends[i] + 2]
    return any(c in "@/" for c in beside) or (beside[-2:-1] == "." and beside[-1:].isalnum()) or beside[:1] == "."


@Memo
def _key(name: str) -> str:
    return " ".join(w.removeprefix("ال") if len(w) > 4 else w for w in fold(name).split())


def _known_name(name: str) -> str | None:
    """Canonical name of an inner name that the lexicons know."""
    known = phrases().get(norm_word(name))
    return known.name if known is not None and not known.weak else None


class _Book:
    """Groups in order of their making, found by name, by a name without its class word, and by the ends of personal names."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._by_key: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._by_inner: dict[str, int] = {}
        self._by_end: dict[str, int] = {}
        self._bearers: dict[str, list[str]] = {}

    def add(self, key: str, group: Group) -> Group:
        """Enter a new group under the key of its joined name."""
        number = self._by_key[key] = len(self.groups)
        self.groups.append(group)
        name = _key(group.name)
        self._by_name.setdefault(name, number)
        if group.type == "PER":
            for end in _ends(name):
                self._by_end.setdefault(end, number)
            if " " in group.name:
                self._bearers.setdefault(name.split()[-1], []).append(group.name)
        return group

    def add_inner(self, group: Group, key: str, inner: str) -> None:
        """Note what a group is called without its class word."""
        group.inner[inner] = None
        number = self._by_key[key] if key in self._by_key else self.groups.index(group)
        self._by_inner[inner] = min(number, self._by_inner.get(inner, number))

    def own_bearer(self, norm: str, name: str) -> str:
        """The article's own bearer of a surname that the lexicons give to another: البشير of أبي بشراي البشير."""
        own = self._bearers.get((_key(norm).split() or [""])[-1], [])
        return name if name in own or not own else own[0]

    def find(self, stream: Stream, c: Candidate, key: str) -> Group | None:
        """The group that a name, a short or a longer form belongs to."""
        number = self._by_key.get(key)
        if number is None:
            number = self._uncut(stream, c)
        if number is None:
            inner = _key(c.inner) if c.inner else ""
            numbers = [self._by_name.get(inner), self._by_inner.get(inner)] if inner else []
            numbers += [self._by_inner.get(key), self._by_end.get(key) if c.type == "PER" else None]
            number = min((n for n in numbers if n is not None), default=None)
        return None if number is None else self.groups[number]

    def _uncut(self, stream: Stream, c: Candidate) -> int | None:
        """The person whose surname a word is as it stands, where a letter was cut off: فورار of جمال فورار, not ورار."""
        if c.type != "PER" or c.end - c.first > 1 or c.start == stream.starts[c.first]:
            return None
        number = self._by_end.get(_key(stream.norms[c.first]))
        if number is not None:
            c.start = stream.starts[c.first]
        return number


def _ends(key: str) -> Iterator[str]:
    """The beginnings and ends of a name, shorter than it: جاستن, ترودو of جاستن ترودو."""
    words = key.split()
    for n in range(1, len(words)):
        yield " ".join(words[:n])
        yield " ".join(words[-n:])


def group_names(stream: Stream, candidates: list[Candidate], ledger: NameLedger) -> list[Group]:
    """One group per name; short forms join the full name, in order of first mention.

    The ledger joins spellings. Its own spelling is printed only where people corrected it; else that of the lexicons or text.
    """
    book = _Book()
    for c in sorted(candidates, key=lambda c: (not c.sure, c.end - c.first == 1, c.first)):
        name = c.name if c.known else printed(c.inner or c.name)
        name = _known_name(name) or name
        if c.known and c.type in ("PER", "LOC") and c.end - c.first == 1:
            name = book.own_bearer(stream.norms[c.first], name)
        joined = ledger.canonical(name) or name
        key = _key(joined)
        group = book.find(stream, c, key)
        if group is None:
            if not c.sure:
                continue
            corrected = joined != (default_ledger().canonical(name) or name)
            group = book.add(key, Group(c.type, joined if corrected else name, c.known or corrected, first_word=c.first))
        group.spans.append((c.start, c.stop))
        group.norms[" ".join(stream.norms[c.first : c.end])] = None
        group.first_word = min(group.first_word, c.first)
        if c.inner:
            book.add_inner(group, key, _key(c.inner))
    return sorted(_join_parts(book.groups), key=lambda g: g.first_word)


def _join_parts(groups: list[Group]) -> list[Group]:
    """Join full and short names that came in the other order, and chains of one organisation of different length."""
    kept: list[Group] = []
    homes: dict[tuple[str, str], Group] = {}  # type and part of a name -> the longest name
    for group in sorted(groups, key=lambda g: -len(_key(g.name).split())):
        key = _key(group.name)
        home = homes.get((group.type, key)) if group.type == "PER" or not group.known else None
        if home is None:
            kept.append(group)
            for part in _parts(key, group.type):
                homes.setdefault((group.type, part), group)
            continue
        home.spans += group.spans
        home.inner |= group.inner
        home.norms |= group.norms
        home.first_word = min(home.first_word, group.first_word)
    return kept


def _parts(key: str, kind: EntityType) -> Iterable[str]:
    """What stands for a name: the ends of a person's, the beginnings of two words and more of an organisation's."""
    if kind == "PER":
        return _ends(key)
    words = key.split()
    return (" ".join(words[:n]) for n in range(2, len(words))) if kind == "ORG" else ()


def _is_named(stream: Stream, i: int, norm: str, short: str) -> bool:
    """Whether a short form stands for its name at word i: an ordinary word does so after a verb of reporting only."""
    return name_grade(short) != NAME_NO or (i > 0 and norm == short and is_reporting(stream.norms[i - 1]))


def add_short_mentions(stream: Stream, groups: list[Group]) -> None:
    """Find what the first reading left: surnames alone, and names without their class word."""
    wanted: dict[str, tuple[Group, int, str]] = {}
    for group in groups:
        for short in _short_forms(group):
            for glued in _GLUED:
                wanted.setdefault(glued + short, (group, len(glued), short))
            if short.startswith("ال"):
                wanted.setdefault("لل" + short[2:], (group, 0, short))
    if not wanted:
        return
    covered = {
        i for g in groups for start, stop in g.spans for i in range(stream.index_at(start), stream.index_at(stop - 1) + 1)
    }
    for i, norm in enumerate(stream.norms):
        found = wanted.get(norm)
        if found is not None and i not in covered and (found[0].type != "PER" or _is_named(stream, i, norm, found[2])):
            c = make(stream, i, i + 1, found[0].type, cut=found[1])
            found[0].spans.append((c.start, c.stop))


def _short_forms(group: Group) -> dict[str, None]:
    """Single words that stand for a name: surname and first name of a person, what a class word names."""
    if group.type != "PER":
        return {w: None for w in group.inner if " " not in w and len(w) > 2}
    full = [norm.split() for norm in group.norms if " " in norm]
    words = [name[at] for at in (-1, 0) for name in full]
    return {w: None for w in words if len(w) > 2 and not is_stop(w)}


def find_entities(stream: Stream, ledger: NameLedger | None = None) -> tuple[Entity, ...]:
    """Named entities of an article, in order of first mention, each with its mentions in order.

    Args:
        stream: the article's title and text.
        ledger: names that people joined or split; the bundled one where None.
    """
    return entities_from(stream, groups_of(stream, ledger))


def groups_of(stream: Stream, ledger: NameLedger | None = None) -> list[Group]:
    """Groups of mentions, from which entities, speakers and tags are made."""
    groups = group_names(stream, find_candidates(stream), ledger or default_ledger())
    add_short_mentions(stream, groups)
    return groups


def entities_from(stream: Stream, groups: list[Group]) -> tuple[Entity, ...]:
    """Values for the outside."""
    entities = []
    for group in groups:
        spans = sorted(set(group.spans))
        mentions = tuple(Mention(text=stream.text[a:b], start=a, end=b) for a, b in spans)
        name = (
            group.name
            if group.known
            else best_spelling([printed(m.text) for m in mentions if _key(m.text) == _key(group.name)] or [group.name])
        )
        entities.append(Entity(name=name, type=group.type, mentions=mentions))
    return tuple(entities)
