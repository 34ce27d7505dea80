"""Copies: one text at several places. Copies share whole sentences; rewrites of one event share few runs of four words.

Shared text alone does not make a copy: outlets repeat the background of a running affair, teasers of other stories and whole
templates under different news. So a copy also tells what the original tells. Thresholds: chosen on the development half of
`bench/labels/copies_saudi.tsv` and on pairs of different stories in the labelled windows (docs/explanation/linking.md).
"""

from collections.abc import Callable, Mapping

from siyaq import arabic
from siyaq.link.background import dot
from siyaq.link.feature import ArticleFeatures
from siyaq.link.pair import told_again, told_share

COPY_SHARE = 0.5  # least share of an article's text that makes it a copy
_NEAR_SHARE = 0.4  # the same in longer texts where the opening is the original's too: edited sentences count as new
_ONE_TEXT = 0.7  # least cosine of openings; shared tails and teasers stay below, copies of the same length above .72
_NEAR_OPENING = 0.35  # share of neighbouring words of headline and lead from which the opening is the original's
_OPENING, _ONE_MATTER = 0.5, 0.5  # the same, and the least cosine, for texts of different lengths
LEAST_TEXT = _ONE_MATTER - 1e-6  # below this cosine of openings nothing is a copy; a little room for the order of adding floats
_OWN_LEAD, _OWN_HEAD = 0.28, 0.5  # share of both leads, of both headlines, that the other article lacks: each has its own news
# The same for one form that is filled in again (cables, weather, weddings): of both leads, of both headlines, of one headline.
_FORM_LEAD, _FORM_HEADS, _FORM_HEAD = 0.14, 0.15, 0.4
_FORM_TEXT = 0.83  # cosine of openings from which two are one text all the same
_AGAIN_S = 12 * 3600.0  # from so far apart, or in one outlet, a form may have been filled in again
_LEAST_SHINGLES = 8  # sampled runs; below that whole sentences and neighbouring words count
_SHORT_ONE_TEXT = 0.85  # for texts as short as that, least cosine of openings
_CITED_WITHIN_S = 3600.0  # a cited outlet that published up to an hour later is still the origin: clocks of feeds differ


def taken_share(copy: ArticleFeatures, original: ArticleFeatures) -> float:
    """Share 0..1 of the copy's text that stands in the original: long sentences by words, runs of four lemmas, or in texts of a
    few lines neighbouring lemmas."""
    whole = told_again(copy, original) / copy.told if copy.told else 0.0
    if len(copy.shingles) >= _LEAST_SHINGLES:
        return max(whole, len(copy.shingles & original.shingles) / len(copy.shingles))
    if copy.told and original.told and dot(copy.body, original.body) >= _SHORT_ONE_TEXT:
        return max(whole, opening_share(copy, original))
    return whole


def copy_share(copy: ArticleFeatures, original: ArticleFeatures) -> float:
    """The taken share of an article that is a copy of another one; 0 where it is none, whatever text they share."""
    share = taken_share(copy, original)
    if share < _NEAR_SHARE:
        return 0.0
    opening, text = opening_share(copy, original), dot(copy.body, original.body)
    is_short = len(copy.shingles) < _LEAST_SHINGLES
    if share < COPY_SHARE and (is_short or opening < _NEAR_OPENING or text < _ONE_TEXT):
        return 0.0
    one_text = text >= _ONE_TEXT or (opening >= _OPENING and text >= _ONE_MATTER)
    return share if one_text and not _has_own_news(copy, original, opening, text) else 0.0


def opening_share(one: ArticleFeatures, two: ArticleFeatures) -> float:
    """Share 0..1 of the neighbouring lemmas of one article's headline and lead that the other's have."""
    return len(one.pairs & two.pairs) / len(one.pairs) if one.pairs else 0.0


def _has_own_news(one: ArticleFeatures, two: ArticleFeatures, opening: float, text: float) -> bool:
    """Whether each of the two tells at its top what the other article lacks."""
    leads = min(_untold(one.lead, two), _untold(two.lead, one))
    if leads < _FORM_LEAD:
        return False
    heads = sorted((_untold(one.head, two), _untold(two.head, one)))
    again = one.source == two.source or abs(one.when - two.when) >= _AGAIN_S
    if again and text < _FORM_TEXT and heads[0] >= _FORM_HEADS and heads[1] >= _FORM_HEAD:
        return True
    return leads > _OWN_LEAD and (opening < _NEAR_OPENING or heads[0] > _OWN_HEAD)


def _untold(part: Mapping[str, float], other: ArticleFeatures) -> float:
    """Share 0..1 of a unit vector's weight that an article does not tell."""
    return 1 - told_share(part, other.body) ** 2


def is_earlier(one: ArticleFeatures, two: ArticleFeatures, outlet_name: Callable[[str], str] = str) -> bool:
    """Whether `one` is the origin of a text that both have: by citation where the times are near, else by time.

    Args:
        one: an article.
        two: another one.
        outlet_name: an outlet's id -> its name; ids of imported archives often are the names themselves.
    """
    near = abs(one.when - two.when) <= _CITED_WITHIN_S
    if near and one.source != two.source:
        one_cites, two_cites = _cites(one, two, outlet_name), _cites(two, one, outlet_name)
        if one_cites != two_cites:
            return two_cites
    return (one.when, one.id) < (two.when, two.id)


def _cites(article: ArticleFeatures, other: ArticleFeatures, outlet_name: Callable[[str], str]) -> bool:
    """Whether an article names another one's outlet as its source, by id or by (a part of) its name."""
    if not article.cited:
        return False
    own = frozenset(arabic.fold(f"{other.source} {outlet_name(other.source)}").split())
    return any(set(words) <= own or other.source in words for name in article.cited if (words := name.split()))
