"""Cited agencies, papers, channels and statements. All sentences are invented."""

import pytest

from siyaq.analyze import analyze
from siyaq.analyze.lexicon import media


def cited(text: str) -> list[str]:
    return [s.name for s in analyze("", text).sources_cited]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وقالت وكالة الأنباء الفرنسية إن المفاوضات بدأت.", "فرانس برس"),
        ("نقلت رويترز عن مسؤول قوله إن المفاوضات بدأت.", "رويترز"),
        ("وبحسب وكالة «يونهاب» الكورية الجنوبية فإن المفاوضات بدأت.", "يونهاب"),
        ("ذكرت صحيفة الوطن أن المفاوضات بدأت.", "الوطن"),
        ("أفاد مراسل سكاي نيوز عربية بأن المفاوضات بدأت.", "سكاي نيوز عربية"),
        ("وقال مسؤول للجزيرة إن المفاوضات بدأت.", "الجزيرة"),
        ("وذكر موقع «أخبار الوادي» أن المفاوضات بدأت.", "أخبار الوادي"),
        ("كتب الوزير في تغريدة على تويتر أن المفاوضات بدأت.", "تويتر"),
        ("قالت وزارة النقل، في بيان، إن العمل بدأ.", "بيان وزارة النقل"),
        ("أصيب عشرة أشخاص، وفق وزارة الصحة الفلسطينية.", "وزارة الصحة الفلسطينية"),
    ],
)
def test_source_under_one_name(text: str, name: str) -> None:
    assert name in cited(text)


@pytest.mark.parametrize(
    "text",
    [
        "يحب أهل الوطن الحياة في المدينة والعالم.",
        "ارتفعت أسهم شركة تويتر في البورصة.",
        "القاهرة (رويترز) هطلت الأمطار على المدينة.",
    ],
)
def test_ordinary_words_and_datelines_are_no_sources(text: str) -> None:
    assert cited(text) == []


def test_one_entry_per_source() -> None:
    assert cited("قالت رويترز إن العمل بدأ. وأضافت وكالة رويترز للأنباء أن العمل مستمر.") == ["رويترز"]


def test_lexicon_knows_three_hundred_media() -> None:
    assert len({m.name for m in media().values()}) >= 300


def test_an_unnamed_source_ends_before_what_it_says() -> None:
    assert cited("ذكرت دراسة جديدة أن هناك ارتباطا بين النوم والذاكرة.") == ["دراسة جديدة"]


def test_positions_and_figures_are_no_sources() -> None:
    assert cited("وأعلن الجيش قصف مواقع تابعة للمتمردين، وقال إن بيانات المستخدمين محفوظة.") == []
