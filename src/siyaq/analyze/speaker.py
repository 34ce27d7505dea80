"""Who speaks: the noun phrase beside a reporting word, and the last fitting speaker where there is none."""

from bisect import bisect_left
from dataclasses import dataclass, field

from siyaq.analyze.candidate import BREAK
from siyaq.analyze.display import printed
from siyaq.analyze.entity import Group
from siyaq.analyze.lexicon import NATION, ORG, ORGADJ, ORGDEF, TIME, TITLE, look
from siyaq.analyze.organisation import is_noun
from siyaq.analyze.stream import COLON, COMMA, LINE, STOP, Stream, cut_letters
from siyaq.analyze.verb import cue_of
from siyaq.analyze.wordset import word_set
from siyaq.arabic import fold, frequency, is_stop
from siyaq.arabic.memo import Memo

# A noun phrase of a speaker ends before these (في بيان, خلال مؤتمر, لوكالة).
_ADVERBIAL = word_set("speaker.adverbial")
# After one of these the phrase goes on over one preposition: مصدر في النيابة العامة, المبعوث إلى سوريا, المتحدث باسم.
_OPEN_HEAD = word_set("speaker.open_head")
_BRIDGE = word_set("speaker.bridge")
_GENERAL = word_set("speaker.general")
_ENDS = word_set("speaker.ends")
_NO_HEAD = word_set("speaker.no_head")
_LONGEST_PHRASE = 14  # words
_RARE = 1e-6  # of words: what is rarer is taken for a name that no lexicon has
_SUFFIXES = ("هما", "هم", "ها", "نا", "ه", "ي")
_MASCULINE = word_set("speaker.masculine_places")
_IN_TITLE = word_set("speaker.in_title")
_REPORTS = word_set("claim.with_source")  # البيان الذي أكد أن


@dataclass(slots=True)
class Speaker:
    """A speaker as named (`name`) and as written at this place (`mention`, words [first, end))."""

    name: str
    mention: str
    feminine: bool = False
    person: bool = False
    end: int = 0


@dataclass(slots=True)
class Names:
    """Which word belongs to a mention of which name."""

    stream: Stream
    firsts: list[int]
    ends: list[int]
    groups: list[Group]

    @classmethod
    def of(cls, stream: Stream, groups: list[Group]) -> "Names":
        """Index the mentions by word."""
        spans = sorted(
            (stream.index_at(a), stream.index_at(b - 1) + 1, n) for n, g in enumerate(groups) for a, b in set(g.spans)
        )
        return cls(stream, [s[0] for s in spans], [s[1] for s in spans], [groups[s[2]] for s in spans])

    def within(self, first: int, end: int) -> list[tuple[int, int, Group]]:
        """Mentions that begin at words [first, end)."""
        found = []
        for k in range(bisect_left(self.firsts, first), len(self.firsts)):
            if self.firsts[k] >= end:
                break
            found.append((self.firsts[k], self.ends[k], self.groups[k]))
        return found

    def covering(self, i: int) -> tuple[int, int, Group] | None:
        """The mention that holds word i."""
        k = bisect_left(self.firsts, i + 1) - 1
        if k >= 0 and self.ends[k] > i:
            return self.firsts[k], self.ends[k], self.groups[k]
        return None


def phrase_end(names: Names, first: int, limit: int) -> int:
    """End of the noun phrase that begins at word `first`: before a comma, an adverbial or another verb of reporting."""
    stream = names.stream
    bridges = 1 if stream.norms[first] in _OPEN_HEAD else 0
    i = first
    while i < min(limit, first + _LONGEST_PHRASE):
        if i > first:
            if stream.gaps[i] & (BREAK & ~64):
                break
            norm = stream.norms[i]
            if norm in _BRIDGE and bridges and i + 1 < limit:
                bridges -= 1
                i += 2
                continue
            covered = names.covering(i)
            if covered is not None and covered[0] == i:
                i = covered[1]
                if covered[2].type == "PER":
                    break
                continue
            if _after_name(names, first, i):
                break
            if _ends_phrase(stream, i):
                break
        elif (covered := names.covering(i)) is not None:
            i = covered[1]
            if covered[2].type == "PER":
                break
            continue
        i += 1
    return min(i, limit)


