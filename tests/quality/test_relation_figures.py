"""Floor of relations inside an affair on labelled pairs that the weights do not know; it only rises."""

from pathlib import Path

import pytest
import relations as bench

from siyaq.link import relation

LEAST_MACRO_F1 = 0.61


@pytest.mark.shared
def test_relations_reach_their_floor(shared: Path) -> None:
    pairs = [pair for pair in bench.read_pairs() if pair.is_test]
    known = bench.read_tellings(shared, pairs)
    found = [relation(known[pair.earlier], known[pair.later]).kind for pair in pairs]
    assert bench.macro_f1([pair.relation for pair in pairs], found) >= LEAST_MACRO_F1
