"""Notes on an article: language, tags, names, who said what, cited sources and dates. Pure: text in, values out."""

from siyaq.analyze.excerpt import excerpt
from siyaq.analyze.language import language
from siyaq.analyze.notes import analyze

__all__ = ["analyze", "excerpt", "language"]
