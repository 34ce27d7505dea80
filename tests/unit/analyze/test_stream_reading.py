"""Words, gaps, quotations and sentences with their places in the text."""

from datetime import datetime
from pathlib import Path

import pytest

from siyaq.analyze.stream import COMMA, cut_letters, find_quotes, gap_kind, read, unglue
from siyaq.analyze.when import dates_of
from siyaq.arabic import find_dates


def test_words_keep_their_places_in_marked_text() -> None:
    text = "قَالَ الوزيــر: «نَعَم»"
    stream = read(text)
    assert stream.norms == ["قال", "الوزير", "نعم"]
    assert [text[a:b] for a, b in zip(stream.starts, stream.ends, strict=True)] == stream.words
    assert text[stream.quotes[0][0] : stream.quotes[0][1]] == "نَعَم"


def test_sentences_are_not_cut_inside_quotations_or_numbers() -> None:
    stream = read('بلغ العدد 618.6 مليون. قال: "وصلنا. ثم عدنا" وغادر. انتهى')
    assert [stream.written(a, b) for a, b in stream.sentences] == [
        "بلغ العدد 618.6 مليون",
        'قال: "وصلنا. ثم عدنا" وغادر',
        "انتهى",
    ]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('قال "نعم" و"لا"', ["نعم", "لا"]),
        ("قال «نعم» و“لا”", ["نعم", "لا"]),
        ("قال ''نعم'' ثم مضى", ["نعم"]),
        ("قال “نعم“ ثم مضى", ["نعم"]),
        ('وزن 5" فقط\nسطر', []),
        ("لا علامات", []),
    ],
)
def test_three_kinds_of_quotation_marks(text: str, inside: list[str]) -> None:
    assert [text[a:b] for a, b in find_quotes(text)] == inside


def test_unglue_reads_the_article_behind_lam() -> None:
    assert (0, "الهند") in unglue("للهند")
    assert (2, "الرباط") in unglue("وبالرباط")


def test_cut_letters_counts_marks_with_their_letter() -> None:
    assert "وَبوتين"[cut_letters("وَبوتين", 1) :] == "بوتين"


def test_gap_kind_tells_comma_from_space() -> None:
    assert gap_kind("، ") == COMMA
    assert gap_kind("  ") == 0


def test_dates_of_an_article_are_those_of_the_core() -> None:
    table = Path(__file__).resolve().parents[2] / "golden/arabic/dates.tsv"
    for line in table.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, published, _ = line.split("\t")
        if text == "12/6/18":  # digits alone with a short year are not looked for
            continue
        when = datetime.fromisoformat(published)
        around = f"بدأ العمل. {text}. وانتهى الاجتماع"
        assert dates_of(read(around), when) == find_dates(around, when)
