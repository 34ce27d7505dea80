"""Small charts as inline SVG. Only attributes and classes, no inline styles: the pages' content policy forbids those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from siyaq.site.desk import Desk

_SPARK_HEIGHT = 18
_HOURS_MATTER = timedelta(days=2)  # over a longer time the ends of a chart are told by their days
MAX_BARS = 40  # more are thinner than a finger on a phone
_STEPS = tuple(timedelta(hours=h) for h in (1, 3, 6, 12, 24, 24 * 7, 24 * 30, 24 * 90, 24 * 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """A chart with the texts at its ends, how high its highest bar is, and what one bar is (a key of the catalogue)."""

    svg: Markup
    first: str
    last: str
    top: str
    unit: str


def timeline(desk: Desk, times: Sequence[datetime], *, label: str, least: timedelta = _STEPS[0]) -> Scaled:
    """Counts over time, from the first of `times` to the last, in bars of an hour up to a year, as few as fit.

    Args:
        times: at least one.
        least: a bar stands for no less.
    """
    first, last = min(times), max(times)
    step = next((s for s in _STEPS if s >= least and (last - first) // s < MAX_BARS), _STEPS[-1])
    counts = [0] * min(MAX_BARS, (last - first) // step + 1)
    for when in times:
        counts[max(0, len(counts) - 1 - (last - when) // step)] += 1
    starts = [last - (len(counts) - i) * step for i in range(len(counts))]
    hours, exact = step < timedelta(days=1), last - first < _HOURS_MATTER
    titles = [f"{desk.short_day(at)}{' ' + desk.hour(at) if hours else ''}: {n}" for at, n in zip(starts, counts, strict=True)]
    return Scaled(
        svg=bars(counts, label=label, titles=titles),
        first=desk.hour_day(first) if exact else desk.short_day(first),
        last=desk.hour_day(last) if exact else desk.short_day(last),
        top=desk.t("chart.top", n=max(counts)),
        unit=f"chart.step-{step // timedelta(hours=1)}",
    )


def bars(values: Sequence[int], *, label: str, titles: Sequence[str] = (), height: int = 72, step: int = 16) -> Markup:
    """A bar chart that reads in the page's direction (the newest on the left in Arabic pages: CSS mirrors it).

    Args:
        values: heights, oldest first.
        label: what the chart shows, for screen readers.
        titles: one line a bar, shown on pointing at it.
    """
    gap = max(1, step // 5)
    shown = [str(escape(title)) for title in titles] or [str(value) for value in values]
    body = "".join(
        f'<rect x="{i * step}" y="{_number(height - bar)}" width="{step - gap}" height="{_number(bar)}" rx="1">'
        f"<title>{title}</title></rect>"
        for i, (bar, title) in enumerate(zip(_heights(values, height), shown, strict=True))
    )
    return _svg("chart", max(1, len(values) * step - gap), height, label, body)


def spark(values: Sequence[int], *, label: str) -> Markup:
    """A row of small bars that stands in a line of text."""
    body = "".join(
        f'<rect x="{i * 6}" y="{_number(_SPARK_HEIGHT - bar)}" width="4" height="{_number(bar)}"/>'
        for i, bar in enumerate(_heights(values, _SPARK_HEIGHT))
    )
    return _svg("spark", max(1, len(values) * 6 - 2), _SPARK_HEIGHT, label, body)


def _svg(css: str, width: int, height: int, label: str, body: str) -> Markup:
    fit = ' preserveAspectRatio="none"' if css == "chart" else ""  # the ends of its bars stand over the texts of its scale
    # What is joined here are numbers and text that was escaped: nothing of an outlet's reaches the page as markup.
    return Markup(  # noqa: S704
        f'<svg class="{css}" viewBox="0 0 {width} {height}"{fit} role="img" aria-label="{escape(label)}">{body}</svg>'
    )


def _heights(values: Sequence[int], height: int) -> list[float]:
    """Bar heights; a bar of one unit shows that the day was counted and had nothing."""
    top = max(values, default=0) or 1
    return [max(1.0, value / top * height) for value in values]


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
