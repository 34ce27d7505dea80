"""The API over the invented newsroom: every answer, paging, validators, problems, and the operational addresses."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from lxml import etree

from siyaq.api.cursor import Cursor, next_cursor, read_cursor, write_cursor
from siyaq.api.meter import kind_of
from siyaq.engine import Engine
from siyaq.errors import StoreError, UsageError
from siyaq.types import Article

Client = TestClient[Any]
V1 = "/api/v1"


def get(client: Client, path: str, **params: Any) -> Any:
    answer = client.get(V1 + path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_articles_page_by_page_give_each_article_once(client: Client, newsroom: Engine) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = get(client, "/articles", limit=4, **({"cursor": cursor} if cursor else {}))
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == newsroom.store.count()
    times = [newsroom.resolve(i).when for i in seen]
    assert times == sorted(times, key=str, reverse=True)


def test_a_cursor_holds_while_articles_of_the_same_moment_are_many() -> None:
    when = datetime.fromisoformat("2024-01-01T00:00:00+00:00")
    same = [Article(id=str(i), published=when) for i in range(3)]
    first = read_cursor(next_cursor(same, Cursor(), more=True))
    assert first.skip == 3
    assert first.bound is not None
    assert first.bound > when
    assert read_cursor(next_cursor(same, first, more=True)).skip == 6
    assert next_cursor(same, first, more=False) is None


@pytest.mark.parametrize("text", ["%%%", "abc", "s-1", "é", "s١", "t5", write_cursor(Cursor(until=10**30))])
def test_a_cursor_that_is_not_ours(client: Client, text: str) -> None:
    with pytest.raises(UsageError):
        read_cursor(text)
    answer = client.get(f"{V1}/articles", params={"cursor": text})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_articles_by_outlet_section_tag_name_and_time(client: Client) -> None:
    def ids(**params: Any) -> set[str]:
        return {item["id"] for item in get(client, "/articles", limit=100, **params)["items"]}

    assert ids(source="ufuq") == {"n-dam-copy", "u-link"}
    assert ids(section="sport") == {"m-cup", "n-cup"}
    assert ids(tag="كاس السرو") == {"m-cup", "n-cup"}
    assert {"m-dam", "s-dam", "s-farm"} <= ids(name="ليلى العطار")
    assert ids(until="2024-03-01T00:00:00Z") == {"m-flood"}
    assert ids(since="2024-03-10T11:00:00") == {"n-dam", "n-dam-copy"}


def test_one_article_by_either_id_with_its_notes(client: Client, newsroom: Engine) -> None:
    article = get(client, "/articles/m-dam")
    assert article == get(client, "/articles/" + newsroom.resolve("m-dam").id)
    assert article["rights"] == "full"
    assert "310 ملايين" in article["text"]
    assert any(claim["speaker"] == "ليلى العطار" for claim in article["analysis"]["claims"])
    assert article["story"]


def test_rights_hold_in_the_api(client: Client) -> None:
    assert len(get(client, "/articles/s-dam")["text"]) <= 420
    assert get(client, "/articles/u-link")["text"] == ""
    for path in ("/articles/u-link", "/articles?source=ufuq", "/articles/u-link/versions", "/statements", "/search?q=البرلمان"):
        assert "سري لا يجوز" not in client.get(V1 + path).text


def test_links_carry_their_evidence(client: Client) -> None:
    similar = get(client, "/articles/m-dam/similar", k=5)
    assert 0 < len(similar) <= 5
    assert all(link["why"] and link["title"] and link["published"] for link in similar)
    also = client.get(f"{V1}/articles/m-dam/read-also")
    assert also.status_code in (200, 204)
    if also.status_code == 200:
        assert also.json()["id"] not in {link["id"] for link in similar}


def test_copies_name_the_original_first(client: Client) -> None:
    copies = get(client, "/articles/n-dam-copy/copies")
    assert [c["id"] for c in copies] == ["m-dam", "n-dam-copy"]
    assert [c["original"] for c in copies] == [True, False]
    assert get(client, "/articles/m-train/copies") == []


def test_stories_front_and_one_story(client: Client) -> None:
    front = get(client, "/front")
    assert front["today"] is True
    assert len(front["stories"][0]["outlets"]) == 3
    stories = get(client, "/stories", min_outlets=2, limit=1)
    assert len(stories["items"]) == 1
    rest = get(client, "/stories", min_outlets=2, limit=1, cursor=stories["next"])
    assert rest["items"][0]["story"] != stories["items"][0]["story"]
    story = get(client, f"/stories/{stories['items'][0]['story']}")
    assert [a["id"] for a in story["articles"]] == story["story"]["articles"]
    assert "m-dam" in story["story"]["articles"]


def test_a_story_outlet_by_outlet(client: Client, newsroom: Engine) -> None:
    found = newsroom.stories(min_outlets=3)[0]
    story = get(client, f"/stories/{found.id}")
    assert {c["source"] for c in story["coverage"]} == set(found.outlets)
    coast = next(c for c in story["coverage"] if c["source"] == "nabd")
    assert "فؤاد النجار" in coast["names"]
    assert coast["sentence"]
    assert "ليلى العطار" in story["shared"]
    assert story["statements"][0]["article"] in story["story"]["articles"]
    assert sum(len(c["copies"]) for c in story["coverage"]) == len(found.copies)
    times = [a["when"] for a in story["after"]]
    assert all(t >= story["story"]["first"] for t in times)


def test_an_article_tells_its_way(client: Client) -> None:
    copy = get(client, "/articles/n-dam-copy")["provenance"]
    assert copy["original"] == "m-dam"
    assert 0.5 < copy["share"] <= 1
    assert get(client, "/articles/m-dam")["provenance"]["copies"] == ["n-dam-copy"]


def test_search(client: Client) -> None:
    found = get(client, "/search", q="سد الرمان", facets=True)
    assert found["total"] >= 5
    item = next(i for i in found["items"] if i["highlights"])
    assert all(item["snippet"][a:b].strip() for a, b in item["highlights"])
    assert found["facets"]["source"]
    assert get(client, "/search", q="سد الرمان", collapse=True)["total"] < found["total"]
    assert {i["source"] for i in get(client, "/search", q="سد", source="nabd")["items"]} == {"nabd"}


def test_words_trends_statements_and_outlets(client: Client) -> None:
    name = get(client, "/names/" + quote("ليلى العطار"))
    assert name["surveyed"] == len(name["articles"]) >= 4
    assert sum(name["days"]) == name["surveyed"]
    assert name["statements"][0]["speaker"] == "ليلى العطار"
    assert get(client, "/tags/" + quote("كأس السرو"))["surveyed"] == 2
    assert {t["name"] for t in get(client, "/trends")}
    said = get(client, "/statements", speaker="ليلى العطار")["items"]
    assert said
    assert all("ليلى" in s["speaker"] for s in said)
    assert {s["id"] for s in get(client, "/sources")} == {"manara", "sada", "nabd", "ufuq"}
    ufuq = get(client, "/sources/ufuq")
    assert ufuq["copies"] == 1
    assert ufuq["copied_from"] == [{"value": "manara", "count": 1}]
    assert {f["status"] for f in get(client, "/feeds")} == {"active", "failing"}
    verdict = get(client, "/same-name", a="زيلينسكي", b="زيلنسكي")
    assert verdict["same"] is True
    assert verdict["why"]


def test_the_change_feed_goes_on_where_it_was_left(client: Client) -> None:
    first = get(client, "/changes", limit=3)
    rest = get(client, "/changes", after=first[-1]["seq"], limit=1000)
    assert rest[0]["seq"] > first[-1]["seq"]


def test_answers_have_validators(client: Client) -> None:
    first = client.get(f"{V1}/stories")
    again = client.get(f"{V1}/stories", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/articles/none", 404, "not-found"),
        ("/articles/none/similar", 404, "not-found"),
        ("/stories/none", 404, "not-found"),
        ("/tags/none", 404, "not-found"),
        ("/sources/none", 404, "not-found"),
        ("/nothing", 404, "not-found"),
        ("/articles?limit=0", 400, "usage"),
        ("/articles?since=yesterday", 400, "usage"),
        ("/search", 400, "usage"),
        ("/search?q=", 400, "usage"),
    ],
)
def test_errors_are_problem_objects(client: Client, path: str, status: int, code: str) -> None:
    answer = client.get(V1 + path)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"]
    assert problem["instance"] == (V1 + path).partition("?")[0]


def test_a_failing_store_is_a_problem_and_makes_health_fail(
    client: Client, newsroom: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise StoreError("the database cannot be read")

    monkeypatch.setattr(newsroom.store, "last_seq", fail)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["code"] == "store"


def test_openapi_describes_every_operation(client: Client) -> None:
    document = client.get("/api").json()
    assert document["openapi"].startswith("3.1")
    assert f"{V1}/articles/{{article_id}}" in document["paths"]
    assert document == client.get("/api/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation.get("description") or operation.get("summary"), path
    page = client.get("/api", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert f"{V1}/search" in page.text


def test_every_path_is_documented(client: Client) -> None:
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "reference" / "api.md").read_text("utf-8")
    for path in client.get("/api").json()["paths"]:
        stem = path.removeprefix(V1).strip("/").split("/")[0]
        assert f"/{stem}" in text, path


def test_operational_addresses(client: Client) -> None:
    health = client.get("/healthz").json()
    assert health["status"] == "ok"
    assert health["index_behind"] == 0
    opml = etree.fromstring(client.get("/opml").content)
    assert {o.get("xmlUrl") for o in opml.iter("outline")} >= {"https://manara.example/rss"}
    assert "Sitemap: http" in client.get("/robots.txt").text
    assert "{searchTerms}" in client.get("/opensearch.xml").text


def test_metrics_count_what_was_asked(client: Client) -> None:
    client.get("/article/m-dam")
    text = client.get("/metrics").text
    values = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in text.splitlines() if not line.startswith("#")}
    assert values["siyaq_articles"] == "13"
    assert values['siyaq_feeds{status="failing"}'] == "1"
    assert int(values['siyaq_http_requests_total{page="article",status="200"}']) >= 1
    assert values['siyaq_http_request_seconds_bucket{le="+Inf"}'] == values["siyaq_http_request_seconds_count"]
    assert len([line for line in text.splitlines() if line.startswith("# TYPE siyaq_feeds ")]) == 1


def test_strange_addresses_make_no_new_series() -> None:
    assert {kind_of(f"/{i}/x") for i in range(50)} == {"other"}
    assert kind_of("/.git/config") == "other"
    assert {kind_of(path) for path in ("/", "/index.rss", "/.atom")} == {"home"}


def test_site_maps_hold_only_what_may_be_indexed(client: Client, newsroom: Engine) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = [u.text for u in etree.fromstring(client.get("/sitemap.xml").content).iter(f"{space}loc")]
    own = {given: newsroom.resolve(given).id for given in ("m-dam", "s-dam", "u-link")}
    assert any(u.endswith(f"/article/{own['m-dam']}") for u in urls)
    assert not any(u.endswith((f"/article/{own['s-dam']}", f"/article/{own['u-link']}")) for u in urls)
    assert any("/story/" in u for u in urls)
    news = etree.fromstring(client.get("/sitemap-news.xml").content)
    titles = [t.text for t in news.iter("{http://www.google.com/schemas/sitemap-news/0.9}title")]
    assert any("افتتاح سد" in t for t in titles)
    assert not any("فيضان" in t for t in titles)
