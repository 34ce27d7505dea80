"""Small charts as inline SVG. Only attributes and classes, no inline styles: the pages' content policy forbids those."""

from collections.abc import Sequence

from markupsafe import Markup, escape

_SPARK_HEIGHT = 18


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
    # What is joined here are numbers and text that was escaped: nothing of an outlet's reaches the page as markup.
    return Markup(  # noqa: S704
        f'<svg class="{css}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{body}</svg>'
    )


def _heights(values: Sequence[int], height: int) -> list[float]:
    """Bar heights; a bar of one unit shows that the day was counted and had nothing."""
    top = max(values, default=0) or 1
    return [max(1.0, value / top * height) for value in values]


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
