"""Tags as an editor prints them. All sentences are invented."""

from siyaq.analyze import analyze
from siyaq.arabic import same_spelling_key

TEXT = (
    "أعلن وزير الخارجية الروسي سيرغي لافروف في موسكو بدء محادثات السلام مع كوريا الشمالية.\n"
    "وقال لافروف إن محادثات السلام ستستمر أسبوعا في موسكو، وإن وفد كوريا الشمالية وصل.\n"
    "ورحبت الأمم المتحدة ببدء محادثات السلام، ودعت كوريا الشمالية إلى مواصلتها.\n"
)
TITLE = "لافروف يعلن بدء محادثات السلام مع كوريا الشمالية"


def test_names_and_subjects_whole_and_in_one_spelling() -> None:
    tags = [t.tag for t in analyze(TITLE, TEXT).tags]
    assert {"كوريا الشمالية", "سيرغي لافروف", "موسكو"} <= set(tags[:7])
    assert "محادثات السلام" in tags
    assert "لافروف" not in tags
    assert len({same_spelling_key(t) for t in tags}) == len(tags)
    assert len(tags) <= 9


def test_publishers_tags_are_cleaned_and_keep_their_origin() -> None:
    tags = analyze(TITLE, TEXT, None, ("کوریا الشمالیة", "#محادثات_السلام", "وزارة النقل البري")).tags
    by_name = {t.tag: t for t in tags}
    assert by_name["كوريا الشمالية"].origin == "publisher"
    assert by_name["محادثات السلام"].origin == "publisher"
    assert by_name["وزارة النقل البري"].origin == "publisher"
    assert not any("ک" in t.tag or "_" in t.tag for t in tags)


def test_hashtags_are_read() -> None:
    tags = [t.tag for t in analyze("جديد #مترو_الضواحي", "افتتح الوزير خط #مترو_الضواحي الجديد أمام الركاب.").tags]
    assert "مترو الضواحي" in tags


def test_country_of_an_adjective_comes_from_knowledge() -> None:
    text = "اجتمع البرلمان البرتغالي. وناقش النواب البرتغاليون الميزانية البرتغالية. وصوت المجلس البرتغالي."
    found = {t.tag: t.origin for t in analyze("البرلمان البرتغالي يناقش الميزانية", text).tags}
    assert found.get("البرتغال") == "knowledge"


def test_vague_words_are_no_tags() -> None:
    text = "صدر تقرير جديد. التقرير الجديد تقرير مهم. قرأ الناس التقرير."
    tags = [t.tag for t in analyze("تقرير جديد", text).tags]
    assert "تقرير" not in tags
    assert "تقرير جديد" not in tags


def test_empty_article_has_no_notes() -> None:
    notes = analyze("", "")
    assert (notes.tags, notes.entities, notes.claims, notes.sources_cited, notes.dates, notes.language) == (
        (),
        (),
        (),
        (),
        (),
        None,
    )


def test_no_tag_cuts_a_name_or_repeats_it_in_another_spelling() -> None:
    text = "قال وزير التعليم الدكتور كمال هالمروند إن مركز المعلومات الوطني بدأ العمل. وزار الوزير كمال هالمروند المركز أمس."
    found = [t.tag for t in analyze("كمال هالمروند يزور مركز المعلومات الوطني", text).tags]
    assert {"كمال هالمروند", "مركز المعلومات الوطني"} <= set(found)
    assert not {"المعلومات الوطني", "مركز المعلومات", "التعليم الدكتور", "الدكتور كمال"} & set(found)


def test_counts_and_comparisons_begin_no_tag() -> None:
    found = [
        t.tag
        for t in analyze(
            "أكبر خسارة للميناء في عامين",
            "سجل الميناء أكبر خسارة في عامين. وقال التجار إن أكبر خسارة بلغت ألف حاوية كبيرة خلال عامين.",
        ).tags
    ]
    assert not [t for t in found if t.split()[0] in ("أكبر", "ألف", "عامين")]
