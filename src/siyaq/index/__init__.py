"""Full-text search over articles, derived from the store's change feed and rebuilt from it at any time."""

from siyaq.index.embedded import EmbeddedIndex, open_index
from siyaq.index.folder import remove_index
from siyaq.index.schema import forms_of
from siyaq.index.snippet import marks_in
from siyaq.index.vectors import VectorShelf

__all__ = ["EmbeddedIndex", "VectorShelf", "forms_of", "marks_in", "open_index", "remove_index"]