def _after_name(names: Names, first: int, i: int) -> bool:
    """Whether a name that opens the phrase ends before word i, which is no adjective of it: أعلنت الحكومة | رفع الأسعار."""
    opening = names.covering(first)
    if opening is None or opening[0] != first or opening[1] != i:
        return False
    bits = look(names.stream.norms[i])[0]
    return not bits & (NATION | ORGADJ) and names.stream.norms[i] not in _BRIDGE


def _ends_phrase(stream: Stream, i: int) -> bool:
    norm = stream.norms[i]
    if norm in _ENDS or norm in _ADVERBIAL or (norm[0] == "ل" and norm[1:].isascii()):  # لـCNN: to whom
        return True
    if _is_day(norm):
        return True
    cue = cue_of(norm)
    return cue is not None and cue[0].form in ("past", "present", "participle")


def _agrees(group: Group, feminine: bool) -> bool:
    """Whether a name can be what الذي or التي means: of places only some are masculine (الجيش في سوريا الذي)."""
    return group.type != "LOC" or feminine or fold(group.name) in _MASCULINE


@Memo
def is_glued(norm: str) -> bool:
    """Whether a word is a noun with ب or ل before it (بالرد, لتقارير), and none that begins with the letter (بيان, لاعب)."""
    if norm[:1] not in "بل" or is_noun(norm) or look(norm)[0]:
        return False
    rest = norm[1:]
    return rest.startswith(("ال", "ل")) or ((is_noun(rest) or _is_owned(rest)) and frequency(rest) > frequency(norm))


def _is_owned(norm: str) -> bool:
    """Whether a word is a noun with a pronoun: خطيبته, مدربهم."""
    for suffix in _SUFFIXES:
        stem = norm.removesuffix(suffix)
        if stem != norm and len(stem) > 2 and (is_noun(stem) or (stem[-1] == "ت" and is_noun(stem[:-1] + "ه"))):
            return True
    return False


@Memo
def _may_head(norm: str) -> bool:
    """Whether a word can be the subject of a verb after it: a noun, and no verb or particle (وهناك, أنقذت)."""
    core = norm[1:] if norm[0] in "وف" and not is_noun(norm) and not look(norm)[0] else norm
    known = look(core)[0] & (TITLE | ORG | ORGDEF) or core.startswith("ال") or core in _OPEN_HEAD or core[:1].isdigit()
    return bool(known) or (len(core) > 1 and (is_noun(core) or _is_owned(core) or frequency(core) < _RARE))


def _is_day(norm: str) -> bool:
    """Whether a word tells when: الثلاثاء, but not the year of الأمين العام."""
    return bool(look(norm)[0] & TIME) and norm.startswith("ال") and norm not in _GENERAL


