"""The truth file: made from the content's labels, and consistent."""

from importlib.resources import files

from siyaq.demo import build_truth, load_truth
from siyaq.demo.truth import truth_json


def test_the_bundled_file_is_what_the_content_says() -> None:
    bundled = files("siyaq.demo").joinpath("truth.json").read_text(encoding="utf-8")
    assert bundled == truth_json(build_truth()), "run tools/make_demo_truth.py"
    assert load_truth() == build_truth()


def test_stories_hold_every_article_once() -> None:
    truth = load_truth()
    members = [article for ids in truth.stories.values() for article in ids]
    assert sorted(members) == sorted(truth.articles)
    for copy, original, share in truth.copies:
        assert truth.articles[copy]["story"] == truth.articles[original]["story"]
        assert share >= 0.9


def test_relations_name_articles() -> None:
    truth = load_truth()
    assert {kind for _, kind, _ in truth.relations} >= {"follow-up", "background", "opinion"}
    assert all(source in truth.articles and target in truth.articles for source, _, target in truth.relations)


def test_the_invented_world_is_in_the_news() -> None:
    truth = load_truth()
    text = " ".join(
        " ".join((labels["title"], *(c["speaker"] for c in labels["claims"]), *labels["tags"], *labels["sources_cited"]))
        for labels in truth.articles.values()
    )
    unknown = [name for name, about in truth.names.items() if not any(v in text for v in (name, *about["variants"]))]
    assert len(truth.names) >= 30
    assert unknown == []
