"""What one outlet alone reports."""

from siyaq.link import read_article
from siyaq.survey.exclusive import Told, lone_names, lone_sentences, names_by_outlet, shared_names
from siyaq.survey.frame import Frame
from siyaq.types import Analysis, Article, CopyNote, Entity

FLOOD = "غمرت السيول شوارع مدينة الصنوبر صباح الأربعاء وأغلقت المدارس أبوابها."
BRIDGE = "وانهار الجسر الخشبي القديم عند مزرعة التفاح قرب محطة القطار."


def told(*texts: str, title: str = "") -> list[Told]:
    return [(read_article(Article(id="x", source="x", title=title, text=text)), text) for text in texts]


def test_the_sentence_that_only_one_has() -> None:
    other = "أغلقت المدارس أبوابها في مدينة الصنوبر وغمرت السيول الشوارع صباحًا."
    assert lone_sentences({"a": told(f"{FLOOD} {BRIDGE}"), "b": told(FLOOD), "c": told(other)}) == {"a": BRIDGE}


def test_what_another_outlet_tells_in_a_later_report_or_in_a_headline_stands_not_alone() -> None:
    assert lone_sentences({"a": told(f"{FLOOD} {BRIDGE}"), "b": told(FLOOD, FLOOD, FLOOD, BRIDGE)}) == {}
    assert lone_sentences({"a": told(f"{FLOOD} {BRIDGE}"), "b": told(FLOOD, title=BRIDGE)}) == {}


def test_thirty_reports_that_have_all_words_among_them_tell_nothing_that_none_of_them_tells() -> None:
    words = BRIDGE.rstrip(".").split()
    others = [f"{FLOOD} وقال {words[i % len(words)]} {words[(i + 1) % len(words)]} إن المياه ارتفعت." for i in range(30)]
    assert lone_sentences({"a": told(f"{FLOOD} {BRIDGE}"), "b": told(*others)})["a"] == BRIDGE


def test_half_a_quotation_and_an_announcement_do_not_stand_by_themselves() -> None:
    for broken in (f'{BRIDGE[:-1]}".', f"«{BRIDGE}", f"{BRIDGE[:-1]}:"):
        assert lone_sentences({"a": told(f"{FLOOD}\n{broken}"), "b": told(FLOOD)}) == {}
    assert lone_sentences({"a": told(f'{FLOOD} قال "{BRIDGE[:-1]}".'), "b": told(FLOOD)})["a"].endswith('".')


def test_the_same_in_other_words_and_spelling_stands_not_alone() -> None:
    assert lone_sentences({"a": told(FLOOD), "b": told(FLOOD.replace("أ", "ا").replace("ة", "ه"))}) == {}


def test_one_report_has_nothing_to_stand_alone_against() -> None:
    assert lone_sentences({"a": told(FLOOD)}) == {}
    assert lone_sentences({}) == {}
    assert lone_sentences({"a": told(""), "b": told("")}) == {}


def frame() -> Frame:
    names = {"x1": ("الصنوبر", "جابر"), "x2": ("الصنوبر", "هند"), "x3": ("صنوبر", "الصَنوبر"), "x4": ("سر",)}
    return Frame(
        articles=tuple(Article(id=i, source=s) for i, s in (("x1", "a"), ("x2", "b"), ("x3", "c"), ("x4", "d"))),
        analyses={i: Analysis(entities=tuple(Entity(name=n, type="LOC") for n in found)) for i, found in names.items()},
        copy_of={"x4": CopyNote(article="x4", original="x1", share=1.0)},
    )


def test_names_of_one_outlet_and_of_most() -> None:
    names = names_by_outlet(frame())
    assert set(names) == {"a", "b", "c"}
    assert lone_names(names) == {"a": ("جابر",), "b": ("هند",), "c": ("صنوبر",)}
    assert shared_names(names) == ("الصنوبر",)
    assert lone_names({"a": {"x": "x"}}) == {}
    assert shared_names({"a": {"x": "x"}}) == ()
