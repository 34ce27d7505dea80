"""Response headers as values."""

from datetime import UTC, datetime

import pytest

from siyaq.fetch.header import Headers, links_of, location_of, max_age_s, retry_after_s

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def headers(**values: str) -> Headers:
    return Headers([(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items()])


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "max-age=300"}, 300.0),
        ({"Cache_Control": "public, MAX-AGE=\"60\", s-maxage=9"}, 60.0),
        ({"Cache_Control": "s-maxage=9"}, None),
        ({"Cache_Control": "no-cache, max-age=60"}, 0.0),
        ({"Cache_Control": "no-store"}, 0.0),
        ({"Cache_Control": "max-age=60", "Age": "90"}, 0.0),
        ({"Cache_Control": "max-age=99999999999"}, 31_536_000.0),
        ({"Expires": "Wed, 01 May 2024 12:05:00 GMT"}, 300.0),
        ({"Expires": "Wed, 01 May 2024 12:05:00 GMT", "Date": "Wed, 01 May 2024 12:04:00 GMT"}, 60.0),
        ({"Expires": "0"}, 0.0),
        ({"Expires": "Wed, 01 May 2024 12:05:00 GMT", "Cache_Control": "max-age=7"}, 7.0),
    ],
)  # fmt: skip
def test_max_age(values: dict[str, str], seconds: float | None) -> None:
    assert max_age_s(headers(**values), NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        ("1.5", 1.5),
        ("Wed, 01 May 2024 12:01:00 GMT", 60.0),
        ("Wed, 01 May 2024 12:01:00", 60.0),
        ("-5", None),
        ("never", None),
        ("99999999999999", None),
        ("Wed, 31 Feb 2024 99:00:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after_s(headers(Retry_After=value), NOW) == seconds


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("/b", "https://sada.example/b"),
        ("b?utm_source=x", "https://sada.example/d/b?utm_source=x"),
        ("//mirsal.example", "https://mirsal.example/"),
        ("/خبر".encode().decode("latin-1"), "https://sada.example/%D8%AE%D8%A8%D8%B1"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_location(value: str, target: str) -> None:
    assert location_of(headers(Location=value), "https://sada.example/d/a") == target


def test_links() -> None:
    link = '<https://hub.example/>; rel="hub", </f>; rel=self; type="a,b", <x>; title="y", <javascript:1>; rel=hub'
    found = links_of(headers(Link=link), "https://a.example/")
    assert found == (("hub", "https://hub.example/"), ("self", "https://a.example/f"))


def test_a_long_hostile_link_header_is_read_quickly() -> None:
    assert links_of(headers(Link="<" * 50_000 + ";" * 50_000), "https://a.example/") == ()
