"""Who said what. All sentences are invented."""

import pytest

from siyaq.analyze import analyze
from siyaq.types import Claim


def claims(text: str, title: str = "") -> tuple[Claim, ...]:
    return analyze(title, text).claims


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "kind", "said"),
    [
        ("قال وزير الدفاع سيرغي شويغو إن القوات ستبقى.", "سيرغي شويغو", "قال", "indirect", "القوات ستبقى"),
        ('قال ماكرون: "لن نغادر القاعة قبل المساء".', "إيمانويل ماكرون", "قال", "direct", "لن نغادر القاعة قبل المساء"),
        ("أكدت وزارة النقل أن الشبكة تعمل.", "وزارة النقل", "أكدت", "indirect", "الشبكة تعمل"),
        ("وزارة النقل أعلنت أن الشبكة تعمل.", "وزارة النقل", "أعلنت", "indirect", "الشبكة تعمل"),
        ("ذكر مصدر في النيابة العامة أن الجلسة غدا.", "مصدر في النيابة العامة", "ذكر", "indirect", "الجلسة غدا"),
        ("دعا غوتيريش إلى وقف القتال فورا.", "أنطونيو غوتيريش", "دعا", "indirect", "وقف القتال فورا"),
        ("هدد الحرس الثوري بمنع عبور السفن.", "الحرس الثوري الإيراني", "هدد", "indirect", "منع عبور السفن"),
        ("أعلنت الحكومة المصرية رفع أسعار التذاكر.", "الحكومة المصرية", "أعلنت", "indirect", "رفع أسعار التذاكر"),
        ("وبحسب وكالة تاس، بدأت المحادثات أمس في جنيف.", "تاس", "وبحسب", "indirect", "بدأت المحادثات أمس في جنيف"),
        ("بدأت المحادثات أمس في جنيف، وفقا لوكالة تاس.", "تاس", "وفقا", "indirect", "بدأت المحادثات أمس في جنيف"),
        ("نقلت الوكالة عن لافروف قوله إن الاتفاق قريب.", "سيرغي لافروف", "قوله", "indirect", "الاتفاق قريب"),
    ],
)
def test_speaker_cue_and_words(text: str, speaker: str, cue: str, kind: str, said: str) -> None:
    found = [c for c in claims(text) if c.text == said]
    assert found, claims(text)
    assert (found[0].speaker, found[0].cue, found[0].kind) == (speaker, cue, kind)


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("قال ترامب إنه سيعود غدا إلى واشنطن.", "دونالد ترامب", "إنه سيعود غدا إلى واشنطن"),
        ("وقالت البلدية إنها ستقيم حاجزا للصوت.", "البلدية", "إنها ستقيم حاجزا للصوت"),
        ("أعلنت وزارة النقل أنها ستقيم حاجزا للصوت.", "وزارة النقل", "أنها ستقيم حاجزا للصوت"),
    ],
)
def test_the_whole_subject_is_read_before_a_clause_that_opens_with_a_pronoun(text: str, speaker: str, said: str) -> None:
    assert [(c.speaker, c.text) for c in claims(text)] == [(speaker, said)]


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("التقى الوفد نظيره الفرنسي جان إيف لودريان الذي قال إنه يدعم الحل.", "جان إيف لودريان", "إنه يدعم الحل"),
        ("اجتمع مع فيديريكا موغيريني، التي أكدت أن أوروبا ستبقى.", "فيديريكا موغيريني", "أوروبا ستبقى"),
        ("استقبل كمال هالمروند، مدير الحديقة، الذي قال إن الأشجار جفت.", "كمال هالمروند", "الأشجار جفت"),
        ("زار الرئيس وزير الدفاع الفرنسي الذي قال إن الأشجار جفت.", "وزير الدفاع الفرنسي", "الأشجار جفت"),
        ("نقل الخبر وزير خارجية فرنسا الذي كان قد أعلن أن السفارة ستغلق.", "وزير خارجية فرنسا", "السفارة ستغلق"),
        ("شكر المتحدث باسم الوزارة الذي أوضح أن الطريق مفتوح.", "المتحدث باسم الوزارة", "الطريق مفتوح"),
        ("وصلت إلى روسيا التي أكدت أن الهدنة مستمرة.", "روسيا", "الهدنة مستمرة"),
        ("انتظروا الموعد الذي قال الوزير إنه نهائي ولن يتغير.", "الوزير", "إنه نهائي ولن يتغير"),
        ("انتقدت البيان الذي أكد أن القصف كان خطأ.", "البيان", "القصف كان خطأ"),
    ],
)
def test_who_speaks_in_a_relative_clause_is_named_before_it_or_in_it(text: str, speaker: str, said: str) -> None:
    assert [(c.speaker, c.text) for c in claims(text)] == [(speaker, said)]


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("وقال الأربعاء وزير الدفاع سيرغي شويغو إن الميناء آمن.", "سيرغي شويغو", "الميناء آمن"),
        ("قال مصدر لم يكشف عن اسمه إن الميناء آمن.", "مصدر", "الميناء آمن"),
        ("وقال مصدر لـCNN إن الميناء آمن.", "مصدر", "الميناء آمن"),
        ("وقال خبير للبرنامج إن الميناء آمن.", "خبير", "الميناء آمن"),
        ("وذكر زملاء له أن الميناء آمن.", "زملاء", "الميناء آمن"),
        ("أما كمال هالمروند، مدير الحديقة، فقال أمس إن الميناء آمن.", "كمال هالمروند", "الميناء آمن"),
        ("أما وزارة النقل فأكدت أن الميناء آمن.", "وزارة النقل", "الميناء آمن"),
        ("طالب الوزير كمال هالمروند بعد الاجتماع بزيادة الأجور فورا.", "كمال هالمروند", "زيادة الأجور فورا"),
    ],
)
def test_when_to_whom_and_unnamed_are_no_part_of_the_speaker(text: str, speaker: str, said: str) -> None:
    assert [(c.speaker, c.text) for c in claims(text)] == [(speaker, said)]


