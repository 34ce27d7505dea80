"""Polite, guarded HTTP: the only room that talks to outlets."""

from siyaq.fetch.fetcher import HttpFetcher
from siyaq.fetch.guard import forbidden_reason
from siyaq.fetch.limit import FetchLimits

__all__ = ["FetchLimits", "HttpFetcher", "forbidden_reason"]
