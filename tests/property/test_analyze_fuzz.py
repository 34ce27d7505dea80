"""Notes on random and hostile text: never an exception, offsets always inside the text, legal respelling changes no name."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyaq.analyze import analyze, excerpt, language
from siyaq.analyze.stream import read
from siyaq.arabic import fold
from siyaq.arabic.respell import respell

WORDS = """
قال وقالت أضاف إن أن بأن بحسب وفق نقلا عن قوله مؤكدا مشيرا إلى في على من الذي التي قد كان الرئيس الروسي فلاديمير بوتين وزير
الخارجية سيرغي لافروف محمد بن عبد أبو آل الله الدين علي وزارة النقل مدينة القاهرة الولايات المتحدة صحيفة قناة الجزيرة وكالة
رويترز بيان تغريدة تويتر للهند وبالرباط " « » “ ” ' : ، . ؟ ! … - ( ) # _ #وسم_مركب ﷺ ﻻ 2018 ٣ الثلاثاء أمس CNN Piper
"""
HOSTILE = ["\n", "\n\n", "\u200f", "\u202e", "\u0640", "\u064b", "\x00", "\ud800", "\U0001f600", "a\u0301", "ـــ"]
PIECES = [*WORDS.split(), *HOSTILE]
text_of_pieces = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
glued_pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
any_text = st.one_of(text_of_pieces, glued_pieces, st.text(max_size=300))

SENTENCES = (
    "قال الرئيس الروسي فلاديمير بوتين إن المحادثات مع كوريا الشمالية مستمرة، بحسب وكالة رويترز.\n"
    "وأضاف بوتين أن وزارة الخارجية الروسية أكدت الموعد في موسكو، مشيرا إلى أن الأمم المتحدة وافقت.\n"
)


@settings(max_examples=150, deadline=None)
@given(title=any_text, text=any_text, tags=st.lists(any_text, max_size=3))
def test_offsets_lie_inside_and_lead_to_the_words(title: str, text: str, tags: list[str]) -> None:
    whole = f"{title}\n{text}"
    notes = analyze(title, text, None, tags)
    spans = [(m.text, m.start, m.end) for e in notes.entities for m in e.mentions]
    spans += [(c.text, c.start, c.end) for c in notes.claims]
    spans += [(d.mention, d.start or 0, d.end or 0) for d in notes.dates]
    for said, start, end in spans:
        assert 0 <= start < end <= len(whole)
        assert whole[start:end] == said
    for claim in notes.claims:
        assert claim.speaker_mention in whole
        assert claim.cue == ":" or claim.cue in whole
    for source in notes.sources_cited:
        assert source.mention in whole
        assert source.name
    assert all(e.name for e in notes.entities)
    assert len(notes.tags) <= 9
    assert all(t.tag.strip() for t in notes.tags)
    assert len({fold(t.tag) for t in notes.tags}) == len(notes.tags)


@settings(max_examples=100, deadline=None)
@given(text=any_text, limit=st.integers(1, 300))
def test_excerpt_and_language_take_anything(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit
    assert language(text) is None or isinstance(language(text), str)


@settings(max_examples=100, deadline=None)
@given(text=any_text)
def test_every_word_is_read_once_and_in_order(text: str) -> None:
    stream = read(text)
    assert [text[a:b] for a, b in zip(stream.starts, stream.ends, strict=True)] == stream.words
    assert all(b <= a for b, a in zip(stream.ends, stream.starts[1:], strict=False))
    covered = [i for first, end in stream.sentences for i in range(first, end)]
    assert covered == list(range(len(stream)))


@pytest.mark.parametrize("seed", range(25))
def test_respelling_changes_no_note(seed: int) -> None:
    written = respell(SENTENCES, Random(seed))
    plain, other = analyze("", SENTENCES), analyze("", written)
    assert {fold(t.tag) for t in plain.tags} == {fold(t.tag) for t in other.tags}
    assert [(fold(e.name), e.type, len(e.mentions)) for e in plain.entities] == [
        (fold(e.name), e.type, len(e.mentions)) for e in other.entities
    ]
    assert [(fold(c.speaker), fold(c.text), c.kind) for c in plain.claims] == [
        (fold(c.speaker), fold(c.text), c.kind) for c in other.claims
    ]
    assert [fold(s.name) for s in plain.sources_cited] == [fold(s.name) for s in other.sources_cited]
    assert [d.resolved for d in plain.dates] == [d.resolved for d in other.dates]


LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهو"
HOSTILE_TEXTS = {
    "quotation marks": '"' * 20_000,
    "verbs": "قال " * 20_000,
    "commas": "،" * 50_000,
    "particles": "بن " * 20_000,
    "brackets": "(" * 50_000,
    "hashes": "#" * 30_000,
    "one word": "ا" * 1_000_000,
    "marks": "\u064b" * 1_000_000,
    "years": "2018 " * 40_000,
    "days": "12/6/2018 " * 20_000,
    "attributions": "بحسب رويترز " * 15_000,
    "names": " ".join(f"{a}{b}{c}ا" for a in LETTERS for b in LETTERS for c in LETTERS),
    "scripts": "نص Aبج12د текст 文字 " * 10_000,
}


@pytest.mark.slow
@pytest.mark.timeout(60)  # where time grows with the square of the length, some take many minutes
@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
def test_long_hostile_text_is_read_in_a_moment(kind: str) -> None:
    notes = analyze("", HOSTILE_TEXTS[kind])
    assert len(notes.tags) <= 9
