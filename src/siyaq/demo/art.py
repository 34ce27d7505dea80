"""Drawings that stand for photographs: simple shapes, different for each number, the same at every call."""

import math
from collections.abc import Callable
from random import Random

WIDTH, HEIGHT = 1200, 675
_PALETTES = (
    ("#0b3954", "#087e8b", "#bfd7ea", "#ff5a5f", "#c81d25"),
    ("#2d3142", "#4f5d75", "#bfc0c0", "#ef8354", "#f4d6cc"),
    ("#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51"),
    ("#1b4332", "#40916c", "#95d5b2", "#d8f3dc", "#ffb703"),
    ("#3d0c4f", "#7b2d8b", "#c77dff", "#e0aaff", "#ffd166"),
    ("#4a2c2a", "#8c5e3c", "#c9a27e", "#f0dfc8", "#3c6e71"),
)
Palette = tuple[str, str, str, str, str]


def _waves(rng: Random, palette: Palette) -> str:
    rows = []
    for index in range(5):
        top = 260 + index * 85
        phase, swing = rng.uniform(0, 6), rng.uniform(14, 46)
        points = " ".join(f"{x},{top + swing * math.sin(phase + x / 130):.0f}" for x in range(0, WIDTH + 40, 40))
        rows.append(f'<polygon fill="{palette[index % 4]}" points="{points} {WIDTH},{HEIGHT} 0,{HEIGHT}"/>')
    return "".join(rows)


def _hills(rng: Random, palette: Palette) -> str:
    sun = f'<circle cx="{rng.randint(200, 1000)}" cy="{rng.randint(120, 240)}" r="{rng.randint(50, 90)}" fill="{palette[4]}"/>'
    rows = []
    for index in range(4):
        x, top = rng.randint(-200, 500), 300 + index * 80
        rows.append(
            f'<path fill="{palette[index]}" d="M{x - 500},{HEIGHT} Q{x + 200},{top - 160} {x + 900},{HEIGHT} Z"/>'
            f'<path fill="{palette[index]}" opacity=".8" d="M{x + 200},{HEIGHT} Q{x + 800},{top - 60} {x + 1500},{HEIGHT} Z"/>'
        )
    return sun + "".join(rows)


def _towers(rng: Random, palette: Palette) -> str:
    rows = []
    x = 0
    while x < WIDTH:
        width, height = rng.randint(60, 130), rng.randint(140, 480)
        rows.append(f'<rect x="{x}" y="{HEIGHT - height}" width="{width}" height="{height}" fill="{rng.choice(palette[:4])}"/>')
        rows.extend(
            f'<rect x="{x + 16}" y="{row}" width="14" height="20" fill="{palette[4]}" opacity=".7"/>'
            for row in range(HEIGHT - height + 24, HEIGHT - 20, 46)
        )
        x += width + rng.randint(4, 26)
    return "".join(rows)


def _rings(rng: Random, palette: Palette) -> str:
    x, y = rng.randint(350, 850), rng.randint(240, 430)
    rings = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{palette[index % 5]}" stroke-width="{rng.randint(6, 34)}"/>'
        for index, r in enumerate(range(60, 620, 78))
    )
    return rings + f'<circle cx="{x}" cy="{y}" r="38" fill="{palette[3]}"/>'


def _pitch(rng: Random, palette: Palette) -> str:
    stripes = "".join(
        f'<rect x="{x}" y="120" width="75" height="555" fill="#2e7d32" opacity="{0.9 if x % 150 else 0.75}"/>'
        for x in range(0, WIDTH, 75)
    )
    x, y = rng.randint(250, 950), rng.randint(260, 560)
    return (
        f'{stripes}<circle cx="600" cy="398" r="120" fill="none" stroke="#fff" stroke-width="6"/>'
        f'<path d="M600,120 V675" stroke="#fff" stroke-width="6"/><circle cx="{x}" cy="{y}" r="34" fill="#fff"/>'
        f'<path d="M{x - 14},{y} l14,-16 l14,16 l-8,16 h-12 z" fill="{palette[0]}"/>'
    )


_SHAPES: tuple[tuple[tuple[str, ...], Callable[[Random, Palette], str]], ...] = (
    (("رياضة", "الدوري المرجاني", "كأس الخليجين", "ألعاب أخرى", "تحليل"), _pitch),
    (("طقس", "بيئة", "محليات", "أخبار مرجانة"), _waves),
    (("اقتصاد", "أسواق", "طاقة", "شركات", "مال وأعمال", "الاقتصاد", "سياسات", "تحليلات"), _towers),
    (("فلك", "علوم", "صحة", "تقنية", "ثقافة وعلوم", "كتب", "رأي", "مقالات", "الآراء"), _rings),
)


def draw(number: int, section: str) -> bytes:
    """An SVG picture for an article, its kind of shapes chosen by the section.

    Args:
        number: the article's number; the same number gives the same picture.
        section: the outlet's name of the section.
    """
    rng = Random(number)  # noqa: S311  shapes of a picture, no secret
    palette = rng.choice(_PALETTES)
    shapes = next((shape for names, shape in _SHAPES if section in names), _hills)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{palette[2]}"/>'
        f'<stop offset="1" stop-color="#fff"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#s)"/>{shapes(rng, palette)}</svg>'
    ).encode()
