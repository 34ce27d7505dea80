"""Measures of the Arabic core: lemma groups on UD_Arabic-PUD against what a user would pick instead, and speed.

usage: python bench/arabic.py [--data ../shared/data] [--json]

Lemma groups. Word forms (types) of the 1,000 sentences, as they stand in the text with their clitics ("surface") or as the
treebank cuts them ("cut"). A pair of forms is gold-joined if they share a gold lemma (of a surface word: that of its content
word). A method joins a pair if it gives both the same key. Reported: precision, recall and F1 over pairs.
"""

import argparse
import gzip
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import simplemma
import Stemmer

from siyaq import arabic

FUNCTION = {"ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "AUX", "PUNCT", "SYM", "X"}
ARABIC = re.compile(r"[\u0621-\u064a]{2,}")
Row = tuple[str, str, str, bool]  # form, lemma, part of speech, glued to the next


def sentences(path: Path) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            rows.append((cells[1], cells[2], cells[3], "SpaceAfter=No" in cells[9]))
        elif not line and rows:
            yield rows
            rows = []


def surface_words(rows: list[Row]) -> Iterator[tuple[str, str]]:
    """(word as written, lemma of its content word)."""
    group: list[Row] = []
    for row in rows:
        if row[2] != "PUNCT":
            group.append(row)
        if group and (row[2] == "PUNCT" or not row[3]):
            content = [r for r in group if r[2] not in FUNCTION] or group
            yield "".join(r[0] for r in group), max(content, key=lambda r: len(r[0]))[1]
            group = []


def gold_forms(path: Path, surface: bool) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = defaultdict(set)
    for rows in sentences(path):
        pairs = surface_words(rows) if surface else ((f, lemma) for f, lemma, pos, _ in rows if pos not in FUNCTION)
        for form, base in pairs:
            word = arabic.exact(form)
            if ARABIC.fullmatch(word):
                forms[word].add(gold_key(base))
    return forms


def gold_key(lemma: str) -> str:
    """A gold lemma without the treebank's two ways to write one vowelling (طَائِرَة, طائِرَة; اِكتَسَب, ٱِكتَسَب)."""
    return re.sub(r"\u064e(?=ا)|[ٱٰ`]", "", lemma.replace("ٱ", "ا"))


def count_pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    found = set()
    for members in groups:
        ordered = sorted(members)
        found.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return found


def score(forms: dict[str, set[str]], method: Callable[[str], str]) -> tuple[float, float, float]:
    gold, made = defaultdict(set), defaultdict(set)
    for form, bases in forms.items():
        made[method(form)].add(form)
        for base in bases:
            gold[base].add(form)
    want, have = count_pairs(gold.values()), count_pairs(made.values())
    right = len(want & have)
    precision, recall = right / max(1, len(have)), right / len(want)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def lucene_stem(word: str) -> str:
    """Our reading of Lucene's ArabicStemmer (light10, Larkey 2007): one prefix, then every suffix in turn; 2 letters stay."""
    for prefix in ("وال", "بال", "كال", "فال", "ال", "لل", "و"):
        if word.startswith(prefix) and len(word) >= len(prefix) + (3 if len(prefix) == 1 else 2):
            word = word[len(prefix) :]
            break
    for suffix in ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"):
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


def methods() -> dict[str, Callable[[str], str]]:
    snowball = Stemmer.Stemmer("arabic")
    return {
        "siyaq": lambda w: arabic.lemma(arabic.fold(w)),
        "simplemma": lambda w: str(simplemma.lemmatize(w, "ar")),
        "snowball": lambda w: str(snowball.stemWord(w)),
        "lucene": lambda w: lucene_stem(arabic.fold(w)),
        "folded": arabic.fold,
    }


def lemma_scores(path: Path) -> dict[str, dict[str, list[float]]]:
    table: dict[str, dict[str, list[float]]] = {}
    for kind in ("surface", "cut"):
        forms = gold_forms(path, kind == "surface")
        table[kind] = {name: [round(x, 4) for x in score(forms, method)] for name, method in methods().items()}
    return table


def index_speed(path: Path, articles: int = 1500) -> float:
    """Words per second of fold, tokenise and lemma over an archive's texts, warm (second pass), one core."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(articles), strict=False)]
    for text in texts:
        arabic.lemmas(text)
    start = time.process_time()
    words = sum(len(arabic.lemmas(text)) for text in texts)
    return words / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data")
    args = parser.parse_args()
    result = {
        "lemma": lemma_scores(args.data / "ud_arabic_pud/ar_pud-ud-test.conllu"),
        "index_words_per_s": round(index_speed(args.data / "ant_multisource.jsonl.gz")),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
