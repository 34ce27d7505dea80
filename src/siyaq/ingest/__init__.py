"""Bringing articles in: what is new (`decide`), when to look again (`schedule`), and the worker that does it."""

from siyaq.ingest.decision import ArticleIntent, IntentKind, content_key, decide, is_same_item, plausible_time
from siyaq.ingest.schedule import is_due, schedule_failure, schedule_success

__all__ = [
    "ArticleIntent",
    "IntentKind",
    "content_key",
    "decide",
    "is_due",
    "is_same_item",
    "plausible_time",
    "schedule_failure",
    "schedule_success",
]
