"""Notes made in processes of their own: in order, the same as made here, and no process waits idly. All texts are invented."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from siyaq.engine import pool
from siyaq.engine.analysing import Notes, batches, in_process
from siyaq.engine.pool import Pool
from siyaq.types import Article

START = datetime(2031, 5, 4, 12, tzinfo=UTC)


def article(number: int) -> Article:
    text = f"قال وزير الري في جمهورية سرندال سالم المرجاني إن سد النورس رقم {number} امتلأ بعد أمطار غزيرة.\n\n" * 3
    when = START + timedelta(minutes=number)
    return Article(id=f"a{number}", source="nawras", title=f"سد النورس {number} يمتلئ", text=text, published=when)


@pytest.mark.timeout(120)
def test_the_caller_makes_notes_too_where_it_would_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article(number) for number in range(60)]
    expected = list(in_process(None, with_forms=True)(batches(articles, 4)))
    here: list[str] = []
    analyse = pool.analyse_article

    def counted(made: Article, ledger: None, with_forms: bool) -> Notes:
        here.append(made.id)
        return analyse(made, ledger, with_forms)

    monkeypatch.setattr(pool, "analyse_article", counted)
    with closing(Pool(1)) as processes:
        found = list(processes.analysing(None, with_forms=True)(batches(articles, 4)))
    assert found == expected
    assert 0 < len(here) < len(articles)
