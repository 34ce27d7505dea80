"""Copies: one text at several places. Copies share whole sentences; rewrites of one event share few runs of four words."""

from siyaq.link.feature import ArticleFeatures

COPY_SHARE = 0.5  # least share of an article's sentences that makes it a copy
_LEAST_SHINGLES = 8  # sampled runs; below that only whole sentences count
_CITED_WITHIN_S = 3600.0  # a cited outlet that published up to an hour later is still the origin: clocks of feeds differ


def taken_share(copy: ArticleFeatures, original: ArticleFeatures) -> float:
    """Share 0..1 of the copy's text (its long sentences by words, or its runs of four lemmas) that stands in the original."""
    marks = {mark for mark, _ in original.sentences}
    total = sum(words for _, words in copy.sentences)
    whole = sum(words for mark, words in copy.sentences if mark in marks) / total if total else 0.0
    runs = 0.0
    if len(copy.shingles) >= _LEAST_SHINGLES:
        runs = len(copy.shingles & original.shingles) / len(copy.shingles)
    return max(whole, runs)


def is_earlier(one: ArticleFeatures, two: ArticleFeatures) -> bool:
    """Whether `one` is the origin of a text that both have: by citation where the times are near, else by time."""
    near = abs(one.when - two.when) <= _CITED_WITHIN_S
    if near and one.source != two.source:
        one_cites, two_cites = _cites(one, two), _cites(two, one)
        if one_cites != two_cites:
            return two_cites
    return (one.when, one.id) < (two.when, two.id)


def _cites(article: ArticleFeatures, other: ArticleFeatures) -> bool:
    return any(other.source and (name == other.source or other.source in name.split()) for name in article.cited)
