"""Cited sources: agencies, papers, channels, sites and statements that an article names as the origin of what it tells."""

from collections.abc import Iterator
from functools import cache

from siyaq.analyze.candidate import BREAK, TIGHT, quoted_at
from siyaq.analyze.clause import ATTRIBUTION
from siyaq.analyze.display import printed
from siyaq.analyze.lexicon import DEFINITE, NATION, ORGADJ, Medium, look, media, name_grade
from siyaq.analyze.speaker import Names, phrase_end
from siyaq.analyze.stream import BRACKET, COMMA, LINE, STOP, Stream, cut_letters, unglue
from siyaq.analyze.verb import cue_of
from siyaq.analyze.wordset import word_set
from siyaq.arabic import fold
from siyaq.arabic.memo import Memo
from siyaq.types import CitedSource, Claim

_HEADS = word_set("citation.heads")
_COLLECTIVE = word_set("citation.collective")
_CITING = word_set("citation.citing")
_STATEMENT = word_set("citation.statement")
_OF_MEDIA = word_set("citation.plurals_of")
_OF_NEWS = word_set("citation.means_of")
_TWEET = word_set("citation.tweet")
_NOT_CITING = word_set("citation.not_citing")
# Told by a glued ل alone (أكدت للجزيرة); the others' names are too common for it.
_TOLD = frozenset(
    "الجزيرة العربية الحدث الحرة الميادين الإخبارية_السعودية الأخبار الحياة العراقية الشرقية الأناضول".replace("_", " ").split()
)
_BACK, _AHEAD = 9, 6  # words around a medium in which a word of citing must stand
_FAR_SPEECH = 7


@cache
def _longest() -> dict[str, int]:
    found: dict[str, int] = {}
    for norm in media():
        words = norm.split()
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


@Memo
def _readings(norm: str) -> tuple[tuple[int, str, int], ...]:
    table = _longest()
    found = [(0, norm, table[norm])] if norm in table else []
    found += [(cut, rest, table[rest]) for cut, rest in unglue(norm) if rest in table and rest != norm]
    return tuple(found)


def _medium_at(stream: Stream, i: int) -> tuple[int, int, Medium] | None:
    """The longest medium whose name begins at word i: (end, glued letters, medium)."""
    best: tuple[int, int, Medium] | None = None
    for cut, rest, most in _readings(stream.norms[i]):
        n = 1
        while n < most and i + n < len(stream) and not stream.gaps[i + n] & BREAK:
            n += 1
        for size in range(n, 0, -1):
            medium = media().get(" ".join([rest, *stream.norms[i + 1 : i + size]]))
            if medium is not None and (best is None or i + size > best[0]):
                best = (i + size, cut, medium)
                break
    return best


@Memo
def _may_cite(norm: str) -> bool:
    return bool(_readings(norm) or norm in ATTRIBUTION or _bare(norm))


def _bare(norm: str) -> str:
    """A word without glued letters and article, where that makes it a word for a medium."""
    for form in (norm, *(rest for _, rest in unglue(norm))):
        if form in _HEADS:
            return form
    return ""


def _cue_near(stream: Stream, first: int, start: int, end: int, last: int, *, glued: bool = False) -> str | None:
    """The word of citing nearest before word `start`, or after word `end`, inside the sentence [first, last)."""
    for j in range(start - 1, max(first, start - _BACK) - 1, -1):
        norm = stream.norms[j]
        if stream.gaps[j + 1] & (STOP | LINE):
            break
        if norm in _NOT_CITING and j == start - 1 and not glued:
            return None
        if norm in ATTRIBUTION or norm in _CITING or norm[1:] in _CITING:
            return stream.words[j]
        found = cue_of(norm)
        if found is not None and (found[0].form != "noun" or j < start):
            return stream.words[j][cut_letters(stream.words[j], found[1]) :]
    for j in range(end, min(last, end + _AHEAD)):
        if stream.gaps[j] & (STOP | LINE):
            break
        found = cue_of(stream.norms[j])
        if found is not None and found[0].form in ("past", "present"):
            return stream.words[j][cut_letters(stream.words[j], found[1]) :]
    return None


def _is_dateline(stream: Stream, i: int, end: int, first: int) -> bool:
    """(CNN), (رويترز) at a paragraph's beginning says who wrote the article, not whom it cites."""
    return bool(stream.gaps[i] & BRACKET and stream.gaps[end] & BRACKET) and i - first < 8


