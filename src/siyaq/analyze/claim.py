"""Claims: who said what, with which word, directly or not.

Verbs before and after their subject, participles that go on with the sentence's speaker, قوله after نقلت ... عن, attribution by
بحسب and its kin, and headlines of the form «بوتين: ...».
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress

from siyaq.analyze.clause import ATTRIBUTION, Complement, clause_end, find_complement, statement
from siyaq.analyze.lexicon import TIME, TITLE, look
from siyaq.analyze.organisation import is_noun
from siyaq.analyze.speaker import Names, Speaker, Speakers, phrase_end
from siyaq.analyze.stream import COLON, COMMA, LINE, STOP, Stream, cut_letters
from siyaq.analyze.verb import Cue, cue_of, is_reporting
from siyaq.analyze.wordset import word_set
from siyaq.arabic import fold, frequency, is_stop
from siyaq.arabic.memo import Memo
from siyaq.types import Claim

_EXPRESSED = 12  # words from عبر (expressed) to its عن
_REACH = 34  # words from a verb to what it reports
_LEAST_WORDS = 3  # of a statement that no quotation mark or إن opens
_TERM_LENGTH = 7  # words in quotation marks up to which a reporting word among them is read
_RECENT = 30  # claims before an attribution that may be its own statement's
_APPOSITION = 12  # words between two commas
_BEFORE = 9  # words of a subject before its verb
_NEGATION = word_set("claim.negation")
_RELATIVE = word_set("claim.relative")
_WHO = word_set("claim.pronoun_relative")
_AS_FOR = word_set("claim.as_for")
_PRONOUNS = word_set("claim.pronouns")
_FILLER = word_set("claim.filler")
_WITH_SOURCE = word_set("claim.with_source")
_RENEWED = word_set("claim.renewed")
_DEGREE = word_set("claim.degree")
_TITLE_SPEAKER = word_set("claim.title_speaker")


@Memo
def _may_report(norm: str) -> bool:
    return norm in ATTRIBUTION or cue_of(norm) is not None


def _is_with(word: str) -> bool:
    """Whether ب is glued before a noun, and the word no commoner one that begins with it (بعد, بحث)."""
    noun = word[1:]
    return noun.startswith("ال") or (is_noun(noun) and not is_stop(word) and frequency(noun) > frequency(word))


@dataclass(slots=True)
class Reader:
    """Reads the claims of one article."""

    stream: Stream
    names: Names
    title_end: int
    speakers: Speakers = field(init=False)
    reports: list[bool] = field(init=False)
    claims: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.speakers = Speakers(self.names)
        self.reports = _may_report.of_all(self.stream.norms)

    def run(self) -> tuple[Claim, ...]:
        """All claims in order of the text."""
        for first, end in self.stream.sentences:
            if self.stream.starts[first] < self.title_end:
                self._headline(first, end)
            self._sentence(first, end)
        return tuple(self._distinct())

    def _distinct(self) -> Iterator[Claim]:
        seen: set[tuple[int, int]] = set()
        for claim in sorted(self.claims, key=lambda c: (c.start, c.end)):
            if (claim.start, claim.end) not in seen:
                seen.add((claim.start, claim.end))
                yield claim

    def _headline(self, first: int, end: int) -> None:
        colon = next((j for j in range(first + 1, min(end, first + 8)) if self.stream.gaps[j] & COLON), None)
        if colon is None or any(cue_of(w) for w in self.stream.norms[first:colon]):
            return
        speaks = self.stream.norms[first] in _TITLE_SPEAKER or any(
            g.type == "PER" or (g.type == "ORG" and a == first) for a, _, g in self.names.within(first, colon)
        )
        speaker = self.speakers.read(first, colon) if speaks else None
        if speaker is not None and end - colon >= _LEAST_WORDS:
            self._add(speaker, ":", Complement(colon, self.stream.starts[colon], "colon"), end)

    def _sentence(self, first: int, end: int) -> None:
        current: Speaker | None = None
        for i in compress(range(first, end), self.reports[first:end]):
            norm = self.stream.norms[i]
            if norm in ATTRIBUTION:
                self._attribution(i, first, end)
                continue
            found = cue_of(norm)
            if found is None or self._quoted(i):
                continue
            cue, cut = found
            if cue.form in ("past", "present"):
                current = self._verb(i, cue, cut, first, end) or current
            elif cue.form == "participle":
                self._participle(i, cue, first, end, current)
            elif cue.form == "noun" and i > first:
                current = self._noun(i, first, end) or current

    def _quoted(self, i: int) -> bool:
        start = self.stream.starts[i]
        return any(a <= start < b and self.stream.words_in(a, b) > _TERM_LENGTH for a, b in self.stream.quotes)

    def _verb(self, i: int, cue: Cue, cut: int, first: int, end: int) -> Speaker | None:
        stream = self.stream
        if i > first and not stream.gaps[i] & COMMA and stream.norms[i - 1] in _NEGATION:
            return None
        limit = min(end, i + _REACH)
        if stream.norms[i] == "عبر" and not self._expresses(i, limit):
            return None
        complement = find_complement(stream, i + 1, limit) if i + 1 < limit else None
        stop = limit if complement is None else complement.word - (complement.opener == "that")
        relative = self._relative(i, first)
        if relative is not None:
            before = self.speakers.antecedent(relative, first, feminine=cue.feminine)
        else:
            before = self._before(i, first, cue)
        after = None
        if not self._has_subject_before(i, first, cut):
            after = self.speakers.after(i + 1, max(i + 1, min(stop, i + 22)), feminine=cue.feminine)
        if relative is not None and after is not None and not after.person and self.names.covering(i + 1) is None:
            after = None  # what was announced, not who did: الذي أعلن انسحاب بلاده
        if relative is not None and before is None and after is None:
            return None
        speaker = after or before
        if complement is None:
            complement = self._noun_complement(i, cue, after, speaker, limit, related=relative is not None)
        if complement is None:
            if after is not None and after.person:
                self.speakers.remember(after)
            return None
        if speaker is None and not self._describes(i, first, cut):
            speaker = self.speakers.last(feminine=cue.feminine)
        if speaker is None:
            return None
        word = stream.words[i][cut_letters(stream.words[i], cut) :]
        self._add(speaker, word, complement, end)
        return speaker

    def _relative(self, i: int, first: int) -> int | None:
        """The pronoun الذي before a verb, with قد or كان between or not."""
        j = i - 1
        while j > first and self.stream.norms[j] in _FILLER and not self.stream.gaps[j + 1]:
            j -= 1
        return j if j > first and self.stream.norms[j] in _WHO and not self.stream.gaps[j + 1] & (COMMA | STOP | LINE) else None

    def _describes(self, i: int, first: int, cut: int) -> bool:
        """Whether a verb goes with the noun right before it (لافتات تقول): then it does not tell who spoke last."""
        if i <= first or cut or self.stream.gaps[i]:
            return False
        norm = self.stream.norms[i - 1]
        return norm not in _FILLER and not is_stop(norm) and not look(norm)[0] & TIME and not norm.isdigit()

    def _expresses(self, i: int, limit: int) -> bool:
        """Whether عبر is who expressed, with عن and a speaker before that, and not the preposition."""
        about = next((j for j in range(i + 1, min(limit, i + _EXPRESSED)) if self.stream.norms[j] == "عن"), None)
        if about is None:
            return False
        named = bool(self.names.within(i + 1, about)) or self.names.covering(i - 1) is not None
        return about == i + 1 or named or bool(look(self.stream.norms[i + 1])[0] & TITLE)

    def _has_subject_before(self, i: int, first: int, cut: int) -> bool:
        """Whether a name stands right before the verb (غني يعلن), or a pronoun that means one (لكنه أكد)."""
        if i <= first or cut or self.stream.gaps[i] & (COMMA | STOP | LINE | COLON):
            return False
        mention = self.names.covering(i - 1)
        return self.stream.norms[i - 1] in _PRONOUNS or (mention is not None and mention[1] == i and mention[0] >= first)

    def _before(self, i: int, first: int, cue: Cue) -> Speaker | None:
        """Subject before its verb: الحكومة أعلنت, وكان ماكرون أوضح, أما السفير فقال."""
        stream = self.stream
        if stream.norms[first] in _AS_FOR and stream.norms[i][0] == "ف" and first + 1 < i:
            return self.speakers.read(first + 1, i, feminine=cue.feminine)
        start = i
        while start > max(first, i - _BEFORE - 8) and not stream.gaps[start] & (COMMA | STOP | LINE | COLON):
            start -= 1
        j = i
        while j > start and (stream.norms[j - 1] in _FILLER or stream.norms[j - 1] in _RELATIVE):
            j -= 1
        while start < j and stream.norms[start] in _FILLER:
            start += 1
        if start >= j:
            return None
        mention = self.names.covering(j - 1)
        if mention is not None and mention[1] == j:
            return Speaker(mention[2].name, self._written(mention[0], j), cue.feminine, mention[2].type == "PER", j)
        found = cue_of(stream.norms[i])
        if j - start > _BEFORE or found is None or found[1]:
            return None
        return self.speakers.before(start, j, feminine=cue.feminine)

    def _written(self, first: int, end: int) -> str:
        return self.stream.written(first, end)

    def _noun_complement(
        self, i: int, cue: Cue, after: Speaker | None, speaker: Speaker | None, limit: int, *, related: bool
    ) -> Complement | None:
        """A statement in nouns: أعلن القضاء متابعة ..., هدد الحرس بمنع ..., دعا إلى ..."""
        if cue.needs == "say" or speaker is None:
            return None
        start = after.end if after is not None else i + 1
        start = self._skip_adverbs(self._skip_apposition(start, limit), limit)
        if cue.needs != "do":
            return self._prepositional(cue.needs, start, limit)
        if start >= limit or (self.stream.gaps[start] & (COMMA | STOP | LINE | COLON) and not self._closes_apposition(start)):
            return None
        if after is None and self.names.covering(i - 1) is None and i > 0 and not related and not self._pro_drop(i):
            return None
        if is_stop(self.stream.norms[start]) or is_reporting(self.stream.norms[start]):
            return None
        return self._long_enough(Complement(start, self.stream.starts[start], "noun"), limit)

    def _pro_drop(self, i: int) -> bool:
        found = cue_of(self.stream.norms[i])
        opens = bool(self.stream.gaps[i] & (STOP | LINE | COMMA)) or (found is not None and found[1] > 0)
        return opens and bool(self.speakers.past)

    def _skip_apposition(self, j: int, limit: int) -> int:
        """رفض النائب فلان، وكيل اللجنة، القرار: what stands between two commas after the subject is no statement."""
        if j >= limit or not self.stream.gaps[j] & COMMA:
            return j
        for k in range(j + 1, min(limit, j + _APPOSITION)):
            if self.stream.gaps[k] & (STOP | LINE | COLON):
                return j
            if self.stream.gaps[k] & COMMA:
                return k
        return j

    def _closes_apposition(self, j: int) -> bool:
        commas = [k for k in range(max(0, j - _APPOSITION), j) if self.stream.gaps[k] & COMMA]
        return bool(commas) and bool(self.stream.gaps[j] & COMMA)

    def _skip_adverbs(self, j: int, limit: int) -> int:
        while j < limit and (look(self.stream.norms[j])[0] & TIME or self.stream.norms[j] in _FILLER):
            j += 1
        return j

    def _prepositional(self, preposition: str, start: int, limit: int) -> Complement | None:
        stream = self.stream
        norm = fold(preposition)
        for j in range(start, min(limit, start + 12)):
            word = stream.norms[j]
            if stream.gaps[j] & (STOP | LINE) and j > start:
                return None
            if norm == "ب" and word.startswith("ب") and (word == norm or _is_with(word)):
                begin = stream.starts[j] + cut_letters(stream.words[j], 1)
                return self._long_enough(Complement(j, begin, "noun"), limit)
            if word == norm and j + 1 < limit:
                return self._long_enough(Complement(j + 1, stream.starts[j + 1], "noun"), limit)
        return None

    def _long_enough(self, complement: Complement, limit: int) -> Complement | None:
        return complement if clause_end(self.stream, complement.word, limit) - complement.word >= _LEAST_WORDS - 1 else None

    def _participle(self, i: int, cue: Cue, first: int, end: int, current: Speaker | None) -> None:
        stream = self.stream
        if stream.norms[i].startswith("ال") or i + 1 >= end:
            return
        if stream.norms[i] == "مجددا" and stream.norms[i + 1] not in _RENEWED:
            return  # once more
        speaker = current or self._subject_of(first, i, cue) or self.speakers.last(feminine=cue.feminine)
        if speaker is None:
            return
        limit = min(end, i + _REACH)
        near = find_complement(stream, i + 1, min(limit, i + 9))
        if near is None and cue.needs not in ("say", "do"):
            near = self._prepositional(cue.needs, i + 1, limit)
        if near is None and cue.needs == "do" and not is_stop(stream.norms[i + 1]):
            near = self._long_enough(Complement(i + 1, stream.starts[i + 1], "noun"), limit)
        if near is not None:
            self._add(speaker, stream.words[i], near, end)

    def _subject_of(self, first: int, i: int, cue: Cue) -> Speaker | None:
        """Who acts in a sentence without a reporting verb: the first person, else the first name."""
        mentions = [m for m in self.names.within(first, i) if m[2].type in ("PER", "ORG", "LOC")]
        persons = [m for m in mentions if m[2].type == "PER"]
        for a, b, group in (persons or mentions)[:1]:
            return Speaker(group.name, self._written(a, b), cue.feminine, group.type == "PER", b)
        return None

    def _noun(self, i: int, first: int, end: int) -> Speaker | None:
        """نقلت الوكالة عن مصدر قوله إن: the source stands after عن."""
        stream = self.stream
        if stream.norms[i - 1] in _DEGREE:  # على حد قوله looks back
            return None
        back = next((j for j in range(i - 1, max(first, i - 20) - 1, -1) if stream.norms[j] == "عن"), None)
        speaker = self.speakers.read(back + 1, i) if back is not None and back + 1 < i else None
        complement = find_complement(stream, i + 1, min(end, i + 8)) if i + 1 < end else None
        if complement is None:
            return None
        speaker = speaker or self.speakers.last(feminine=stream.norms[i].endswith("ها"))
        if speaker is not None:
            self._add(speaker, stream.words[i], complement, end)
        return speaker

    def _attribution(self, i: int, first: int, end: int) -> None:
        stream = self.stream
        j = i + 1
        while j < end and (
            stream.norms[j] in _RELATIVE or cue_of(stream.norms[j]) is not None or stream.norms[j] in ("لما", "عن", "الي")
        ):
            j += 1
        if j >= end or stream.gaps[j] & (STOP | LINE):
            return
        speaker = self._attributed(j, end)
        if speaker is None:
            return
        if i <= first + 1:
            self._forward(i, speaker, end)
        else:
            self._backward(i, speaker, first)

    def _attributed(self, j: int, end: int) -> Speaker | None:
        stream = self.stream
        _, cut, core = look(stream.norms[j])
        mention = self.names.covering(j)
        core = (
            core
            if cut
            else stream.norms[j].removeprefix("لل").removeprefix("ل")
            if stream.norms[j] not in _WITH_SOURCE
            else stream.norms[j]
        )
        if mention is None and core not in _WITH_SOURCE and "ال" + core not in _WITH_SOURCE and not look(core)[0] & TITLE:
            return None
        speaker = self.speakers.read(j, end)
        if speaker is None:
            limit = phrase_end(self.names, j, end)
            named = [mention] if mention else self.names.within(j, limit)
            speaker = Speaker(named[0][2].name if named else stream.written(j, limit), stream.written(j, limit), end=limit)
        return speaker

    def _forward(self, i: int, speaker: Speaker, end: int) -> None:
        stream = self.stream
        j = speaker.end
        while j < end and not stream.gaps[j] & COMMA and stream.norms[j] not in ("فان", "فقد") and j < speaker.end + 10:
            j += 1
        complement = find_complement(stream, j, min(end, j + 2)) if j < end else None
        if complement is None and j < end:
            complement = Complement(j, stream.starts[j], "noun")
        if complement is not None and end - complement.word >= _LEAST_WORDS:
            self._add(speaker, stream.words[i], complement, end)

    def _backward(self, i: int, speaker: Speaker, first: int) -> None:
        stream, recent = self.stream, self.claims[-_RECENT:]
        if any(c.end > stream.starts[first] and c.end <= stream.starts[i] and stream.starts[i] - c.end < 4 for c in recent):
            return
        if i - first >= _LEAST_WORDS:
            start = stream.starts[first] + (
                cut_letters(stream.words[first], 1) if stream.norms[first][0] == "و" and len(stream.norms[first]) > 3 else 0
            )
            start = max([start, *(c.end for c in recent if stream.starts[first] <= c.start < stream.starts[i])])
            word = stream.index_at(start)
            if i - word >= _LEAST_WORDS:
                self._append(speaker, stream.words[i], start, stream.ends[i - 1], "indirect")

    def _add(self, speaker: Speaker, cue: str, complement: Complement, end: int) -> None:
        start, stop, kind = statement(self.stream, complement, end)
        self._append(speaker, cue, start, stop, kind)

    def _append(self, speaker: Speaker, cue: str, start: int, stop: int, kind: str) -> None:
        if stop <= start:
            return
        self.speakers.remember(speaker)
        self.claims.append(
            Claim(
                speaker=speaker.name,
                speaker_mention=speaker.mention,
                cue=cue,
                kind=kind,  # type: ignore[arg-type]
                text=self.stream.text[start:stop],
                start=start,
                end=stop,
            )
        )


def find_claims(stream: Stream, names: Names, title_end: int) -> tuple[Claim, ...]:
    """Claims of an article in order of the text.

    Args:
        stream: title and text.
        names: its names by word.
        title_end: length of the title in characters.
    """
    return Reader(stream, names, title_end).run()
