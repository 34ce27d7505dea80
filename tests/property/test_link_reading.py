"""What linking reads of an article survives being stored, whatever the text."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from siyaq import arabic
from siyaq.link import features, features_from_reading, read_article, reading_from_bytes, reading_to_bytes, told_sentences
from siyaq.types import Analysis, Article, CitedSource, Entity, Tag

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.text(
    "ابتكلمي ؟.\n«»12 \u200f\u0640\u064e", max_size=300
)


@given(title=TEXT, text=TEXT, name=TEXT)
def test_a_stored_reading_gives_the_same_features(title: str, text: str, name: str) -> None:
    article = Article(id="a", source="صدى", title=title, text=text, section=name, published=datetime(2030, 1, 1, tzinfo=UTC))
    notes = Analysis(
        tags=(Tag(tag=name, score=0.5), Tag(tag=title)),
        entities=(Entity(name=name, type="PER"),),
        sources_cited=(CitedSource(name=name, mention=name, cue="بحسب"),),
    )
    reading = read_article(article, notes)
    again = reading_from_bytes(reading_to_bytes(reading))
    assert again == reading
    assert features_from_reading(again) == features(article, notes)


@given(st.binary(max_size=60))
def test_other_bytes_are_no_reading(data: bytes) -> None:
    stored = reading_to_bytes(read_article(Article(id="a", title="عنوان")))
    assert reading_from_bytes(data) is None
    assert reading_from_bytes(stored[:1] + data) is None
    assert reading_from_bytes(b"\x00" + stored[1:]) is None


@given(TEXT | st.lists(TEXT, min_size=3, max_size=12).map(" ".join))
def test_sentences_have_the_lemmas_of_their_words(text: str) -> None:
    told = told_sentences(read_article(Article(id="a", title="عنوان", text=text)), text)
    assert [sentence for sentence, _ in told] == [text[a:b] for a, b in arabic.sentences(text)][: len(told)]
    for sentence, lemmas in told:
        words = (word for word in arabic.words(sentence) if len(word) > 1 and not arabic.is_stop(word))
        assert lemmas == set(map(arabic.lemma, words))


def test_a_sentence_that_is_not_read_to_its_end_is_left_out() -> None:
    words = [f"كلمة{n}" for n in range(400)]
    text = " ".join((*words[:100], ".", *words[100:]))
    told = told_sentences(read_article(Article(id="a", title="عنوان", text=text)), text)
    assert [len(lemmas) for _, lemmas in told] == [100]
