"""Static vectors of texts."""

import subprocess
import sys
from datetime import UTC, datetime

import numpy as np
import pytest

from siyaq.link.feature import features
from siyaq.link.vector import VectorTable, cosine, default_table, table_from_bytes, table_to_bytes
from siyaq.types import Article


def near(one: str, two: str) -> float:
    table = default_table()
    return cosine(*table.embed(one.split(), two.split()))


def test_vectors_have_length_one_and_texts_without_words_none() -> None:
    table = default_table()
    assert np.linalg.norm(table.embed(["نفط", "برميل"])[0]) == pytest.approx(1, abs=1e-5)
    assert not table.embed([]).any()


def test_words_of_one_matter_are_nearer_than_others() -> None:
    assert near("نفط", "خام") > near("نفط", "مونديال") + 0.2
    assert near("برلمان", "نائب") > near("برلمان", "برميل") + 0.2


def test_words_outside_the_table_are_like_themselves_and_their_other_spellings() -> None:
    table = default_table()
    assert "غنبريسكوف" not in table.rows
    assert near("غنبريسكوف", "غنبريسكوف") == pytest.approx(1, abs=1e-5)
    assert near("غنبريسكوف", "غنبريسكو") > 0.5 > near("غنبريسكوف", "كوالتمند")


def test_a_repeated_word_and_another_order_change_nothing() -> None:
    assert near("نفط نفط برميل", "برميل نفط") == pytest.approx(1, abs=1e-5)


def test_tables_are_read_as_written() -> None:
    values = np.arange(-6, 6, dtype=np.int8).reshape(4, 3)
    table = VectorTable(rows={"سلام": 0, "كتاب": 1}, values=values, scales=np.float32([1, 2, 3, 4]), buckets=2)
    again = table_from_bytes(table_to_bytes(table))
    assert again.rows == table.rows and again.buckets == 2
    assert np.array_equal(again.values, values) and np.array_equal(again.scales, table.scales)


def test_features_carry_them() -> None:
    one = features(Article(id="a", source="s", title="ارتفاع أسعار النفط", text="صعدت أسعار النفط الخام اليوم."))
    two = features(Article(id="b", source="s", title="الخام يواصل مكاسبه", text="زاد سعر برميل الخام عالميا."))
    far = features(Article(id="c", source="s", title="فوز المنتخب", text="تأهل الفريق إلى نهائي كأس العالم."))
    assert cosine(one.vectors[0], two.vectors[0]) > cosine(one.vectors[0], far.vectors[0]) + 0.2
    assert one.vectors.shape == (3, default_table().values.shape[1])


def test_numpy_is_loaded_with_the_first_text_only() -> None:
    code = "import sys, siyaq.link; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_week_days_are_the_last_ones_before_the_article() -> None:
    monday = datetime(2021, 3, 1, 6, tzinfo=UTC)
    told = Article(id="a", source="s", title="قتيلان يوم السبت", text="وقع الانفجار الاثنين في فصل الربيع.", published=monday)
    day = int(monday.timestamp() // 86_400)
    assert features(told).days == {day, day - 2}
