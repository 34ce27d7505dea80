"""Functions of one word or name that remember what they answered."""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

MOST_REMEMBERED = 1 << 18  # a year of one outlet has about 250,000 different words
LONGEST_REMEMBERED = 64  # characters; longer ones are no words, come once, and would fill the memory


class Memo(dict[str, Answer], Generic[Answer]):
    """A function of a string with its answers, a decorator.

    Twice as fast as `functools.lru_cache`, three times for many at once (`of_all`): reading a page asks a dozen questions
    of every word, and keeping the order of use touches more memory than the answers do. A full memo is emptied.

    >>> @Memo
    ... def length(word: str) -> int:
    ...     return len(word)
    >>> length("سلام"), length.of_all(["من", "سلام"])
    (4, [2, 4])
    """

    def __init__(self, function: Callable[[str], Answer]) -> None:
        """Remember the answers of a pure function."""
        super().__init__()
        self._function = function
        update_wrapper(self, function)

    def __missing__(self, word: str) -> Answer:
        answer = self._function(word)
        if len(word) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[word] = answer
        return answer

    def of_all(self, words: Iterable[str]) -> list[Answer]:
        """Answers for words, in order."""
        return list(map(self.__getitem__, words))

    __call__ = dict.__getitem__
