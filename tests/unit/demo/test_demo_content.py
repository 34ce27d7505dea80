"""The demo's content: enough of it, labelled consistently, and clean Arabic."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from siyaq.demo import Piece, load_outlets, load_pieces

PIECES = load_pieces()
OWN = tuple(piece for piece in PIECES if piece.copy_of is None)
OUTLETS = {outlet.id: outlet for outlet in load_outlets()}


def _full(piece: Piece) -> str:
    return "\n".join((piece.title, *piece.paragraphs))


def _words(piece: Piece) -> int:
    return len(re.findall(r"\w+", " ".join(piece.paragraphs)))


def _outlets_of_story() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for piece in OWN:
        found.setdefault(piece.story, set()).add(piece.outlet)
    return found


def test_as_much_as_promised() -> None:
    assert len(OUTLETS) >= 6
    assert len(PIECES) >= 120
    assert sum(len(outlets) >= 2 for outlets in _outlets_of_story().values()) >= 20
    assert sum(piece.copy_of is not None for piece in PIECES) >= 15
    assert sum(piece.update is not None for piece in PIECES) >= 10
    assert sum(piece.kind == "follow-up" for piece in PIECES) >= 10
    assert sum(piece.kind == "background" for piece in PIECES) >= 5
    assert {piece.day for piece in PIECES} == {1, 2, 3, 4, 5}
    assert sum(piece.live_s is not None for piece in PIECES) >= 2


def test_all_feed_formats_and_encodings_are_there() -> None:
    assert {outlet.feed for outlet in OUTLETS.values()} == {"rss", "rss-full", "atom", "rdf", "json", "rss-sitemap"}
    assert {outlet.encoding for outlet in OUTLETS.values()} == {"utf-8", "windows-1256"}
    assert len({outlet.template for outlet in OUTLETS.values()}) == len(OUTLETS)


def test_lengths_are_those_of_news() -> None:
    lengths = [_words(piece) for piece in OWN]
    assert min(lengths) >= 110
    assert max(lengths) <= 450
    assert 170 <= sum(lengths) / len(lengths) <= 230


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.id)
def test_labels_stand_in_the_text(piece: Piece) -> None:
    full = _full(piece)
    assert piece.section in OUTLETS[piece.outlet].sections
    for claim in piece.claims:
        assert claim.text in full
        assert claim.mention in full
        assert claim.cue in full
        assert "{" not in claim.text + claim.mention, "dates move, so a label must not hold one"
    for source in piece.cites:
        assert source in full
    assert len(set(piece.tags)) == len(piece.tags) >= 1


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.id)
def test_text_is_clean(piece: Piece) -> None:
    full = _full(piece)
    assert not re.search(r"[A-Za-zکیۀەگٱ⟦⟧]", re.sub(r"\{[^}]+\}", "", full))
    assert not re.search(r" [،؛.:]|  |[?,;]", full)
    assert full.count("«") == full.count("»")
    assert full.count("“") == full.count("”")
    assert full.count('"') % 2 == 0
    assert all(len(line.split()) >= 3 or line.startswith("## ") for line in piece.paragraphs if line != piece.credit)


def test_no_sentence_is_written_twice() -> None:
    sentences = Counter(
        sentence.strip()
        for piece in OWN
        for line in piece.paragraphs
        for sentence in re.split(r"(?<=[.؟!]) ", line)
        if len(sentence.split()) >= 6
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_reports_of_one_happening_are_in_their_own_words() -> None:
    """No two own reports of a story share a run of nine words outside quotations: that would be a copy."""
    run = 9
    by_story: dict[str, list[Piece]] = {}
    for piece in OWN:
        by_story.setdefault(piece.story, []).append(piece)
    for pieces in by_story.values():
        seen: dict[tuple[str, ...], str] = {}
        for piece in pieces:
            words = re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", " ", " ".join(piece.paragraphs)).split()
            for at in range(len(words) - run + 1):
                other = seen.setdefault(tuple(words[at : at + run]), piece.id)
                assert other == piece.id, f"{other} and {piece.id}: {' '.join(words[at : at + run])}"


def test_spellings_of_foreign_names_differ_between_outlets() -> None:
    text = {outlet: " ".join(_full(piece) for piece in OWN if piece.outlet == outlet) for outlet in OUTLETS}
    assert "جارموك" in text["mirsal"]
    assert "غارموك" in text["shiraa"]
    assert "بيريجو" in text["mirsal"]
    assert "بيريغو" in text["marma"]


def test_links_between_pieces_lead_somewhere() -> None:
    ids = {piece.id: piece for piece in PIECES}
    for piece in PIECES:
        for target in piece.about:
            assert (ids[target].day, ids[target].minute) <= (piece.day, piece.minute)
        if piece.copy_of:
            original = ids[piece.copy_of]
            assert (original.day, original.minute) < (piece.day, piece.minute)
            assert original.outlet != piece.outlet
            assert piece.credit in piece.paragraphs


def test_no_sub_head_stands_over_nothing() -> None:
    for piece in PIECES:
        text = [line for line in piece.paragraphs if line != piece.credit]
        assert not text[-1].startswith("## "), piece.id
        assert not any(one.startswith("## ") and other.startswith("## ") for one, other in pairwise(text)), piece.id
