"""Make `src/siyaq/arabic/data/person_names.txt`: words that are parts of people's names and no other dictionary words.

usage: python tools/make_person_names.py GAZETTEER_FOLDER

Source: arabnamer's dictionary of name tokens (CC BY 4.0, notice in NOTICE). Kept are names of four letters or more that running
text has (wordfreq) and the Arabic dictionary (simplemma) does not analyse: these must not lose a first letter that looks like
a clitic («بايدن» is not «بـ» + «ايدن»).
"""

import json
import re
import sys
from pathlib import Path

from siyaq.arabic import fold, frequency
from siyaq.arabic.lexicon import lemma_table

OUT = Path(__file__).resolve().parents[1] / "src/siyaq/arabic/data/person_names.txt"
ARABIC_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]{4,}")


def main() -> None:
    names = set(json.loads((Path(sys.argv[1]) / "arabnamer_dict.json").read_text("utf-8")).values())
    kept = sorted(n for n in names if ARABIC_WORD.fullmatch(n) and fold(n) not in lemma_table() and frequency(fold(n)) > 0)
    OUT.write_text("\n".join(kept) + "\n", "utf-8")
    print(len(kept), "names")


if __name__ == "__main__":
    main()
