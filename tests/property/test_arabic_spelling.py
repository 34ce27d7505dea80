"""What holds for every text: normal forms are stable, offsets lead home, and legal respelling changes nothing."""

import itertools
import re
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from siyaq import arabic
from siyaq.arabic.respell import respell

WORDS = [
    "الرئيس",
    "أعلن",
    "إطلاق",
    "آلاف",
    "الصواريخ",
    "على",
    "مدينة",
    "القاهرة",
    "ولي",
    "بوتين",
    "لبنان",
    "مسؤول",
    "شؤون",
    "هيئة",
    "كوريا",
    "الشمالية",
    "وبالمدارس",
    "للأمم",
    "المتحدة",
    "اليوم",
    "الثلاثاء",
    "12",
    "كانون",
    "الثاني/يناير",
    "2018",
    "أمس",
    "الأول",
    "قبل",
    "يومين",
    "ثلاثة",
    "وعشرين",
    "ألف",
    "«قال»",
    "3.5",
    "1,200",
    "#وسم_مركب",
    "BBC",
    "ترامب.",
    "كتبهم؟",
]
arabic_text = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
letters = st.text(st.characters(min_codepoint=0x0600, max_codepoint=0x06FF), max_size=30)
any_text = st.one_of(arabic_text, letters, st.text(max_size=30), st.tuples(arabic_text, st.text(max_size=8)).map("".join))
chance = st.integers(0, 2**32).map(Random)


@pytest.fixture(scope="module", autouse=True)
def lexicon() -> None:
    """Read the lexicon before the clock of the first example runs."""
    arabic.lemma("غكصثق")


@given(any_text)
@settings(max_examples=400)
@example("e\u200d\u0301")
@example("ΑΣ\u200f Σ")
@example("ﷺ ﷲ ﹰ ﱞ")
def test_forms_are_stable(text: str) -> None:
    for form in (arabic.clean, arabic.fold, arabic.exact, arabic.same_spelling_key):
        once = form(text)
        assert form(once) == once


@given(any_text)
@settings(max_examples=400)
@example("a\u0345ΑΣ")
@example("각\u11a8\u1161")
def test_offsets_of_normal_form_lead_to_the_letters(text: str) -> None:
    n = arabic.normalize(text)
    assert n.norm == arabic.fold(text)
    assert n.span(0, len(n.norm))[0] >= 0
    for m in re.finditer(r"\S+", n.norm):
        start, end = n.span(m.start(), m.end())
        assert m[0] in arabic.fold(text[start:end])


@given(any_text)
@settings(max_examples=400)
def test_tokens_stand_where_they_say(text: str) -> None:
    found = arabic.tokens(text)
    assert [t.norm for t in found] == arabic.words(text)
    last = 0
    for t in found:
        assert t.start >= last or t.start >= last - 1
        assert text[t.start : t.end] == t.text
        assert t.norm in arabic.fold(t.text).replace(",", "")
        last = t.end


@given(any_text)
def test_sentences_are_ordered_and_hold_all_words(text: str) -> None:
    spans = arabic.sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    outside = "".join(text[a:b] for (_, a), (b, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True))
    assert not outside.strip()


@given(arabic_text, chance)
@settings(max_examples=400)
def test_two_spellings_are_one_text(text: str, rng: Random) -> None:
    other = respell(text, rng)
    assert arabic.fold(other) == arabic.fold(text)
    assert arabic.words(other) == arabic.words(text)
    assert arabic.lemmas(other) == arabic.lemmas(text)
    assert arabic.terms(other) == arabic.terms(text)
    assert arabic.char_ngrams(other) == arabic.char_ngrams(text)
    assert [n.value for n in arabic.numbers(other)] == [n.value for n in arabic.numbers(text)]
    assert len(arabic.sentences(other)) == len(arabic.sentences(text))


@given(arabic_text, chance)
@settings(max_examples=200)
def test_dates_do_not_depend_on_spelling(text: str, rng: Random) -> None:
    published = datetime(2018, 6, 12, 9, tzinfo=UTC)
    other = respell(text, rng)
    here, there = arabic.find_dates(text, published, "Asia/Riyadh"), arabic.find_dates(other, published, "Asia/Riyadh")
    assert [(d.resolved, d.relative) for d in here] == [(d.resolved, d.relative) for d in there]
    assert all(other[d.start : d.end] == d.mention for d in there)


@given(arabic_text)
def test_windows_1256_and_back_changes_nothing(text: str) -> None:
    back = text.encode("windows-1256").decode("windows-1256")
    assert arabic.lemmas(back) == arabic.lemmas(text)


@pytest.mark.parametrize("a,b", [("مسؤول", "مسوول"), ("شيء", "شىء"), ("هيئة", "هییة"), ("شاطئ", "شاطىء"), ("شيء", "شئ")])
def test_weaker_key_joins_seats_of_hamza(a: str, b: str) -> None:
    assert arabic.same_spelling_key(a) == arabic.same_spelling_key(b)
