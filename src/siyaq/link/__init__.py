"""Copies, stories, what to read next and what is similar, each with its reasons. Pure: readers are passed in."""

from siyaq.link.archive import Archive, Placed
from siyaq.link.background import lemma_weight
from siyaq.link.evidence import explain_pair
from siyaq.link.feature import ArticleFeatures, features, features_from_reading, vectors_of
from siyaq.link.linker import Linker, Placement
from siyaq.link.manner import Manner, manner_of
from siyaq.link.pair import PairModel, default_model, pair_signals
from siyaq.link.reading import Reading, opening_lemmas, read_article, reading_from_bytes, reading_to_bytes, told_sentences
from siyaq.link.relation import Relation, RelationKind, RelationModel, Telling, default_relations, relation
from siyaq.link.similar import Candidate, Ranking, nearness, query_terms, rank_similar

__all__ = [
    "Archive",
    "ArticleFeatures",
    "Candidate",
    "Linker",
    "Manner",
    "PairModel",
    "Placed",
    "Placement",
    "Ranking",
    "Reading",
    "Relation",
    "RelationKind",
    "RelationModel",
    "Telling",
    "default_model",
    "default_relations",
    "explain_pair",
    "features",
    "features_from_reading",
    "lemma_weight",
    "manner_of",
    "nearness",
    "opening_lemmas",
    "pair_signals",
    "query_terms",
    "rank_similar",
    "read_article",
    "reading_from_bytes",
    "reading_to_bytes",
    "relation",
    "told_sentences",
    "vectors_of",
]
