"""How Arabic a run of characters looks: letter frequencies and scripts, for choosing between encodings."""

from typing import Final

# Natural logarithm of each letter's share of running Arabic, rounded. Counted over the 30,000 most frequent words of
# wordfreq 3.1 ("ar"), each weighted by its frequency (tools/letter_shares.py); all other characters count as rare.
LETTER_LOG_SHARE: Final[dict[str, float]] = {
    "ا": -2.0, "ل": -2.1, "ي": -2.5, "م": -2.7, "ن": -2.9, "و": -3.1, "ر": -3.2, "ت": -3.3, "ع": -3.3, "ب": -3.4,
    "د": -3.5, "ة": -3.5, "ف": -3.6, "ه": -3.7, "ك": -3.7, "س": -3.8, "أ": -3.8, "ق": -3.8, "ح": -4.0, "ج": -4.3,
    "ى": -4.5, "ص": -4.7, "ش": -4.7, "ذ": -4.8, "ط": -4.8, "خ": -4.8, "إ": -4.8, "ض": -5.1, "ث": -5.1, "ز": -5.3,
    "غ": -5.6, "ء": -5.6, "ئ": -5.6, "ظ": -6.1, "آ": -6.7, "ؤ": -6.9,
}  # fmt: skip
RARE_LOG_SHARE: Final = -7.5


def is_arabic_letter(char: str) -> bool:
    """True for letters and marks of the Arabic block and its presentation forms."""
    return "\u0620" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc"


def mean_log_share(word: str) -> float:
    """Mean `LETTER_LOG_SHARE` of a word's characters; `RARE_LOG_SHARE` for an empty one."""
    if not word:
        return RARE_LOG_SHARE
    return sum(LETTER_LOG_SHARE.get(char, RARE_LOG_SHARE) for char in word) / len(word)
