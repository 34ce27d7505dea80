"""Folded tags and names by which articles are found."""

from typing import Final

from siyaq.arabic import fold_name
from siyaq.types import Analysis

TAG: Final = 0
NAME: Final = 1


def labels(analysis: Analysis) -> set[tuple[int, str]]:
    """(TAG or NAME, folded text) of an article's notes: tags with their other spellings, and entity names."""
    tags = {(TAG, fold_name(spelling)) for tag in analysis.tags for spelling in (tag.tag, *tag.variants)}
    names = {(NAME, fold_name(entity.name)) for entity in analysis.entities}
    return tags | names
