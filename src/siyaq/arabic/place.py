"""Countries, cities and the words made of them (`data/places.tsv`, `data/nisba.tsv`; tools/make_places.py makes both)."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from siyaq.arabic.lexicon import is_headword, lemma_table
from siyaq.arabic.normal import fold

# Countries whose gazetteer name has several words, and short names that news use; our own list.
_MORE_NISBA = {
    "أمريكا": "أمريكي أمريكية أمريكيون أميركا أميركي أميركية أميركيون",
    "بريطانيا": "بريطاني بريطانية بريطانيون",
    "كوريا": "كوري كورية كوريون",
    "السعودية": "سعودي سعودية سعوديون",
    "الإمارات": "إماراتي إماراتية إماراتيون",
    "روسيا": "روسي روسية روس",
    "الصين": "صيني صينية صينيون",
    "إيران": "إيراني إيرانية إيرانيون",
    "إسرائيل": "إسرائيلي إسرائيلية إسرائيليون",
    "فلسطين": "فلسطيني فلسطينية فلسطينيون",
    "السودان": "سوداني سودانية سودانيون",
    "قطر": "قطري قطرية قطريون",
    "عمان": "عماني عمانية عمانيون",
    "ليبيا": "ليبي ليبية ليبيون",
    "أوروبا": "أوروبي أوروبية أوروبيون أوربا أوربي أوربية",
    "أفريقيا": "أفريقي أفريقية إفريقيا إفريقي إفريقية أفارقة",
    "آسيا": "آسيوي آسيوية آسيويون",
    "أوكرانيا": "أوكراني أوكرانية أوكرانيون",
    "تركيا": "تركي تركية أتراك",
    "سوريا": "سوري سورية سوريون سوريه",
    "ألمانيا": "ألماني ألمانية ألمان",
    "الفاتيكان": "فاتيكاني فاتيكانية",
    "الشيشان": "شيشاني شيشانية",
    "تايوان": "تايواني تايوانية",
    "كشمير": "كشميري كشميرية",
    "كردستان": "كردستاني كردستانية",
    "الكونغو": "كونغولي كونغولية",
}
_NISBA_ENDS = ("ي", "يه", "يون", "وي", "ويه")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country or city. `names`: its spellings, the one to show first. `population`: of a city; 0 for a country."""

    kind: Literal["country", "city"]
    country: str  # ISO 3166-1 alpha-2
    population: int
    names: tuple[str, ...]


def _rows(name: str) -> list[list[str]]:
    text = files("siyaq.arabic").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@cache
def places() -> tuple[Place, ...]:
    """Countries by code, then cities, largest first."""
    return tuple(
        Place(
            kind="country" if kind == "country" else "city", country=code, population=int(size), names=tuple(names.split("|"))
        )
        for kind, code, size, names in _rows("places.tsv")
    )


def _bare(name: str) -> str:
    return fold(name.removeprefix("ال"))  # before folding: «ألمانيا» has no article


@cache
def place_words() -> frozenset[str]:
    """Single folded words without article that name a country or a city."""
    known = {_bare(name) for place in places() for name in place.names if " " not in name and "-" not in name}
    return frozenset(known | {_bare(name) for name in nisba().values()})


@cache
def name_tokens() -> frozenset[str]:
    """Folded parts of people's names, one spelling of each name (tools/make_person_names.py)."""
    return frozenset(map(fold, files("siyaq.arabic").joinpath("data/person_names.txt").read_text("utf-8").split()))


@cache
def person_words() -> frozenset[str]:
    """Folded words that are parts of people's names rather than anything else: `name_tokens`, and those of our own list."""
    names = [name for kind, row in _named_rows() if kind == "PER" for name in row.split("|")]
    parts = {_bare(word) for name in names for word in name.split() if _bare(word) not in lemma_table()}
    alone = {_bare(name) for name in names if " " not in name}
    alone = {w for w in alone if not is_headword(w) and lemma_table().get(w, w) not in alone - {w}}
    return name_tokens() | {w for w in parts | alone if len(w) > 3}


def _named_rows() -> list[list[str]]:
    return [row for row in _rows("names.tsv") if len(row) == 2]


@cache
def nisba() -> dict[str, str]:
    """Folded adjective or people's word -> folded country, both without article («كوري», «كوريه» -> «كوريا»)."""
    table: dict[str, str] = {}
    rows = [(country, words.split("|")) for country, words in _rows("nisba.tsv")]
    for country, words in [*rows, *((c, w.split()) for c, w in _MORE_NISBA.items())]:
        base = _bare(country)
        table |= {fold(word): base for word in words if fold(word).endswith(_NISBA_ENDS) or country in _MORE_NISBA}
    return {word: base for word, base in table.items() if len(word) > 3}
