"""The one place that wires the rooms together."""

from siyaq.engine.analysing import worker_count
from siyaq.engine.chaining import Chain, Step
from siyaq.engine.collecting import collect_rarely
from siyaq.engine.facade import Engine, open  # noqa: A004
from siyaq.engine.following import drop_damaged_index
from siyaq.engine.paging import newest_first
from siyaq.engine.relinking import RelinkReport
from siyaq.engine.report import AddReport, ArticleContext, Progress

__all__ = [
    "AddReport",
    "ArticleContext",
    "Chain",
    "Engine",
    "Progress",
    "RelinkReport",
    "Step",
    "collect_rarely",
    "drop_damaged_index",
    "newest_first",
    "open",
    "worker_count",
]
