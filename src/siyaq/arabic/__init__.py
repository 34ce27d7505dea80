"""The Arabic core: normal forms with offsets, words, lemmas, names, dates and numbers.

Every result here is the same for all legal spellings of a text (other hamza or alef, tatweel, marks, Persian letters, other
digits, presentation forms).
"""

from siyaq.arabic.date import find_dates
from siyaq.arabic.date_line import parse_date
from siyaq.arabic.ledger import Correction, NameLedger, NameVerdict, default_ledger
from siyaq.arabic.lexicon import frequency
from siyaq.arabic.name_learning import LearnedNames, NamedArticle, find_aliases, learn_names, learn_variants
from siyaq.arabic.name_list import NameGroup, same_spelling_key
from siyaq.arabic.normal import Normalized, clean, exact, fold, fold_name, normalize
from siyaq.arabic.number import NumberMention, numbers
from siyaq.arabic.section import section_key, section_names
from siyaq.arabic.stem import lemma, lemmas, terms
from siyaq.arabic.stopword import is_stop
from siyaq.arabic.token import Token, char_ngrams, loose_tokens, sentences, tokens, words

__all__ = [
    "Correction",
    "LearnedNames",
    "NameGroup",
    "NameLedger",
    "NameVerdict",
    "NamedArticle",
    "Normalized",
    "NumberMention",
    "Token",
    "char_ngrams",
    "clean",
    "default_ledger",
    "exact",
    "find_aliases",
    "find_dates",
    "fold",
    "fold_name",
    "frequency",
    "is_stop",
    "learn_names",
    "learn_variants",
    "lemma",
    "lemmas",
    "loose_tokens",
    "normalize",
    "numbers",
    "parse_date",
    "same_spelling_key",
    "section_key",
    "section_names",
    "sentences",
    "terms",
    "tokens",
    "words",
]