@pytest.mark.parametrize(
    "text",
    [
        "ورفع المحتجون لافتات تقول إن الخطة فشلت.",
        "وأنقذت سفينة 69 مهاجرا قالوا إنهم أبحروا ليلا.",
        "وهناك رسائل تؤكد أن الخطة فشلت.",
    ],
)
def test_what_goes_with_a_noun_was_not_said_by_who_spoke_before(text: str) -> None:
    said = claims(f"قال لافروف إن الاتفاق قريب. {text}")
    assert [c.text for c in said if c.speaker == "سيرغي لافروف"] == ["الاتفاق قريب"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("بدأت المحادثات أمس في جنيف، وفقا لتقارير.", "تقارير"),
        ("قال لافروف إن الاتفاق قريب. وهدد بالرد على الهجوم فورا.", "سيرغي لافروف"),
        ("خطيبته قالت إنها انتظرته خارج المبنى.", "خطيبته"),
    ],
)
def test_prepositions_are_no_part_of_the_speaker_and_pronouns_are(text: str, speaker: str) -> None:
    assert {c.speaker for c in claims(text)} == {speaker}


def test_a_word_that_begins_with_ba_is_no_preposition() -> None:
    assert claims("رحبت السعودية بعد نحو 18 يوما من الحادث.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "وهو الأمر الذي أكد أن الوفد سيعود.",
        "ونشرت الصحيفة الوثيقة التي أكدت أن الوفد سيعود.",
        "وعاد الجيش في سوريا الذي أكد أن الهدنة مستمرة.",
        "والقرار الذي أعلنه ترامب أمس أثار غضب الحلفاء.",
    ],
)
def test_a_thing_before_a_relative_clause_does_not_speak_nor_does_who_spoke_before(text: str) -> None:
    assert [c.text for c in claims(f"قال لافروف إن الاتفاق قريب. {text}")] == ["الاتفاق قريب"]


@pytest.mark.parametrize("marks", ['""', "«»", "“”"])
def test_three_kinds_of_marks(marks: str) -> None:
    found = claims(f"قال ترودو إن {marks[0]}الحدود ستفتح غدا{marks[1]}.")
    assert [(c.kind, c.text) for c in found] == [("direct", "الحدود ستفتح غدا")]


