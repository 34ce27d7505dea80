"""Floor of relations inside an affair on the half of the labels that the weights do not know; it only rises."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from siyaq.link import relation

LEAST_MACRO_F1 = 0.55
BENCH = Path(__file__).resolve().parents[2] / "bench" / "relations.py"


def load_bench() -> ModuleType:
    spec = spec_from_file_location("bench_relations", BENCH)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_relations_reach_their_floor(shared: Path) -> None:
    bench = load_bench()
    pairs = [pair for pair in bench.read_pairs() if pair.is_test]
    known = bench.read_tellings(shared, pairs)
    found = [relation(known[pair.earlier], known[pair.later]).kind for pair in pairs]
    assert bench.macro_f1([pair.relation for pair in pairs], found) >= LEAST_MACRO_F1
