"""Short beginnings of texts, and languages in Arabic script."""

import pytest

from siyaq.analyze import excerpt, language


def test_excerpt_ends_with_a_sentence_where_enough_is_left() -> None:
    text = "افتتح الوزير المعرض صباحا. وحضر الافتتاح عدد من الضيوف والزوار القادمين من مدن بعيدة"
    assert excerpt(text, 40) == "افتتح الوزير المعرض صباحا."


def test_excerpt_cuts_at_a_word_and_says_so() -> None:
    cut = excerpt("كلمة طويلة جدا تتلوها كلمات أخرى كثيرة", 20)
    assert cut.endswith("…")
    assert len(cut) <= 20
    assert "كلمة طويلة جدا تتلوها كلمات".startswith(cut[:-1])


@pytest.mark.parametrize("limit", [1, 2, 5, 50, 280])
def test_excerpt_is_never_longer_than_asked(limit: int) -> None:
    assert len(excerpt("ا" * 400 + " نص " * 200, limit)) <= limit


def test_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("نص  قصير\nهنا") == "نص قصير هنا"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("قال رئيس اللجنة إن الاجتماع سيعقد غدا", "ar"),
        ("کوریا الشمالیة تعلن عن تجربة جدیدة فی البحر", "ar"),
        ("رئیس کمیسیون گفت که این نشست فردا برگزار می شود", "fa"),
        ("کمیٹی کے سربراہ نے کہا کہ اجلاس کل ہوگا", "ur"),
        ("سەرۆکی لێژنەکە وتی کۆبوونەوەکە سبەینێ دەبێت", "ckb"),
        ("The committee will meet again tomorrow morning", "en"),
        ("La commission se réunira de nouveau demain matin", "fr"),
        ("123 - 456", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language(text) == code
