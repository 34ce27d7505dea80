"""Ids of stories after linking again."""

from hypothesis import given
from hypothesis import strategies as st

from siyaq.engine.succession import Overlap, succession
from siyaq.ids import story_id


def never(_: str) -> bool:
    return False


def test_same_stories_keep_their_ids() -> None:
    found = succession(["a", "b"], [Overlap("a", "a", 3), Overlap("b", "b", 1)], never)
    assert (found.renamed, found.moved) == ({}, {})


def test_the_larger_part_keeps_the_id_and_the_opener_gets_another() -> None:
    found = succession(["a", "b"], [Overlap("a", "a", 1), Overlap("b", "a", 9)], never)
    assert found.final("b") == "a"
    assert found.final("a") == story_id("a/1")
    assert found.moved == {}


def test_a_story_that_was_joined_leads_on() -> None:
    found = succession(["a"], [Overlap("a", "a", 4), Overlap("a", "b", 2)], never)
    assert (found.renamed, found.moved) == ({}, {"b": "a"})


def test_ids_that_were_used_are_not_given_again() -> None:
    used = {story_id("a/1")}
    found = succession(["a", "b"], [Overlap("a", "a", 1), Overlap("b", "a", 9)], used.__contains__)
    assert found.final("a") == story_id("a/2")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_every_new_story_has_an_id_of_its_own_and_every_old_one_leads_somewhere(pairs: list[tuple[int, int]]) -> None:
    counts: dict[tuple[str, str], int] = {}
    for new, old in pairs:  # one article each
        key = (f"s{new}", f"s{old}")
        counts[key] = counts.get(key, 0) + 1
    names = {new for new, _ in counts}
    found = succession(names, [Overlap(new, old, n) for (new, old), n in counts.items()], never)
    finals = {found.final(name) for name in names}
    assert len(finals) == len(names)
    for old in {old for _, old in counts}:
        assert (old in finals) != (old in found.moved)
        if old in found.moved:
            assert found.moved[old] in finals
