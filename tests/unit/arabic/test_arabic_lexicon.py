"""The folded word tables: as their sources say, made from the pinned versions, and quick to open."""

import subprocess
import sys
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import wordfreq
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from siyaq.arabic import fold, frequency
from siyaq.arabic.lexicon import attested_lemma, frequency_table, is_attested, is_headword, lemma_table
from siyaq.arabic.stem import derived_lemma
from siyaq.arabic.word_table import WordTable, pack

MAX_COLD_CPU_S = 2.0  # half a second on an idle machine
COLD = """
import resource, siyaq
siyaq.analyze("قال وزير الخارجية", "أعلن الوزير محمد البحري أمس أن المدارس ستفتح.")
print(resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""


def test_tables_are_of_the_pinned_versions() -> None:
    made_from = f"wordfreq {version('wordfreq')}, simplemma {version('simplemma')}"
    assert made_from in frequency_table().header
    assert made_from in lemma_table().header


def _maker() -> ModuleType:
    spec = spec_from_file_location("make_lexicon", Path(__file__).resolve().parents[3] / "tools/make_lexicon.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_frequencies_are_those_of_the_source() -> None:
    summed: dict[str, float] = {}
    source = wordfreq.get_frequency_dict("ar", wordlist="best")
    for word, norm in zip(source, fold("\n".join(source)).split("\n"), strict=True):
        summed[norm] = summed.get(norm, 0.0) + source[word]
    del summed[""]  # joiners that stand alone
    assert len(frequency_table()) == len(summed)
    assert [word for word in list(summed)[::17] if frequency(word) != summed[word]] == [], "run tools/make_lexicon.py"


def test_lemmas_are_those_of_the_source() -> None:
    made, heads = _maker().lemmas()
    assert len(lemma_table()) == len(made)
    sample = [*list(made)[::7], *list(heads)[::7]]
    wrong = [norm for norm in sample if lemma_table().get(norm) != made[norm] or is_headword(norm) != (norm in heads)]
    assert wrong == [], "run tools/make_lexicon.py"


@pytest.mark.parametrize("each", [97, pytest.param(1, marks=pytest.mark.slow)])
def test_lemmas_of_attested_words_are_those_of_the_rules(each: int) -> None:
    sample = list(frequency_table())[::each]
    assert [word for word in sample if attested_lemma(word) != derived_lemma(word)] == [], "run tools/make_lexicon.py"
    assert attested_lemma("غكصث") is None


def test_most_lemmas_are_the_dictionary_s_own_word() -> None:
    source = DefaultDictionaryFactory().get_dictionary("ar")
    forms = list(source)[::101]
    same = sum(lemma_table().get(fold(form)) == fold(source[form]) for form in forms)
    assert same > 0.8 * len(forms)  # forms that folding makes one share the lemma of the most frequent


def test_words_that_are_not_there() -> None:
    assert frequency("غكصث") == 0.0 and not is_attested("غكصث") and not is_headword("غكصث")
    assert lemma_table().get("غكصث") is None and lemma_table().get("غكصث", "-") == "-"
    assert frequency("\ud800") == 0.0 and frequency("a\tb") == 0.0 and frequency("") == 0.0


def test_a_table_gives_back_what_was_packed() -> None:
    values = {f"كلمة{n}": str(n % 7) for n in range(500)} | {"كلم": "", "كلمة": "x y"}
    table = WordTable(pack(values, "header"))
    assert {word: (table.value(word) or b"").decode() for word in table} == values
    assert len(table) == len(values)
    assert table.value("كل") is None and table.value("كلمة50x") is None
    with pytest.raises(ValueError, match="tabs"):
        pack({"a\tb": ""}, "header")


def test_cold_start() -> None:
    done = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, timeout=60, check=True)
    assert float(done.stdout) < MAX_COLD_CPU_S
