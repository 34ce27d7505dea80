"""A large read-only table from words to short values that opens at once: sorted text, searched where it lies.

The file is zlib over UTF-8 text: a header line `# ...`, then records `word TAB value` in order of their bytes, in blocks.
Nothing is parsed when a table is opened. A look-up finds the word's block by bisection and the word in it by a search for its
bytes: about a microsecond, ten times a dictionary's; but a dictionary of these words takes a second and 150 MB to build.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

_RECORDS = 32  # a block's; fewer make more blocks to open, more make them longer to search: swept 8 to 128
_PAST_VALUES = b"\t\xff"  # sorts after the word's own record and before the next word's: UTF-8 has no byte FF
_UNCODED = "surrogatepass"  # a word of a damaged text is not in the table; asking for it is no error


class WordTable:
    """Words with a value each. Immutable, safe to share between threads.

    >>> table = WordTable(pack({"سلام": "1", "كتاب": ""}, "made for this line"))
    >>> table.value("سلام"), table.value("كتاب"), table.value("كتا"), len(table), table.header
    (b'1', b'', None, 2, 'made for this line')
    """

    def __init__(self, data: bytes) -> None:
        """Open what `pack` made."""
        # A block is b"\nword\tvalue\nword\tvalue": every word in it stands between a line feed and a tab.
        header, *self._blocks = zlib.decompress(data).split(b"\n\n")
        self.header = header.removeprefix(b"# ").decode()

    def value(self, word: str) -> bytes | None:
        """Value of a word as UTF-8, None where the table does not have it."""
        key = b"\n" + word.encode("utf-8", _UNCODED)
        at = bisect_right(self._blocks, key + _PAST_VALUES) - 1
        if at < 0:
            return None
        block = self._blocks[at]
        key += b"\t"
        start = block.find(key)
        if start < 0 or "\t" in word:
            return None
        end = block.find(b"\n", start + 1)
        return block[start + len(key) : end if end > 0 else None]

    def __contains__(self, word: str) -> bool:
        return self.value(word) is not None

    def __len__(self) -> int:
        return sum(block.count(b"\n") for block in self._blocks)

    def __iter__(self) -> Iterator[str]:
        """All words, in order of their code points."""
        for block in self._blocks:
            yield from (record.split("\t")[0] for record in block.decode()[1:].split("\n"))


def _blocks_of(records: list[bytes]) -> Iterable[bytes]:
    return (b"\n" + b"\n".join(records[at : at + _RECORDS]) for at in range(0, len(records), _RECORDS))


def pack(values: Mapping[str, str], header: str) -> bytes:
    """The file of a table.

    Args:
        values: word -> value, both without tabs and line ends.
        header: what the file was made from; one line.

    Raises:
        ValueError: a tab or line end in a word, a value or the header.
    """
    if any("\t" in part or "\n" in part for part in (header, *values, *values.values())):
        raise ValueError("a word table's header, words and values cannot hold tabs or line ends")
    records = sorted(f"{word}\t{value}".encode() for word, value in values.items())
    return zlib.compress(b"\n\n".join([f"# {header}".encode(), *_blocks_of(records)]), 9)
