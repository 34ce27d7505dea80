"""Normal forms, words, sentences, stop words, lemmas and numbers."""

import pytest

from siyaq import arabic


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("أإآٱا", "ااااا"),
        ("على", "علي"),
        ("مدرسة", "مدرسه"),
        ("کتابی", "كتابي"),
        ("۱۲٣", "123"),
        ("مُحَمَّدٌ", "محمد"),
        ("مـــحمد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﻻ", "لا"),
        ("\u200fنص\u200e\u202b", "نص"),
        ("نمی\u200cخواهم", "نميخواهم"),
        ("BBC عربي", "bbc عربي"),
        ("٣٫٥ ١٬٠٠٠", "3.5 1,000"),
        ("هٰذا", "هذا"),
        ("ا\u0654حمد", "احمد"),
        ("كورﯼ", "كوري"),
        ("Ａ１", "a1"),
    ],
)
def test_fold(text: str, norm: str) -> None:
    assert arabic.fold(text) == norm


def test_exact_form_keeps_what_differs_in_meaning() -> None:
    assert arabic.exact("على") != arabic.exact("علي")
    assert arabic.exact("مدرسة") != arabic.exact("مدرسه")
    assert arabic.exact("عَلــى") == "على"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("أهلًا\x00 \u202eبك\u2069", "أهلًا بك"),
        ("سطر\r\n\r\n\r\n\r\nآخر", "سطر\n\nآخر"),
        ("نص\u00a0\u2003طويل  ", "نص طويل"),
        ("نمی\u200cخواهم\u200f", "نمی\u200cخواهم\u200f"),
        ("\ud800نص", "نص"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert arabic.clean(text) == shown


def test_highlight_lands_on_the_right_letters() -> None:
    text = "قالَ «ﺑﻮﺗﻴـــﻦُ»\u200f إنّ BBC"
    n = arabic.normalize(text)
    start = n.norm.index("بوتين")
    assert text[slice(*n.span(start, start + 5))] == "ﺑﻮﺗﻴـــﻦُ"
    assert n.span(0, 3) == (0, 4)
    assert n.span(2, 2) == (2, 2)
    start = n.norm.index("bbc")
    assert text[slice(*n.span(start, start + 3))] == "BBC"


def test_ligature_covers_all_its_letters() -> None:
    n = arabic.normalize("ﻻ أحد")
    assert n.norm == "لا احد"
    assert n.span(0, 1) == n.span(1, 2) == (0, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قال: «نعم»، ثم خرج؟", ["قال", "نعم", "ثم", "خرج"]),
        ("#وسم_مركب", ["وسم", "مركب"]),
        ("''قال''", ["قال"]),
        ("12.06.2018", ["12", "06", "2018"]),
        ("1,234.5 ١٬٢٣٤٫٥", ["1234.5", "1234.5"]),
        ("2,5", ["2", "5"]),
        ("كوفيد-19", ["كوفيد", "19"]),
        ("ﷺ", ["صلي", "الله", "عليه", "وسلم"]),
        ("ـــ", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert arabic.words(text) == found


def test_sentences_end_at_stops_and_lines_but_not_after_titles() -> None:
    text = "التقى د. سامي الوفد. «لن نتراجع!» قالها مرتين؟\nفقرة ثانية… وبعدها 3.5 في المئة."
    parts = [text[a:b] for a, b in arabic.sentences(text)]
    assert parts == ["التقى د. سامي الوفد.", "«لن نتراجع!»", "قالها مرتين؟", "فقرة ثانية…", "وبعدها 3.5 في المئة."]
    assert arabic.sentences(" \n ") == ()


def test_stop_words_are_many_and_hold_no_names() -> None:
    assert all(map(arabic.is_stop, ["الذي", "علي", "كانت", "وقد", "ايضا", "the"]))
    assert not any(map(arabic.is_stop, ["رئيس", "سوريا", "محمد", "قال"]))


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("الصواريخ", "صاروخ"),
        ("وبالصواريخ", "صاروخ"),
        ("للمدرسة", "مدرسه"),
        ("وبالمدارس", "مدرسه"),
        ("مدرستها", "مدرسه"),
        ("الرؤساء", "رئيس"),
        ("وزراء", "وزير"),
        ("القتلى", "قتيل"),
        ("سيعقد", "عقد"),
        ("كورية", "كوريا"),
        ("الكوري", "كوريا"),
        ("الكوريون", "كوريا"),
        ("كوريا", "كوريا"),
        ("والإيرانية", "ايران"),
        ("لأمريكا", "امريكا"),
        ("ولي", "ولي"),
        ("بوتين", "بوتين"),
        ("لبوتين", "بوتين"),
        ("لبنان", "لبنان"),
        ("ولبنان", "لبنان"),
        ("بايدن", "بايدن"),
        ("وزير", "وزير"),
        ("باريس", "باريس"),
        ("لندن", "لندن"),
        ("فلسطين", "فلسطين"),
        ("البحرين", "بحرين"),
        ("وليد", "وليد"),
        ("بيان", "بيان"),
        ("كلام", "كلام"),
        ("والبنتاغون", "بنتاغون"),
        ("x", "x"),
        ("bbc", "bbc"),
        ("", ""),
    ],
)
def test_lemma(word: str, base: str) -> None:
    assert arabic.lemma(arabic.fold(word)) == base


def test_lemmas_hold_positions_and_terms_leave_stop_words_out() -> None:
    text = "أطلقت كوريا الصواريخ على البحر"
    assert len(arabic.lemmas(text)) == len(arabic.words(text))
    assert "علي" not in arabic.terms(text)
    assert {"كوريا", "صاروخ", "بحر"} <= set(arabic.terms(text))


def test_char_ngrams() -> None:
    assert arabic.char_ngrams("قمة", 4) == [" قمه", "قمه "]
    assert arabic.char_ngrams("في", 4) == [" في "]
    assert arabic.char_ngrams("و", 4) == [" و "]


def test_frequency() -> None:
    assert arabic.frequency("في") > arabic.frequency("مدرسه") > 0
    assert arabic.frequency("غكصثض") == 0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("قتل 25 شخصا", [25]),
        ("قتل ٢٥ شخصا", [25]),
        ("خمسة وعشرين", [25]),
        ("مئة وخمسة وعشرون", [125]),
        ("ثلاثمئة", [300]),
        ("ثلاثمائة وأربعة", [304]),
        ("ألفين وثمانية عشر", [2018]),
        ("خمسة عشر", [15]),
        ("3.5 مليون", [3.5e6]),
        ("مليون ونصف", [1e6]),
        ("مليوني دولار", [2e6]),
        ("ثلاثة آلاف ومئتين", [3200]),
        ("1,200 و300", [1200, 300]),
        ("عشرة، عشرين", [10, 20]),
        ("مئات", []),
        ("لا شيء", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [n.value for n in arabic.numbers(text)] == values


def test_number_stands_where_it_says() -> None:
    text = "جرح خمســة وعشرين شخصا"
    (number,) = arabic.numbers(text)
    assert text[number.start : number.end] == "خمســة وعشرين"
