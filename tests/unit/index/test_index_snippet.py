"""Snippets and highlights stand on the letters as the outlet wrote them."""

import unicodedata

import pytest

from siyaq import arabic
from siyaq.index.snippet import forms_in, make_snippet

FILLER = "كلام آخر بلا صلة يمتد سطرا. "


def marked(text: str, word: str) -> list[str]:
    snippet, spans = make_snippet(text, {(arabic.lemma(arabic.fold(word)),): 1.0})
    assert all(0 <= a < b <= len(snippet) for a, b in spans)
    return [snippet[a:b] for a, b in spans]


@pytest.mark.parametrize(
    "written",
    [
        "السُّفُنُ",
        "الســـفن",
        "".join(chr(code) for code in (0xFE8D, 0xFEDF, 0xFEB4, 0xFED4, 0xFEE6)),  # presentation forms
        "ال\u200dسفن",
        "للسفينة",
        "وسفينتهم",
    ],
)
def test_a_word_is_marked_whole_however_it_is_written(written: str) -> None:
    text = f"{FILLER}وصلت {written} إلى الميناء. {FILLER}"
    assert marked(text, "سفينة") == [written]


@pytest.mark.parametrize("text", ["وصلت سفينةٌ.", "«سفينة»", "#سفينة_الشحن", "سفينة،ميناء", "سفينة\u200f", "(سفينة)"])
def test_punctuation_and_direction_signs_stay_outside(text: str) -> None:
    assert [arabic.fold(word) for word in marked(text, "سفينة")] == ["سفينه"]


def test_parts_of_other_words_are_not_marked() -> None:
    assert marked("حربي محاربون الحرباء حربائية", "حرب") == []
    assert marked("الحرب والحرباء", "حرب") == ["الحرب"]


def test_latin_and_digits_are_marked() -> None:
    snippet, spans = make_snippet("طائرة A320 وصلت عام ٢٠١٨ مع NASA", {("a320",): 1.0, ("2018",): 1.0, ("nasa",): 1.0})
    assert [snippet[a:b] for a, b in spans] == ["A320", "٢٠١٨", "NASA"]


def test_phrases_are_marked_in_their_exact_form_only() -> None:
    text = "قال على المدى البعيد إن علي المدى كتاب، وعــلى المَدى."
    snippet, spans = make_snippet(text, {}, (("على", "المدى"),))
    assert [snippet[a:b] for a, b in spans] == ["على", "المدى"]


def test_names_of_several_words_are_marked_only_in_a_row() -> None:
    text = "وادي النخل قرب السمر، ثم وادي السمر."
    lemmas = tuple(arabic.lemmas("وادي السمر"))
    snippet, spans = make_snippet(text, {lemmas: 1.0})
    assert [(a, snippet[a:b]) for a, b in spans] == [(text.rindex("وادي"), "وادي"), (text.rindex("السمر"), "السمر")]


def test_the_stretch_with_most_of_the_query_is_cut_out_at_word_edges() -> None:
    text = f"سفينة أولى. {FILLER * 20}وصلت السفينة إلى الميناء محملة بالقمح. {FILLER * 20}"
    weights = {(arabic.lemma(arabic.fold(word)),): 1.0 for word in ("سفينة", "ميناء", "قمح")}
    snippet, spans = make_snippet(text, weights)
    assert [snippet[a:b] for a, b in spans] == ["السفينة", "الميناء", "بالقمح"]
    assert snippet in text and not snippet[0].isspace()
    assert text[text.index(snippet) - 1].isspace()


def test_an_unbroken_text_is_cut_all_the_same() -> None:
    snippet, spans = make_snippet("س" * 5000, {("سفينه",): 1.0})
    assert (len(snippet), spans) == (220, ())


def test_passing_over_words_loses_no_form_of_ordinary_words() -> None:
    text = "صواريخ الصاروخ بصاروخين وصاروخهم فالصواريخ كصاروخ قوات القوة بقوتهم مدرسة مدارسنا دول والدولة حقوق الحق شباب"
    words = text.split()
    for lemma in {arabic.lemma(arabic.fold(word)) for word in words}:
        found = [text[a:b] for a, b, _ in forms_in(text, [lemma])]
        assert found == [word for word in words if arabic.lemma(arabic.fold(word)) == lemma], lemma


def test_composed_and_decomposed_letters_are_one_word() -> None:
    for form in ("NFC", "NFKC"):
        assert len(marked(unicodedata.normalize(form, "افتتح المؤتمر اليوم"), "مؤتمر")) == 1
