"""The memo: answers are remembered, long words are not, a full memo is emptied."""

import pytest

from siyaq.arabic import memo
from siyaq.arabic.memo import Memo


def test_an_answer_is_asked_for_once() -> None:
    asked: list[str] = []

    @Memo
    def length(word: str) -> int:
        """Letters of a word."""
        asked.append(word)
        return len(word)

    assert [length("سلام"), length("سلام"), *length.of_all(["سلام", "من"])] == [4, 4, 4, 2]
    assert asked == ["سلام", "من"]
    assert length.__doc__ == "Letters of a word."


def test_long_words_leave_no_trace() -> None:
    length = Memo(len)
    word = "س" * (memo.LONGEST_REMEMBERED + 1)
    assert length(word) == len(word)
    assert length.of_all([word]) == [len(word)]
    assert word not in length


def test_a_full_memo_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MOST_REMEMBERED", 3)
    length = Memo(len)
    assert length.of_all(["ا", "بب", "تتت", "ثثثث"]) == [1, 2, 3, 4]
    assert list(length) == ["ثثثث"]
