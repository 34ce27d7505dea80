"""Language of a text: the scripts decide first, letters that only one language has decide among those in Arabic script."""

import re

_SAMPLE = 500  # characters; more do not change the verdict on news texts
_LEAST_LETTERS = 3  # below this nothing can be said
_ARABIC_SHARE = 0.5  # of all letters in Arabic script: below, the statistical identifier decides

_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u0660-\u06d3\u06d5-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_URDU = re.compile("[ٹڈڑںےھہۂۃ]")
_KURDISH = re.compile("[ڕڵۆێەڤ]")
_UYGHUR = re.compile("[ۇۈېۋڭۅ]")
_PASHTO = re.compile("[ټډړږښګڼۍ]")
_PERSIAN = re.compile("[پچژگ]")
_PERSIAN_KEYS = re.compile("[کی]")  # also the fault of many Arabic keyboards
_ARABIC_ONLY = re.compile("[ةىكيأإؤئء]|(?<![\u0620-\u06ff])ال")
_FA_WORDS = re.compile(r"\b(?:و|در|به|از|که|این|را|با|است|برای|آن|یک|خود|تا|کرد|بر|هم|نیز|گفت|شد|می|شود)\b")
_AR_WORDS = re.compile(r"\b(?:في|من|على|إلى|أن|إن|التي|الذي|عن|هذا|هذه|قال|بعد|كان|لم|لا|ما|مع|بين|كما)\b")
_FA_WORD_WEIGHT = 3  # a function word says more than one letter
_RARE_LETTER_SHARE = 0.02  # of letters: Urdu, Kurdish, Pashto and Uyghur texts hold 5 to 25% of their own letters


def language(text: str) -> str | None:
    """Language of a text as a BCP 47 code, None where there are no letters to tell it from.

    Arabic, Persian, Urdu, Central Kurdish, Pashto and Uyghur are told apart by their letters and smallest words, because a
    few Persian ک and ی (a common fault of Arabic keyboards) must not make an Arabic text Persian. All else is asked of
    py3langid.

    >>> language("قال الوزير إن الاجتماع بدأ"), language("وزیر گفت که این نشست آغاز شد"), language("The minister said so")
    ('ar', 'fa', 'en')
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < _LEAST_LETTERS:
        return None
    arabic = len(_ARABIC_SCRIPT.findall(sample))
    if arabic >= _ARABIC_SHARE * letters:
        return _arabic_script(sample, arabic)
    from py3langid.langid import classify  # late: loading its model costs more than everything else here

    return str(classify(sample)[0])


def _arabic_script(sample: str, letters: int) -> str:
    least = max(1.0, _RARE_LETTER_SHARE * letters)
    counts = {
        "ckb": len(_KURDISH.findall(sample)),
        "ur": len(_URDU.findall(sample)),
        "ug": len(_UYGHUR.findall(sample)),
        "ps": len(_PASHTO.findall(sample)),
    }
    best = max(counts, key=lambda code: counts[code])
    arabic = len(_ARABIC_ONLY.findall(sample)) + _FA_WORD_WEIGHT * len(_AR_WORDS.findall(sample))
    if counts[best] >= least and counts[best] * _FA_WORD_WEIGHT > arabic:
        return best
    persian = len(_PERSIAN.findall(sample)) + _FA_WORD_WEIGHT * len(_FA_WORDS.findall(sample))
    if not persian and not arabic:
        return "fa" if _PERSIAN_KEYS.search(sample) else "ar"
    return "fa" if persian > arabic else "ar"
