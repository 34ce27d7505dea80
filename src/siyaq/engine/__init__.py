"""The one place that wires the rooms together."""

from siyaq.engine.analysing import worker_count
from siyaq.engine.facade import Engine, open  # noqa: A004
from siyaq.engine.report import AddReport, ArticleContext, Progress

__all__ = ["AddReport", "ArticleContext", "Engine", "Progress", "open", "worker_count"]
