"""Prints `LETTER_LOG_SHARE` of siyaq.web_text.alphabet: natural logarithms of letter shares in running Arabic.

Run: python tools/letter_shares.py
"""

import math
from collections import Counter

from wordfreq import top_n_list, word_frequency

from siyaq.web_text.alphabet import LETTER_LOG_SHARE

WORDS = 30_000


def main() -> None:
    counts: Counter[str] = Counter()
    for word in top_n_list("ar", WORDS):
        for char in word:
            counts[char] += word_frequency(word, "ar")
    total = sum(counts.values())
    for char in LETTER_LOG_SHARE:
        print(f'"{char}": {math.log(counts[char] / total):.1f},')


if __name__ == "__main__":
    main()
