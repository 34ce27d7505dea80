"""The one place that wires the rooms together."""

from siyaq.engine.analysing import worker_count
from siyaq.engine.facade import Engine, drop_damaged_index, open  # noqa: A004
from siyaq.engine.report import AddReport, ArticleContext, Progress

__all__ = ["AddReport", "ArticleContext", "Engine", "Progress", "drop_damaged_index", "open", "worker_count"]
