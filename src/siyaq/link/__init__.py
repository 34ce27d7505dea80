"""Copies, stories, what to read next and what is similar, each with its reasons. Pure: readers are passed in."""

from siyaq.link.feature import ArticleFeatures, features
from siyaq.link.linker import Archive, Linker, Placement
from siyaq.link.pair import PairModel, default_model, pair_signals
from siyaq.link.similar import Candidate, Ranking, query_terms, rank_similar

__all__ = [
    "Archive",
    "ArticleFeatures",
    "Candidate",
    "Linker",
    "PairModel",
    "Placement",
    "Ranking",
    "default_model",
    "features",
    "pair_signals",
    "query_terms",
    "rank_similar",
]
