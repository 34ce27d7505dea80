"""What HTTP asks of answers that programs read: HEAD, validators, compression, and what may be done."""

import gzip
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from litestar.testing import TestClient

from siyaq.api.meter import SLOT_BYTES, Meter

Client = TestClient[Any]
ADDRESSES = (
    "/api", "/api/openapi.json", "/api/v1/front", "/api/v1/articles", "/opml", "/sitemap.xml", "/sitemap-news.xml",
    "/robots.txt", "/opensearch.xml", "/healthz",
)  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_head_tells_what_get_would(client: Client, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (whole.status_code, head.status_code) == (200, 200)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_the_client_has_is_not_sent_again(client: Client, path: str) -> None:
    tag = client.get(path).headers["etag"]
    for asked in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(path, headers={"if-none-match": asked})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), asked
        assert "content-length" not in again.headers
    for asked in ("", '"other"', tag[:-2]):
        assert client.get(path, headers={"if-none-match": asked}).status_code == 200, asked


def sent(client: Client, path: str, accepted: str) -> tuple[str | None, bytes]:
    """Content coding and bytes as they travel."""
    with client.stream("GET", path, headers={"accept-encoding": accepted}) as answer:
        return answer.headers.get("content-encoding"), b"".join(answer.iter_raw())


def test_answers_are_compressed_as_the_client_can_read_them(client: Client) -> None:
    plain = client.get("/api/v1/articles", headers={"accept-encoding": "identity"})
    assert "Accept-Encoding" in plain.headers["vary"]
    coding, data = sent(client, "/api/v1/articles", "gzip, deflate, br")
    assert coding == "br"
    assert brotli.decompress(data) == plain.content
    coding, data = sent(client, "/api/v1/articles", "gzip, br;q=0")
    assert coding == "gzip"
    assert gzip.decompress(data) == plain.content
    assert sent(client, "/api/v1/articles", "br;q=0, gzip;q=0.0") == (None, plain.content)
    assert sent(client, "/healthz", "gzip, br")[0] is None  # too small to gain anything


def test_problems_are_neither_kept_nor_tagged(client: Client) -> None:
    answer = client.get("/api/v1/articles/none")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/api/v1/front", "/opml"])
def test_what_may_not_be_done_names_what_may(client: Client, path: str) -> None:
    answer = client.delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", [*ADDRESSES, "/", "/index.rss", "/static/site.css", "/metrics"])
def test_a_media_type_names_one_charset(client: Client, path: str) -> None:
    assert client.get(path).headers["content-type"].count("charset") <= 1


def test_processes_count_together(tmp_path: Any) -> None:
    path = tmp_path / "meter"
    path.write_bytes(bytes(2 * SLOT_BYTES))
    first, second = Meter(), Meter()
    first.share(str(path), 0)
    second.share(str(path), 1)
    first.count("home", 200, 0.004)
    second.count("home", 200, 0.2)
    second.count("article", 404, 0.2)
    assert first.lines() == second.lines()
    told = first.lines()
    assert 'siyaq_http_requests_total{page="home",status="200"} 2' in told
    assert 'siyaq_http_requests_total{page="article",status="404"} 1' in told
    assert 'siyaq_http_request_seconds_bucket{le="0.005"} 1' in told
    assert "siyaq_http_request_seconds_count 3" in told
