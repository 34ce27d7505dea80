"""Bringing articles in: what is new (`decide`), when to look again (`schedule`), and the worker that does it."""

from siyaq.ingest.decision import ArticleIntent, IntentKind, content_key, decide, is_same_item, plausible_time
from siyaq.ingest.outlet import known_moves, reconcile
from siyaq.ingest.push import PUSH_PATH, Delivery, PushBook, PushState
from siyaq.ingest.record import article_from_page, article_from_record, draft_of
from siyaq.ingest.report import VisitLimits, VisitReport
from siyaq.ingest.schedule import is_due, schedule_failure, schedule_success
from siyaq.ingest.shelf import VisitPorts
from siyaq.ingest.worker import Worker

__all__ = [
    "PUSH_PATH",
    "ArticleIntent",
    "Delivery",
    "IntentKind",
    "PushBook",
    "PushState",
    "VisitLimits",
    "VisitPorts",
    "VisitReport",
    "Worker",
    "article_from_page",
    "article_from_record",
    "content_key",
    "decide",
    "draft_of",
    "is_due",
    "is_same_item",
    "known_moves",
    "plausible_time",
    "reconcile",
    "schedule_failure",
    "schedule_success",
]
