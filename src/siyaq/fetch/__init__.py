"""Polite, guarded HTTP: the only room that talks to outlets."""

from siyaq.fetch.fetcher import HttpFetcher
from siyaq.fetch.limit import FetchLimits
from siyaq.fetch.websub import (
    FormPoster,
    Mode,
    Subscription,
    Verdict,
    answer_verification,
    is_signed,
    offer_of,
    secret_for,
    subscribe,
)

__all__ = [
    "FetchLimits",
    "FormPoster",
    "HttpFetcher",
    "Mode",
    "Subscription",
    "Verdict",
    "answer_verification",
    "is_signed",
    "offer_of",
    "secret_for",
    "subscribe",
]
