"""Make `src/siyaq/arabic/data/places.tsv` and `nisba.tsv`.

usage: python tools/make_places.py GAZETTEER_FOLDER

Sources, with their notices in NOTICE: CLDR territory names (babel, Unicode licence), GeoNames cities (CC BY 4.0) as
`geonames_cities5000_ar.tsv`, Arabic labels and nationality words of arwikicats (MIT).
places.tsv: kind (country, city), ISO country code, population, spellings joined by "|" (the first is the one to show).
nisba.tsv: country, its adjectives and people's words joined by "|".
"""

import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale

from siyaq.arabic import fold, same_spelling_key

OUT = Path(__file__).resolve().parents[1] / "src/siyaq/arabic/data"
ARABIC_NAME = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*")
SMALLEST_CITY = 100_000  # below, names of villages collide with common words
SMALLEST_ARAB_CITY = 15_000
ARAB = {
    "AE",
    "BH",
    "DJ",
    "DZ",
    "EG",
    "IQ",
    "JO",
    "KM",
    "KW",
    "LB",
    "LY",
    "MA",
    "MR",
    "OM",
    "PS",
    "QA",
    "SA",
    "SD",
    "SO",
    "SY",
    "TN",
    "YE",
}
MULTI_WORD_COUNTRY = {"الولايات المتحدة": "أمريكا", "المملكة المتحدة": "بريطانيا", "المملكة العربية السعودية": "السعودية"}


def spellings(cell: str, folder: dict[str, str], name: str) -> list[str]:
    """Arabic spellings of a place, the label of Arabic Wikipedia first where there is one."""
    found = [s.strip() for s in cell.split("|") if ARABIC_NAME.fullmatch(s.strip())]
    label = folder.get(name.lower())
    if label and ARABIC_NAME.fullmatch(label):
        found = [label, *(s for s in found if s != label)]
    return found


def persian_only(spelling: str, others: list[str]) -> bool:
    """A Persian or Urdu spelling in Arabic letters: final alef maqsura after a long vowel, no ta marbuta."""
    return spelling.endswith("ى") and any(fold(spelling) == fold(o) for o in others if o != spelling)


def cities(folder: Path) -> list[tuple[int, str, list[str]]]:
    labels = json.loads((folder / "arwikicats/cities__cities_full.json").read_text("utf-8"))
    with (folder / "geonames_cities5000_ar.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    made = []
    for row in rows:
        size = int(row["population"])
        names = spellings(row["arabic_script_names"], labels, row["name"])
        names = [n for n in names if not persian_only(n, names) and len(n) > 2]
        if names and size >= (SMALLEST_ARAB_CITY if row["cc"] in ARAB else SMALLEST_CITY):
            made.append((size, row["cc"], names))
    return sorted(made, key=lambda c: (-c[0], c[2]))


def unique_cities(folder: Path) -> list[tuple[int, str, list[str]]]:
    """The largest city keeps a name that several have."""
    taken: set[str] = set()
    made = []
    for size, country, names in cities(folder):
        free = [n for n in dict.fromkeys(names) if same_spelling_key(n) not in taken]
        if free:
            taken.update(map(same_spelling_key, names))
            made.append((size, country, free))
    return made


def countries() -> list[tuple[str, str]]:
    territories = Locale("ar").territories
    return sorted((code, name) for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code))


def nisba(folder: Path) -> dict[str, list[str]]:
    data = json.loads((folder / "arwikicats/nationalities__nationalities_data.json").read_text("utf-8"))
    table: dict[str, list[str]] = defaultdict(list)
    for entry in data.values():
        country = MULTI_WORD_COUNTRY.get(entry["ar"], entry["ar"])
        words = [entry[k] for k in ("male", "female", "males", "females") if entry.get(k)]
        if ARABIC_NAME.fullmatch(country) and " " not in country:
            table[country] += [w for w in words if w and " " not in w and ARABIC_NAME.fullmatch(w) and w not in table[country]]
    return {c: w for c, w in sorted(table.items()) if w}


def main() -> None:
    folder = Path(sys.argv[1])
    lines = [f"country\t{code}\t0\t{name}" for code, name in countries()]
    lines += [f"city\t{country}\t{size}\t{'|'.join(names)}" for size, country, names in unique_cities(folder)]
    (OUT / "places.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    table = nisba(folder)
    (OUT / "nisba.tsv").write_text("".join(f"{c}\t{'|'.join(w)}\n" for c, w in table.items()), "utf-8")
    print(len(lines), "places,", len(table), "countries with nisba")


if __name__ == "__main__":
    main()