def _is_means(stream: Stream, i: int) -> bool:
    """Whether وسائل is of something else than news: وسائل النقل."""
    return stream.norms[i].endswith("وسائل") and not set(stream.norms[i + 1 : i + 2]) & _OF_NEWS


class _Citations:
    def __init__(self, stream: Stream, names: Names) -> None:
        self.stream = stream
        self.names = names
        self.found: list[CitedSource] = []
        self.taken: set[int] = set()
        self.may_cite = _may_cite.of_all(stream.norms)

    def sentence(self, first: int, end: int) -> None:
        after = first  # word that the last source found ends before
        for i in range(first, end):
            if self.may_cite[i] and i >= after:
                after = self._at(i, first, end)

    def _at(self, i: int, first: int, end: int) -> int:
        """Read a source at word i; the word to go on from."""
        head = i if _bare(self.stream.norms[i]) else None
        at = i + 1 if head is not None and i + 1 < end and not self.stream.gaps[i + 1] & (STOP | LINE | COMMA) else i
        medium = _medium_at(self.stream, i)
        if medium is None and at != i:
            medium = _medium_at(self.stream, at)
        if medium is not None:
            return self._medium(i, at, medium, first, end)
        if head is not None and at != i:
            return self._pattern(i, first, end)
        if self.stream.norms[i] in ATTRIBUTION:
            return self._attributed(i, end)
        return i

    def _medium(self, i: int, at: int, match: tuple[int, int, Medium], first: int, end: int) -> int:
        stop, cut, medium = match
        headed = at != i or bool(_bare(self.stream.norms[i]))
        if medium.weak and not headed and not (medium.name in _TOLD and self._told_to(i, first)):
            return i
        cue = _cue_near(self.stream, first, i, stop, end, glued=cut > 0)
        if cue is None or _is_dateline(self.stream, i, stop, first):
            return stop
        if medium.kind == "social":
            return self._network(i, stop, medium, cue, first)
        stop = self._with_country(stop)
        self._add(medium.name, i, stop, cue, 0 if headed else cut)
        return stop

    def _told_to(self, i: int, first: int) -> bool:
        """وأكدت للجزيرة: a channel with an ordinary word's name, glued to ل, after a verb of reporting."""
        stream = self.stream
        if not stream.norms[i].startswith("لل"):
            return False
        return any(cue_of(stream.norms[j]) is not None for j in range(max(first, i - _FAR_SPEECH), i))

    def _with_country(self, stop: int) -> int:
        """صحيفة «التلغراف» البريطانية: the country's adjective belongs to the mention."""
        stream = self.stream
        while (
            stop < len(stream)
            and not stream.gaps[stop] & BREAK
            and look(stream.norms[stop])[0] & (NATION | ORGADJ)
            and look(stream.norms[stop])[0] & DEFINITE
        ):
            stop += 1
        return stop

    def _network(self, i: int, stop: int, medium: Medium, cue: str, first: int) -> int:
        """A post on a network counts where someone speaks there."""
        stream = self.stream
        spoken = any(cue_of(stream.norms[j]) is not None for j in range(max(first, i - 24), min(len(stream), stop + 8)))
        post = next(
            (
                j
                for j in range(i - 1, max(first, i - 8) - 1, -1)
                if stream.norms[j].lstrip("بفو") in _TWEET or stream.norms[j] in _TWEET
            ),
            None,
        )
        if spoken and (post is not None or cue_of(fold(cue)) is not None or fold(cue) in ATTRIBUTION):
            self._add(medium.name, post if post is not None else i, stop, cue, 0)
        return stop

    def _pattern(self, i: int, first: int, end: int) -> int:
        """صحيفة X, موقع «X» with a name that no list holds."""
        stream = self.stream
        stop = quoted_at(stream, i + 1)
        if stop is None:
            stop = i + 1
            while stop < min(end, i + 5) and not stream.gaps[stop] & TIGHT and name_grade(stream.norms[stop]):
                stop += 1
        if stop == i + 1:
            return self._plural(i, first, end)
        cue = _cue_near(stream, first, i, stop, end)
        if cue is not None:
            name = printed(stream.written(i + 1, stop))
            self._add(name, i, self._with_country(stop), cue, 0)
        return stop

    def _plural(self, i: int, first: int, end: int) -> int:
        """وكالات أنباء إيرانية, مواقع إخبارية محلية: unnamed media."""
        stream = self.stream
        if _bare(stream.norms[i]) not in ("وكالات", "مواقع", "صحف", "قنوات"):
            return i
        if _bare(stream.norms[i]) == "مواقع" and not set(stream.norms[i + 1 : min(end, i + 3)]) & _OF_MEDIA:
            return i  # places
        cue = _cue_near(stream, first, i, i + 1, end)
        stop = phrase_end(self.names, i, min(end, i + 5))
        if cue is not None and stop > i + 1:
            self._add(printed(stream.written(i, stop)), i, stop, cue, 0)
        return stop

    def _attributed(self, i: int, end: int) -> int:
        """وفق وزارة الصحة, بحسب دراسة: an organisation or a document that what is told is ascribed to."""
        stream = self.stream
        j = i + 1
        while j < end and (stream.norms[j] in ("ما", "لما", "عن", "الي") or (cue_of(stream.norms[j]) is not None)):
            j += 1
        if j >= end or stream.gaps[j] & (STOP | LINE) or _medium_at(stream, j) or _bare(stream.norms[j]):
            return i
        mention = self.names.covering(j)
        forms = (stream.norms[j], *(rest for _, rest in unglue(stream.norms[j])))
        if mention is not None and mention[2].type == "ORG" and mention[0] == j:
            self._add(mention[2].name, j, mention[1], stream.words[i], 0)
            return mention[1]
        if any(f in _COLLECTIVE or f in _STATEMENT for f in forms) and not _is_means(stream, j):
            stop = phrase_end(self.names, j, min(end, j + 7))
            self._add(printed(stream.written(j, stop)), j, stop, stream.words[i], 0)
            return stop
        return i

    def _add(self, name: str, first: int, stop: int, cue: str, cut: int) -> None:
        if first in self.taken or not name:
            return
        self.taken.update(range(first, stop))
        start = self.stream.starts[first] + cut_letters(self.stream.words[first], cut)
        end = self.stream.ends[stop - 1]
        if self.stream.text[start:end].count('"') % 2 and self.stream.text[end : end + 1] == '"':
            end += 1
        self.found.append(CitedSource(name=name, mention=self.stream.text[start:end], cue=cue))

    def subjects(self, first: int, end: int) -> None:
        """وسائل إعلام رسمية ... أفادت, توصلت دراسة: unnamed media and studies that a verb of reporting stands beside."""
        stream = self.stream
        for i in range(first, end):
            if stream.norms[i] not in _COLLECTIVE or i in self.taken or _is_means(stream, i):
                continue
            before = cue_of(stream.norms[i - 1]) if i > first and not stream.gaps[i] & BREAK else None
            stop = phrase_end(self.names, i, min(end, i + 6))
            after = cue_of(stream.norms[stop]) if stop < end and not stream.gaps[stop] & BREAK else None
            for found, j in ((before, i - 1), (after, stop)):
                if found is not None and found[0].form in ("past", "present"):
                    self._add(printed(stream.written(i, stop)), i, stop, stream.words[j], 0)
                    break


def _statements(stream: Stream, claims: tuple[Claim, ...]) -> Iterator[CitedSource]:
    """A statement in writing through which someone speaks: قالت الوزارة في بيان."""
    for claim in claims:
        at = stream.index_at(claim.start)
        for j in range(max(0, at - 14), at):
            if stream.norms[j] in _STATEMENT and not any(stream.gaps[k] & (STOP | LINE) for k in range(j + 1, at)):
                name = claim.speaker if claim.speaker.startswith("بيان") else f"بيان {claim.speaker}"
                yield CitedSource(name=name, mention=stream.words[j], cue=claim.cue)
                break


def find_citations(stream: Stream, names: Names, claims: tuple[Claim, ...]) -> tuple[CitedSource, ...]:
    """Cited sources in order of the text, one entry per name.

    Args:
        stream: title and text.
        names: the article's names by word.
        claims: its claims, from which statements in writing are known.
    """
    citations = _Citations(stream, names)
    for first, end in stream.sentences:
        citations.sentence(first, end)
        citations.subjects(first, end)
    kept: dict[str, CitedSource] = {}
    for source in (*citations.found, *_statements(stream, claims)):
        kept.setdefault(fold(source.name), source)
    return tuple(kept.values())
