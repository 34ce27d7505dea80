"""Words of reporting: verbs in their forms, participles, and nouns, from the table `data/cues.tsv`."""

from dataclasses import dataclass
from functools import cache

from siyaq.analyze.lexicon import rows
from siyaq.arabic import fold
from siyaq.arabic.memo import Memo


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a reporting word.

    Attributes:
        form: past, present, participle or noun.
        needs: what follows: "say" a clause (إن, أن, a colon or a quotation), "do" a clause or a noun, or the preposition.
        feminine, plural: agreement of the form.
        goes_on: continues the last speaker (وأضاف, وتابع).
    """

    form: str
    needs: str
    feminine: bool = False
    plural: bool = False
    goes_on: bool = False


def _present(past: str, present: str) -> list[tuple[str, bool, bool]]:
    stem = present[1:]
    base = stem[:-1] if stem[-1] in "يى" else stem
    return [
        (present, False, False),
        ("ت" + stem, True, False),
        ("ي" + base + "ون", False, True),
        ("ي" + stem.rstrip("ى") + ("ي" if stem.endswith("ى") else "") + "ان", False, True),
        ("ت" + base + "ان", True, True),
    ]


def _past(past: str) -> list[tuple[str, bool, bool]]:
    stem = past[:-1] if past[-1] in "ىا" else past
    return [
        (past, False, False),
        (stem + "ت", True, False),
        (stem + "وا", False, True),
        (stem + "تا", True, True),
        (stem + "ا", False, True),
    ]


def _participle(word: str) -> list[tuple[str, bool, bool]]:
    bare = word.rstrip("ا") if not word.endswith("يا") else word[:-1]
    stem = bare[:-1] if bare.endswith("ي") else bare
    return [
        (word, False, False),
        (bare + "ة", True, False),
        (stem + "ين", False, True),
        (stem + "ون", False, True),
    ]


def _noun(word: str) -> list[tuple[str, bool, bool]]:
    return [(word + "ه", False, False), (word + "ها", True, False), (word + "هم", False, True), (word + "هما", False, True)]


@cache
def cues() -> dict[str, Cue]:
    """Folded form -> reporting word, without glued letters."""
    found: dict[str, Cue] = {}
    for needs, goes_on, past, present, participle, noun in rows("cues.tsv"):
        forms = [("past", _past(past))] if past != "-" else []
        forms += [("present", _present(past, present))] if present != "-" else []
        forms += [("participle", _participle(participle))] if participle != "-" else []
        forms += [("noun", _noun(noun))] if noun != "-" else []
        for form, words in forms:
            for word, feminine, plural in words:
                if word == "ردا":  # on the way to an answer, not two who answer
                    continue
                found.setdefault(fold(word), Cue(form, needs, feminine, plural, goes_on == "+"))
    return found


@Memo
def cue_of(norm: str) -> tuple[Cue, int] | None:
    """The reporting word in a word, with the letters و or ف glued before it: (cue, letters).

    >>> cue_of("واضاف")
    (Cue(form='past', needs='say', feminine=False, plural=False, goes_on=True), 1)
    """
    table = cues()
    if norm in table:
        return table[norm], 0
    if norm[:1] in "وف" and norm[1:] in table and table[norm[1:]].form in ("past", "present", "participle"):
        return table[norm[1:]], 1
    return None


@Memo
def is_reporting(norm: str) -> bool:
    """Whether a word is a verb of reporting in the past or present."""
    found = cue_of(norm)
    return found is not None and found[0].form in ("past", "present")