@dataclass(slots=True)
class Speakers:
    """Reads speakers and remembers them in order, for what has no subject of its own."""

    names: Names
    past: list[Speaker] = field(default_factory=list)

    def read(self, first: int, limit: int, *, feminine: bool = False) -> Speaker | None:
        """The speaker named by words [first, limit), None if they begin with no noun phrase."""
        stream = self.names.stream
        while first < limit and _is_day(stream.norms[first]) and self.names.covering(first) is None:
            first += 1  # قال الثلاثاء وزير الدفاع
        if first >= limit or stream.norms[first] in _NO_HEAD or stream.norms[first] in _ADVERBIAL:
            return None
        covered = self.names.covering(first)
        if covered is None and (
            (is_stop(stream.norms[first]) and stream.norms[first] not in _OPEN_HEAD) or cue_of(stream.norms[first])
        ):
            return None
        end = phrase_end(self.names, first, limit)
        if all(norm.isdigit() for norm in stream.norms[first:end]):
            return None
        mentions = self.names.within(first, end)
        persons = [m for m in mentions if m[2].type == "PER"]
        if not persons and end < limit and stream.gaps[end] & COMMA and look(stream.norms[first])[0] & TITLE:
            persons = [m for m in self.names.within(end, min(limit, end + 8)) if m[2].type == "PER"][:1]
            end = persons[0][1] if persons else end
        mention = self._text(first, end)
        if persons:
            return Speaker(persons[-1][2].name, mention, feminine, True, end)
        if mentions and mentions[0][0] <= first + 1 and not look(stream.norms[first])[0] & TITLE:
            return Speaker(mentions[0][2].name, mention, feminine, False, end)
        return Speaker(
            self._resolved(first, end) or printed(mention), mention, feminine, bool(look(stream.norms[first])[0] & TITLE), end
        )

    def before(self, first: int, end: int, *, feminine: bool) -> Speaker | None:
        """The subject that words [first, end) are, before their verb; None where they are no noun phrase, or more than one."""
        if self.names.covering(first) is None and not _may_head(self.names.stream.norms[first]):
            return None
        speaker = self.read(first, end, feminine=feminine)
        return speaker if speaker is not None and speaker.end == end else None

    def after(self, first: int, limit: int, *, feminine: bool) -> Speaker | None:
        """The subject after its verb; what a preposition is glued to is none (هددتا بالرد)."""
        if first < limit and self.names.covering(first) is None and is_glued(self.names.stream.norms[first]):
            return None
        return self.read(first, limit, feminine=feminine)

    def antecedent(self, relative: int, first: int, *, feminine: bool) -> Speaker | None:
        """Whom الذي or التي means: the name or the office right before it, a comma between or not; None for a thing.

        Args:
            relative: the pronoun's word.
            first: the sentence's first word.
            feminine: whether the verb after the pronoun is.
        """
        stream, names = self.names.stream, self.names
        if relative <= first or stream.gaps[relative] & (STOP | LINE | COLON):
            return None
        mention = names.covering(relative - 1)
        if mention is not None and mention[1] == relative and mention[2].type == "PER":
            return Speaker(mention[2].name, stream.written(mention[0], relative), feminine, True, relative)
        start = self._phrase_start(relative, first)
        if start == relative:
            return None
        apposed = names.covering(start - 1) if start > first and stream.gaps[start] & COMMA else None
        if apposed is not None and apposed[1] == start and apposed[2].type == "PER":
            return Speaker(apposed[2].name, stream.written(apposed[0], start), feminine, True, relative)
        office = self._is_office(start) or look(stream.norms[start])[2].removeprefix("ال") in _REPORTS
        if not office and (mention is None or mention[:2] != (start, relative) or not _agrees(mention[2], feminine)):
            return None
        speaker = self.read(start, relative, feminine=feminine)
        return speaker if speaker is not None and speaker.end == relative else None

    def _phrase_start(self, end: int, first: int) -> int:
        """First word of the noun phrase that ends before word `end`: names, definite words, and offices before them."""
        stream, k = self.names.stream, end
        while k > first and end - k < _LONGEST_PHRASE and (k == end or not stream.gaps[k] & (BREAK & ~64)):
            mention = self.names.covering(k - 1)
            if mention is not None:
                k = mention[0]
                continue
            cut, core = look(stream.norms[k - 1])[1:]
            of_office = k - 2 >= first and not stream.gaps[k - 1] and self._is_office(k - 2)  # وزير خارجية فرنسا
            definite = core.startswith("ال") and not is_stop(core)
            if not (definite or self._is_office(k - 1) or core in _IN_TITLE or of_office):
                break
            if definite and k < end and self._is_office(k) and not stream.norms[k].startswith("ال"):
                break  # زار الرئيس | وزير الدفاع
            k -= 1
            if cut:
                break
        return k

    def _is_office(self, word: int) -> bool:
        bits, _, core = look(self.names.stream.norms[word])
        return bool(bits & TITLE) or core in _OPEN_HEAD

    def _text(self, first: int, end: int) -> str:
        stream = self.names.stream
        start = stream.starts[first]
        covered = self.names.covering(first)
        norm = stream.norms[first]
        if covered is None and norm[:1] in "لب" and (look(norm)[1] or is_glued(norm)):
            start += cut_letters(stream.words[first], look(norm)[1] or 1)
        return stream.text[start : stream.ends[end - 1]]

    def _resolved(self, first: int, end: int) -> str | None:
        """الوزير, الرئيس الأفغاني, المسؤول: the person who spoke last, where the phrase is short and definite."""
        norms = self.names.stream.norms
        if end - first > 2 or not norms[first].startswith("ال") or not look(norms[first])[0] & TITLE:
            return None
        return next((s.name for s in reversed(self.past) if s.person), None)

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke."""
        self.past.append(speaker)

    def last(self, *, feminine: bool) -> Speaker | None:
        """The last speaker of that gender, or the last one."""
        for speaker in reversed(self.past[-4:]):
            if speaker.feminine == feminine:
                return speaker
        return self.past[-1] if self.past else None
