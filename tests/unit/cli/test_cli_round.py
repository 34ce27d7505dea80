"""What is said of fetching without an end."""

import pytest

from siyaq.cli.round import Rounds
from siyaq.ingest import VisitReport


def visit(status: str, new: int = 0) -> VisitReport:
    error = None if status == "ok" else "no connection"
    return VisitReport(outlet="x", feed="https://x.example/feed", status=status, new=new, error=error)  # type: ignore[arg-type]


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.removeprefix("siyaq: ") for line in capsys.readouterr().err.splitlines()]


def test_the_first_round_is_summed_up_once(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds(lambda: 3)
    for status in ("ok", "failed", "ok"):
        rounds.note(visit(status, 700))
    assert told(capsys) == ["2 of 3 feeds read, 1,400 new articles"]
    rounds.note(visit("ok"))
    assert told(capsys) == []


@pytest.mark.parametrize(("feeds", "failures"), [(2, 2), (129, 10)])
def test_being_cut_off_is_told_once_and_so_is_its_end(capsys: pytest.CaptureFixture[str], feeds: int, failures: int) -> None:
    rounds = Rounds(lambda: feeds)
    for _ in range(failures - 1):
        rounds.note(visit("failed"))
    assert told(capsys) == []
    for _ in range(3):
        rounds.note(visit("failed"))
    (line,) = told(capsys)
    assert "is this machine online?" in line and "no connection" in line
    rounds.note(visit("ok"))
    rounds.note(visit("ok"))
    assert told(capsys) == ["outlets can be reached again"]
