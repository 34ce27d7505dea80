"""Dense vectors: what of an article is embedded, and the model itself."""

import os

import pytest

from siyaq.dense import DIMENSION, E5, passage_text


def test_a_passage_is_the_headline_and_the_beginning_cut_between_words() -> None:
    assert passage_text("عنوان", "نص قصير.") == "عنوان\nنص قصير."
    found = passage_text("عنوان", "كلمة " * 200)
    assert 240 < len(found) <= 260 and found.endswith("كلمة")
    assert len(passage_text("", "كلمة " * 400)) > 600
    assert passage_text("", "") == ""
    assert len(passage_text("س" * 1000, "")) == 260


def test_the_model_finds_what_answers_a_question() -> None:
    before = os.environ.get("OMP_NUM_THREADS")
    asked = E5().query("متى موعد مباراة مصر وروسيا")
    answer = E5().passage("منتخب مصر يواجه نظيره الروسي يوم الثلاثاء في بطرسبرغ")
    other = E5().passage("البنك المركزي يرفع أسعار الفائدة")
    assert asked.shape == (DIMENSION,) and asked.dtype.name == "float32"
    assert float(asked @ asked) == pytest.approx(1, abs=1e-3)
    assert float(asked @ answer) > float(asked @ other) + 0.02
    assert os.environ.get("OMP_NUM_THREADS") == before


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "😀" * 20, "\u202eكلمة\u2066", "س" * 10_000])
def test_any_text_has_a_vector(text: str) -> None:
    found = E5().query(text)
    assert float(found @ found) == pytest.approx(1, abs=1e-3)
