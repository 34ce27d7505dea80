"""Small charts as inline SVG. Only attributes and classes, no inline styles: the pages' content policy forbids those."""

from collections.abc import Sequence

from markupsafe import Markup, escape

_BAR = Markup('<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}"><title>{title}</title></rect>')
_SVG = Markup('<svg class="{css}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{body}</svg>')


def bars(values: Sequence[int], *, label: str, titles: Sequence[str] = (), height: int = 72, step: int = 16) -> Markup:
    """A bar chart that reads in the page's direction (the newest on the left in Arabic pages: CSS mirrors it).

    Args:
        values: heights, oldest first.
        label: what the chart shows, for screen readers.
        titles: one line a bar, shown on pointing at it.
    """
    top = max(values, default=0) or 1
    gap = max(1, step // 5)
    body = Markup("").join(
        _BAR.format(
            x=i * step,
            y=_round(height - _height(value, top, height)),
            w=step - gap,
            h=_round(_height(value, top, height)),
            r=1,
            title=titles[i] if i < len(titles) else str(value),
        )
        for i, value in enumerate(values)
    )
    return _SVG.format(css="chart", width=max(1, len(values) * step - gap), height=height, label=label, body=body)


def spark(values: Sequence[int], *, label: str) -> Markup:
    """A row of small bars that stands in a line of text."""
    top = max(values, default=0) or 1
    body = Markup("").join(
        Markup('<rect x="{x}" y="{y}" width="4" height="{h}"/>').format(
            x=i * 6, y=_round(18 - _height(value, top, 18)), h=_round(_height(value, top, 18))
        )
        for i, value in enumerate(values)
    )
    return _SVG.format(css="spark", width=max(1, len(values) * 6 - 2), height=18, label=escape(label), body=body)


def _height(value: int, top: int, height: int) -> float:
    return max(1.0, value / top * height)  # a bar of one unit shows that the day was counted and had nothing


def _round(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
