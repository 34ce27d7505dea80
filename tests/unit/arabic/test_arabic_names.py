"""The ledger of names: what is one name, what is not, what an archive teaches, what an operator corrects."""

import msgspec
import pytest

from siyaq import arabic
from siyaq.arabic import NamedArticle, NameGroup, default_ledger, find_aliases, learn_names, learn_variants

LEDGER = default_ledger()

SAME = [
    ("بوتين", "فلاديمير بوتين"),
    ("البنتاغون", "البنتاجون"),
    ("كيم جونغ أون", "كيم جونج اون"),
    ("ترامب", "ترمب"),
    ("زيلينسكي", "زيلنسكي"),
    ("قسد", "قوات سوريا الديمقراطية"),
    ("واشنطن", "الحكومة الأمريكية"),
    ("الكرملين", "موسكو"),
    ("أبو ظبي", "أبوظبي"),
    ("كوريا الشمالیّة", "كوريا الشمالية"),
    ("الدكتور محمد البرادعي", "محمد البرادعي"),
    # not in the list: letters alone
    ("غوردون رامزي", "جوردون رامزي"),
    ("فولفغانغ شويبله", "فولفجانج شويبله"),
    ("أرنولد شوارزنيغر", "أرنولد شوارزنيجر"),
    ("تشارلستون", "شارلستون"),
    ("بيتر هاندكه", "بيتر هاندكة"),
    ("كلوديا شينباوم", "كلوديا شينباوم بياردو".removesuffix(" بياردو")),
]
DIFFERENT = [
    ("بوتين", "بايدن"),
    ("محمد صلاح", "محمد صالح"),
    ("محمد صلاح", "محمد مرسي"),
    ("سليمان", "سلمان"),
    ("حسن", "حسين"),
    ("سعد", "سعيد"),
    ("كامل", "كمال"),
    ("غانا", "غينيا"),
    ("النيجر", "نيجيريا"),
    ("النمسا", "أستراليا"),
    ("مالي", "مالطا"),
    ("هيلاري كلينتون", "بيل كلينتون"),
    ("أحمد علي", "أحمد عادل"),
    ("السودان", "جنوب السودان"),
    ("كوريا الشمالية", "كوريا الجنوبية"),
    ("واشنطن", "موسكو"),
    ("إس 300", "إس 400"),
    ("", "بوتين"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_name(a: str, b: str) -> None:
    assert LEDGER.same(a, b).same
    assert LEDGER.same(b, a).same


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_names(a: str, b: str) -> None:
    assert not LEDGER.same(a, b).same
    assert not LEDGER.same(b, a).same


def test_known_names_have_a_spelling_to_show() -> None:
    assert LEDGER.canonical("ترمب") == LEDGER.canonical("دونالد ترامب") == "دونالد ترامب"
    assert "ترمب" in LEDGER.variants("دونالد ترامب")
    assert LEDGER.canonical("نجم غكصث") is None
    assert LEDGER.variants("نجم غكصث") == ()


def test_metonym_is_the_same_but_no_spelling() -> None:
    assert LEDGER.same("واشنطن", "الولايات المتحدة").why == "metonym"
    assert "واشنطن" not in LEDGER.variants("الولايات المتحدة")


def test_ordinary_words_are_marked() -> None:
    assert LEDGER.is_ambiguous("فتح")
    assert not LEDGER.is_ambiguous("البنتاغون")


def test_operator_joins_splits_and_undoes() -> None:
    joined = LEDGER.with_join("الدار الكبيرة", "بيت القيادة")
    assert joined.same("الدار الكبيرة", "بيت القيادة").same
    assert joined.group("بيت القيادة") == joined.group("الدار الكبيرة")
    assert joined.undone() == LEDGER
    split = LEDGER.with_split("دونالد ترامب", "ترمب")
    assert not split.same("دونالد ترامب", "ترمب").same
    assert split.canonical("ترمب") is None
    assert split.with_join("ترمب", "دونالد ترامب").same("ترمب", "دونالد ترامب").same


def test_join_brings_both_groups_together() -> None:
    joined = LEDGER.with_join("تل أبيب", "حيفا")
    group = joined.group("حيفا")
    assert group is not None
    assert group.origin == "operator"
    assert group.canonical == "تل أبيب"


def test_ledger_is_kept_as_bytes() -> None:
    learned = NameGroup(names=("زورق", "زورغ"), origin="learned", evidence=("contexts 0.60",))
    ledger = LEDGER.with_learned([learned], [("أ", "ب")]).with_split("حسن", "حسان")
    again = LEDGER.loaded(ledger.to_bytes())
    assert again == ledger
    assert again.same("زورق", "زورغ").same
    with pytest.raises(msgspec.DecodeError):
        LEDGER.loaded(b"{")


def test_what_is_learned_of_a_bundled_name_joins_its_group() -> None:
    learned = NameGroup(names=("بوتيين", "بوتين"), origin="learned", evidence=("contexts 0.70",))
    ledger = LEDGER.with_learned([learned])
    assert ledger.canonical("بوتيين") == "فلاديمير بوتين"
    assert ledger.variants("بوتين")[0] == "فلاديمير بوتين"
    assert "contexts 0.70" in ledger.group("بوتين").evidence  # type: ignore[union-attr]


def test_a_last_name_of_two_people_joins_them_not() -> None:
    learned = NameGroup(names=("سارة ساندرز", "ساندرز"), origin="learned", evidence=("80% of its articles",))
    ledger = LEDGER.with_learned([learned])
    assert not ledger.same("سارة ساندرز", "بيرني ساندرز").same
    assert ledger.same("ساندرز", "سارة ساندرز").same


def archive() -> list[NamedArticle]:
    """Two spellings that share contexts, two that do not, and a last name."""
    mine = ("منجم", "ذهب", "شركة", "تنقيب", "عمال")
    ball = ("ملعب", "هدف", "مدرب", "دوري", "حكم")
    filler = [NamedArticle(names=(), terms=(f"كلمة{i}", f"لفظ{i}")) for i in range(40)]
    one = [NamedArticle(names=("زيغفيلد",), terms=mine) for _ in range(6)]
    two = [NamedArticle(names=("زيجفيلد",), terms=mine) for _ in range(4)]
    three = [NamedArticle(names=("بلوغمان",), terms=mine) for _ in range(6)]
    four = [NamedArticle(names=("بلوجمان",), terms=ball) for _ in range(6)]
    full = [NamedArticle(names=("هنريك توفسترغ", "توفسترغ"), terms=ball) for _ in range(6)]
    return [*filler, *one, *two, *three, *four, *full]


def test_shared_contexts_join_and_other_contexts_keep_apart() -> None:
    learned = learn_variants(archive())
    names = [set(g.names) for g in learned.groups]
    assert {"زيغفيلد", "زيجفيلد"} in names
    assert {"هنريك توفسترغ", "توفسترغ"} in names
    assert not any("بلوغمان" in g for g in names)
    assert len(learned.apart) == 1
    ledger = LEDGER.with_learned(learned.groups, learned.apart)
    assert LEDGER.same("بلوغمان", "بلوجمان").same
    assert not ledger.same("بلوغمان", "بلوجمان").same
    assert ledger.same("توفسترغ", "هنريك توفسترغ").same
    assert all(g.origin == "learned" and g.evidence for g in learned.groups)


def test_learning_does_not_depend_on_order() -> None:
    rows = archive()
    assert learn_variants(rows) == learn_variants(rows[::-1])


def test_aliases_in_brackets_are_learned() -> None:
    text = "أعلنت هيئة الموانئ الحرة (هيمح) نتائجها وسافر الوفد (شمال) أمس"
    assert ("هيئة الموانئ الحرة", "هيمح") in find_aliases(text)
    assert not any(short == "شمال" for _, short in find_aliases(text))
    others = "قال مدير هيئة الموانئ الحرة (هيمح) إن العمل بدأ"
    learned = learn_names([text, others, "كلام لا شأن له بهذا"])
    assert any(set(g.names) == {"هيئة الموانئ الحرة", "هيمح"} for g in learned.groups)


def test_many_pairs_are_judged_in_seconds() -> None:
    pairs = [(f"جون غراند{i}", f"جون جراند{i}") for i in range(2000)]
    assert all(arabic.default_ledger().same(a, b).same for a, b in pairs)
