"""Linking real articles again gives the same links."""

from itertools import islice
from pathlib import Path

import pytest
from labelled import read_rows

from siyaq.engine import open as open_engine
from siyaq.ingest import article_from_record


@pytest.mark.shared
@pytest.mark.parametrize("articles", [600, pytest.param(2200, marks=pytest.mark.slow)])
def test_real_articles_get_the_same_links_again(shared: Path, tmp_path: Path, articles: int) -> None:
    with open_engine(f"sqlite:///{tmp_path / 'news.db'}") as engine:
        rows = islice(read_rows(shared, "ant_multisource"), articles)  # some are the same under one address
        engine.add((article_from_record({**row, "id": None}) for row in rows), workers=1, index=False)
        ids = [a.id for a in engine.store.all_articles()]
        before = list(engine.store.all_stories()), engine.store.copies(ids)
        assert len(ids) >= 0.9 * articles and len(before[0]) > 0.45 * articles
        assert before[1] or articles < 2000
        report = engine.relink()
        assert (report.linked, report.moved) == (len(ids), 0)
        assert (list(engine.store.all_stories()), engine.store.copies(ids)) == before
