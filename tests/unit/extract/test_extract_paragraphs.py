"""Paragraphs of extracted bodies. The pages are invented."""

from siyaq.extract import extract

SENTENCE = "قال المتحدث إن العمل في الطريق الساحلي يبدأ صباح الغد ويستمر حتى نهاية الشهر"


def test_a_paragraph_of_unprintable_characters_is_none() -> None:
    page = f"<h1>خبر الطريق</h1><p>{SENTENCE}.</p><p>\ufffe</p><h3>تفاصيل</h3><p>{SENTENCE} كما أعلن.</p><p>\u202e</p>"
    found = extract(f"<html><body><article>{page}</article></body></html>".encode())
    paragraphs = found.body.split("\n\n")
    assert all(paragraph.strip() for paragraph in paragraphs)
    assert [paragraphs[i] for i in found.subheads] == ["تفاصيل"]
