"""The ledger of names as one database keeps it: bundled groups, learned ones, and the operator's corrections."""

from threading import Lock

from siyaq.arabic import NameGroup, NameLedger, default_ledger
from siyaq.errors import NotFoundError
from siyaq.ports import Store

_KEY = "names/ledger"


class Names:
    """Reads and corrects the ledger in a store. Safe to use from many threads; other processes may correct it too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._saved: bytes | None = None
        self._ledger = default_ledger()

    def ledger(self) -> NameLedger:
        """The ledger in force."""
        saved = self._store.state(_KEY)
        with self._lock:
            if saved != self._saved:
                self._ledger = default_ledger().loaded(saved) if saved else default_ledger()
                self._saved = saved
            return self._ledger

    def groups(self) -> tuple[NameGroup, ...]:
        """All groups in force."""
        return self.ledger().groups

    def join(self, a: str, b: str) -> NameGroup:
        """Note that two names are one; `a`'s spelling is preferred. Gives the group they are in."""
        ledger = self._save(self.ledger().with_join(a, b))
        group = ledger.group(a)
        if group is None:
            raise NotFoundError(f"no name in {a!r}")
        return group

    def split(self, a: str, b: str) -> None:
        """Note that `b` does not name what `a` names.

        Raises:
            NotFoundError: they are in no common group.
        """
        ledger = self.ledger()
        if not ledger.same(a, b).same:
            raise NotFoundError(f"{a!r} and {b!r} are not one name")
        self._save(ledger.with_split(a, b))

    def undo(self) -> str:
        """Take back the last correction. Gives what it was, for people.

        Raises:
            NotFoundError: nothing was corrected.
        """
        ledger = self.ledger()
        if not ledger.corrections:
            raise NotFoundError("no correction to undo")
        last = ledger.corrections[-1]
        self._save(ledger.undone())
        return f"{last.kind} {last.a} | {last.b}"

    def learn(self, groups: tuple[NameGroup, ...]) -> NameLedger:
        """Put these learned groups in place of the former ones; corrections stay."""
        return self._save(self.ledger().with_learned(groups))

    def _save(self, ledger: NameLedger) -> NameLedger:
        with self._store.transaction():
            self._store.put_state(_KEY, ledger.to_bytes())
        return self.ledger()
