"""How a foreign sound is written in Arabic letters: skeleton keys that propose, and a distance that weighs, spelling variants.

/g/ is غ ج ق ك گ, /v/ ف ڤ و, /p/ ب پ, /tʃ/ تش چ ش; vowels come and go, consonants double, emphatic letters stand for plain ones.
"""

from functools import lru_cache

from siyaq.arabic.normal import weak_fold

_CACHE_NAMES = 1 << 17
_VOWELS = frozenset("اويء")

# Letters of one class may stand for one sound. The key takes the widest classes: it proposes only.
_CLASSES = ("غجقكگخ", "فڤ", "بپ", "شچ", "دذضظز", "تثطسص", "حه")
_KEY: dict[int, str | None] = {ord(letter): group[0] for group in _CLASSES for letter in group}
_KEY |= dict.fromkeys(map(ord, _VOWELS))
_KEY |= {ord("ئ"): None, ord("ؤ"): None}

# Cost of writing one letter for another, in parts of one clear difference. Hand-set by how often Arabic newspapers differ so.
_SWAPS = {
    "غج": 0.15, "غق": 0.3, "غك": 0.3, "جق": 0.4, "جك": 0.3, "قك": 0.3, "گغ": 0.1, "گج": 0.1, "گك": 0.1, "گق": 0.2,
    "خك": 0.4, "خه": 0.5, "خح": 0.5, "جز": 0.5,
    "جي": 0.6, "فڤ": 0.0, "بپ": 0.0, "ڤب": 0.5, "فو": 0.5, "ڤو": 0.3, "فب": 0.5, "شچ": 0.15, "جچ": 0.15, "جش": 0.4,
    "تچ": 0.4, "ذد": 0.2, "دض": 0.3, "ظض": 0.2,
    "ذز": 0.25, "ظز": 0.25, "ظذ": 0.25, "ثت": 0.2, "ثس": 0.25, "طت": 0.2, "صس": 0.2, "سز": 0.35, "ثذ": 0.5, "حه": 0.35,
    "شس": 0.6, "دت": 0.7, "صز": 0.5,
    "اي": 0.35, "او": 0.35, "وي": 0.5, "اء": 0.05, "يء": 0.1, "وء": 0.1, "اه": 0.1, "وه": 0.3, "عا": 0.35, "عء": 0.3, "هي": 0.5,
}  # fmt: skip
_SWAP = {pair: cost for letters, cost in _SWAPS.items() for pair in (letters, letters[::-1])}
_VOWEL = {"ا": 0.25, "و": 0.25, "ي": 0.25, "ء": 0.15, "ه": 0.4, "ع": 0.6}  # cost of a letter that comes or goes
_DOUBLED = 0.1
_FINAL_VOWEL = 0.5  # a vowel that comes or goes at the end changes more: «عمر», «عمرو»
_FINAL = {"ا": 0.3, "ه": 0.15, "ي": 0.6, "و": 0.5, "ء": 0.1}
_FIRST = 0.35
_CLEAR = 1.0


@lru_cache(maxsize=_CACHE_NAMES)
def skeleton(word: str) -> str:
    """Widest key of a folded word: consonant classes without vowels, doubled ones once. Equal keys propose a variant.

    >>> skeleton("زيلينسكي") == skeleton("زيلنسكي"), skeleton("جونغ") == skeleton("جونج")
    (True, True)
    """
    key = word.replace("تش", "ش").replace("كس", "س").translate(_KEY)
    key = "".join(c for i, c in enumerate(key) if i == 0 or c != key[i - 1])
    return key.removesuffix("ح") or word


def _plain(word: str) -> str:
    """Folded word with hamza on its seat as a letter of its own kind and digraphs as one letter."""
    return weak_fold(word).replace("تش", "چ").replace("كس", "ك\u06a8")


@lru_cache(maxsize=_CACHE_NAMES)
def sound_distance(a: str, b: str) -> float:
    """How differently two folded words are written for one sound: 0 the same, below 1 perhaps a variant, else other words.

    A weighted edit distance (Wagner and Fischer 1974) whose costs are the habits of Arabic newspapers.

    >>> sound_distance("البنتاغون", "البنتاجون") < 0.3 < 1.0 <= sound_distance("بوتين", "بايدن")
    True
    """
    x, y = _plain(a), _plain(b)
    if x == y:
        return 0.0
    row = [0.0]
    for j in range(len(y)):
        row.append(row[j] + _gap(y, j))
    for i in range(len(x)):
        above, row = row, [row[0] + _gap(x, i)]
        for j in range(len(y)):
            swap = above[j] + _swap_cost(x, i, y, j)
            row.append(min(swap, above[j + 1] + _gap(x, i), row[j] + _gap(y, j)))
    return row[-1]


def _swap_cost(x: str, i: int, y: str, j: int) -> float:
    if x[i] == y[j]:
        return 0.0
    return _SWAP.get(x[i] + y[j], _CLEAR)


def _gap(word: str, i: int) -> float:
    """Cost of a letter of `word` that the other spelling lacks."""
    letter = word[i]
    if i and letter == word[i - 1]:
        return _DOUBLED
    cost = _VOWEL.get(letter, _CLEAR)
    if i == len(word) - 1:
        return max(cost, _FINAL.get(letter, _CLEAR)) if letter != "ه" else _FINAL["ه"]
    return max(cost, _FIRST) if i == 0 else cost
