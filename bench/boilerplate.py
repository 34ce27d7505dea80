"""What learned boilerplate leaves out of the two archives, outlet by outlet.

    python bench/boilerplate.py [../shared] [--show N]

For each outlet: articles, paragraphs, those left out, in how many articles, and of the articles that carry a known line to the
reader in how many it is gone. `--show N` prints the N most frequent lines left out, and N of the rare ones, for reading: what
is left out wrongly only a reader can tell.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from labelled import ARCHIVES, SHARED, read_rows

from siyaq.extract import BoilerplateModel, learn, strip

SIGNS = ("تطبيق بي بي سي عربي على هاتف", "المقالات المنشورة تمثل رأي كتابها")  # BBC's app line, Alarabia's disclaimer
RARE = 5  # articles

Text = tuple[str, list[str]]  # headline and paragraphs


def read_outlets(shared: Path, archive: str) -> dict[str, list[Text]]:
    """Texts of an archive by outlet."""
    found: defaultdict[str, list[Text]] = defaultdict(list)
    for row in read_rows(shared, archive):
        paragraphs = [text.strip() for text in (row["text"] or "").split("\n") if text.strip()]
        found[row["source"]].append((row["title"] or "", paragraphs))
    return found


def measure(outlet: str, texts: list[Text], show: int) -> None:
    """Print one outlet."""
    model = learn(BoilerplateModel(), [paragraphs for _, paragraphs in texts])
    read = [strip(model, paragraphs, title) for title, paragraphs in texts]
    dropped = Counter(text for _, out in read for text in out)
    paragraphs = sum(len(text) for _, text in texts)
    hit = sum(bool(out) for _, out in read)
    print(f"{outlet}: {sum(dropped.values())} of {paragraphs} paragraphs, in {hit} of {len(texts)} articles")
    for sign in SIGNS:
        carrying = [kept for (_, text), (kept, _) in zip(texts, read, strict=True) if any(sign in line for line in text[1:])]
        if carrying:
            clean = sum(not any(sign in line for line in kept) for kept in carrying)
            print(f"  «{sign}»: gone from {clean} of {len(carrying)}")
    rare = sorted(text for text, count in dropped.items() if count <= RARE)
    for text in [text for text, _ in dropped.most_common(show)] + Random(1).sample(rare, min(show, len(rare))):
        print(f"  {dropped[text]:5} {text[:150]}")


def main() -> None:
    """Print all outlets."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    for archive in ARCHIVES:
        for outlet, texts in sorted(read_outlets(given.shared, archive).items()):
            measure(outlet, texts, given.show)


if __name__ == "__main__":
    main()
