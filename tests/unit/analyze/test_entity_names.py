"""Names with types, joined over spellings and short forms. All sentences are invented."""

import pytest

from siyaq.analyze import analyze
from siyaq.types import Entity


def entities(text: str, title: str = "") -> dict[str, Entity]:
    return {e.name: e for e in analyze(title, text).entities}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("وصل وزير الخارجية الروسي سيرغي لافروف إلى القاهرة.", "سيرغي لافروف", "PER"),
        ("وصل وزير الخارجية الروسي سيرغي لافروف إلى القاهرة.", "القاهرة", "LOC"),
        ("التقى الوفد رئيس الجمعية عبد الرحمن بن خالد الكواكبي أمس.", "عبد الرحمن بن خالد الكواكبي", "PER"),
        ("أعلنت وزارة النقل بدء العمل.", "وزارة النقل", "ORG"),
        ("انتقدت منظمة الصحة العالمية القرار.", "منظمة الصحة العالمية", "ORG"),
        ("قرر المجلس الأعلى للقضاء التأجيل.", "المجلس الأعلى للقضاء", "ORG"),
        ("زار السياح جبال الأوراس في الشرق.", "جبال الأوراس", "LOC"),
        ("وقع الحادث في مدينة كاتانيا الساحلية.", "كاتانيا", "LOC"),
        ("يستعد اللاعبون لبطولة كأس العالم.", "كأس العالم", "EVENT"),
        ("نشرت صحيفة «الغارديان» تقريرا.", "الغارديان", "ORG"),
        ("أطلقت شركة Romlink تطبيقا.", "Romlink", "ORG"),
    ],
)
def test_name_with_type(text: str, name: str, kind: str) -> None:
    found = entities(text)
    assert name in found
    assert found[name].type == kind


def test_short_forms_join_the_full_name() -> None:
    found = entities("قال الطبيب يورغن هالمروند نعم. ثم غادر هالمروند القاعة، ورافقت الصحافة هالمروند.")
    mentions = [m.text for m in found["يورغن هالمروند"].mentions]
    assert mentions == ["يورغن هالمروند", "هالمروند", "هالمروند"]


def test_a_surname_belongs_to_the_articles_own_bearer() -> None:
    found = entities("تحدث الناشط ممدوح البشير أمام الحضور. وأضاف البشير أن العمل مستمر.")
    assert "عمر البشير" not in found
    assert len(found["ممدوح البشير"].mentions) == 2


def test_spellings_of_one_name_are_one_entry() -> None:
    found = entities("غادر بوتين موسكو. وقال فلاديمير بوتين إنه سيعود. ووصلت وزيرة الى بيونج يانج ثم بيونغ يانغ.")
    assert [m.text for m in found["فلاديمير بوتين"].mentions] == ["بوتين", "فلاديمير بوتين"]
    assert sum("بيون" in name for name in found) == 1


def test_glued_letters_are_no_part_of_a_mention() -> None:
    found = entities("رحب المسؤولون بلافروف وبالقاهرة.")
    assert [m.text for m in found["سيرغي لافروف"].mentions] == ["لافروف"]
    assert [m.text for m in found["القاهرة"].mentions] == ["القاهرة"]


def test_list_of_names_is_not_one_name() -> None:
    found = entities("شارك المخرج محمد عابد الجابري وعبد الله العروي في الندوة.")
    assert {"محمد عابد الجابري", "عبد الله العروي"} <= set(found)


def test_ordinary_words_are_no_names() -> None:
    assert entities("ارتفعت الأسعار في الأسواق خلال الأسبوع الماضي بسبب نقص المواد.") == {}


def test_ledger_joins_are_respected() -> None:
    from siyaq.arabic import default_ledger

    ledger = default_ledger().with_join("كمال هالمروند", "كمال هالمرونت")
    found = analyze("", "وصل الوزير كمال هالمروند. وغادر السفير كمال هالمرونت.", ledger=ledger).entities
    assert len([e for e in found if e.type == "PER"]) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال الوزير كامل البستاني إن العمل انتهى.", "كامل البستاني"),
        ("وقال خالد المصري إن العمل انتهى.", "خالد المصري"),
        ("شارك في الندوة أحمد الخطيب وسالم العوضي.", "سالم العوضي"),
        ("وصل جمال هالمروند إلى المدينة.", "جمال هالمروند"),
        ("سجل اللاعب جيمس بالوتا هدفا.", "جيمس بالوتا"),
        ("وقال الطبيب جانج ليو إن العمل انتهى. وحلل ليو وزملاؤه النتائج.", "جانج ليو"),
    ],
)
def test_given_names_that_are_ordinary_words_open_names_too(text: str, name: str) -> None:
    found = entities(text)
    assert [e.name for e in found.values() if e.type == "PER" and e.name != "أحمد الخطيب"] == [name]


def test_a_name_found_beside_an_office_is_known_elsewhere() -> None:
    found = entities("قال الوزير سامي الحداد إن العمل انتهى. ثم التقى سامي الحداد الطلاب.")
    assert len(found["سامي الحداد"].mentions) == 2


@pytest.mark.parametrize(
    "text", ["يتحمل المجلس كامل المسؤولية عن ذلك.", "وهو ميت منذ مدة.", "أعلن ولي عهد البلاد الموعد.", "على سلامة الطريق."]
)
def test_words_of_grammar_open_no_names(text: str) -> None:
    assert not [e for e in entities(text).values() if e.type == "PER"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("التقى جمال فورار الوفد. وصرح الدكتور فورار بذلك.", {"جمال فورار"}),
        ("قالت الوزيرة أمبر راد إن العمل انتهى. وصرحت راد بذلك.", {"أمبر راد"}),
        ("قال المقدم علي ال جرمان الشهراني إن العمل بدأ.", {"علي ال جرمان الشهراني"}),
        ("وكلت الحكومة وفدا من مجلس الأمن الدولي للتحقق من الخبر.", {"مجلس الأمن الدولي"}),
        ("تشرف الوزارة 18 مرة على العمل.", set()),
        ("فشل المجلس في إدارة العراق.", {"العراق"}),
        ("العنوان www.Example.org والبريد Info@example.org معروف.", set()),
        ("عرض لقاح جديد (VSV-EBOV) في غينيا.", {"غينيا"}),
        ("أعلنت شبكة سي.إن.إن. فوز الفريق.", {"سي إن إن"}),
    ],
)
def test_names_end_and_begin_where_they_do(text: str, expected: set[str]) -> None:
    assert set(entities(text)) == expected


def test_a_hash_inside_a_name_makes_no_other_name() -> None:
    found = analyze("", "وصلت القوات إلى مطار #الحديدة. دخلت القوات مطار الحديدة أمس.").entities
    assert [(e.name, len(e.mentions)) for e in found] == [("مطار الحديدة", 2)]