def test_marks_right_after_a_preposition_stay_with_the_words() -> None:
    found = claims("طالب الوزير سالم المرزوقي ب«زيادة كبيرة» في ميزانية المدارس.")
    assert [c.text for c in found] == ["«زيادة كبيرة» في ميزانية المدارس"]


def test_marks_before_a_statement_that_goes_on_after_them_stay() -> None:
    found = claims("قال لافروف إن «الاتفاق قريب»، وأن الوفد سيعود غدا إلى المدينة مع كبار المسؤولين.")
    assert [c.text for c in found] == ["«الاتفاق قريب»، وأن الوفد سيعود غدا إلى المدينة مع كبار المسؤولين"]


def test_speech_goes_on_with_the_last_speaker() -> None:
    found = claims('قالت ميركل إن الاتفاق قريب. وأضافت أن الوفد سيعود. وتابعت: "سنرى ما سيحدث".')
    assert [c.speaker for c in found] == ["أنغيلا ميركل"] * 3
    assert [c.text for c in found] == ["الاتفاق قريب", "الوفد سيعود", "سنرى ما سيحدث"]


def test_participles_share_the_sentences_speaker() -> None:
    found = claims("قال لافروف إن الاتفاق قريب، مشيرا إلى أن الوفد سيعود، ومؤكدا أن العمل مستمر.")
    assert [(c.speaker, c.text) for c in found] == [
        ("سيرغي لافروف", "الاتفاق قريب"),
        ("سيرغي لافروف", "الوفد سيعود"),
        ("سيرغي لافروف", "العمل مستمر"),
    ]


def test_headline_with_a_colon() -> None:
    found = claims("نص قصير.", title="بوتين: لن نغلق الباب أمام الحوار")
    assert [(c.speaker, c.text) for c in found] == [("فلاديمير بوتين", "لن نغلق الباب أمام الحوار")]


def test_headline_of_a_place_is_no_claim() -> None:
    assert claims("نص قصير.", title="المغرب: افتتاح معرض الكتاب في الرباط") == ()


def test_an_office_is_its_holder() -> None:
    found = claims("قال وزير المالية كمال هالمروند إن العجز تراجع. وأوضح الوزير أن الخطة مستمرة.")
    assert [c.speaker for c in found] == ["كمال هالمروند"] * 2
    assert found[1].speaker_mention == "الوزير"


def test_text_without_reporting_has_no_claims() -> None:
    assert claims("هطلت الأمطار على الساحل وغمرت المياه الشوارع.") == ()


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("قال مدير الحديقة كمال هالمروند: إن العمل انتهى أمس.", "كمال هالمروند", "العمل انتهى أمس"),
        ("قال لافروف، بعد أن زار المصنع، إن العمل انتهى أمس.", "سيرغي لافروف", "العمل انتهى أمس"),
        ("وعبر لافروف عن أمله في نجاح المؤتمر.", "سيرغي لافروف", "أمله في نجاح المؤتمر"),
        ("أكد الأمين العام للرابطة كمال هالمروند أن العمل انتهى.", "كمال هالمروند", "العمل انتهى"),
        ("قالت ميركل للصحفيين إن العمل انتهى أمس.", "أنغيلا ميركل", "العمل انتهى أمس"),
    ],
)
def test_openers_and_offices(text: str, speaker: str, said: str) -> None:
    assert [(c.speaker, c.text) for c in claims(text)] == [(speaker, said)]


@pytest.mark.parametrize(
    "text",
    [
        "وصلت الشحنة إلى الميناء عبر الطريق الجديد بعد أن أصلحته البلدية أمس.",
        "فاز الفريق مجددا بعد أن سجل هدفين في الدقيقة الأخيرة.",
        "وصل الوفد، ردا على زيارة سابقة بعد أن وافقت البلدية.",
    ],
)
def test_words_that_only_look_like_reporting(text: str) -> None:
    assert claims(text) == ()


def test_whom_one_speaks_to_is_no_speaker() -> None:
    assert [c.speaker for c in claims("غسان الجلنار، الذي قال لـ«صدى زمردة» إنه لم يكلمه أحد.")] in ([], ["غسان الجلنار"])
    assert [c.speaker for c in claims("وقال غسان الجلنار لـ«صدى زمردة» إنه لم يكلمه أحد.")] == ["غسان الجلنار"]
