"""One spelling for each web address."""

import pytest

from siyaq.web_text import MAX_URL_CHARS, absolute_url, canonical_url, leads_inside

BASE = "https://sada.example/d/page?x=1"
KHABAR = "%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Sada.Example:443/A", "https://sada.example/A"),
        ("http://sada.example:80", "http://sada.example/"),
        ("http://sada.example:8080/", "http://sada.example:8080/"),
        ("https://sada.example./a", "https://sada.example/a"),
        ("https://sada.example/خبر", f"https://sada.example/{KHABAR}"),
        (f"https://sada.example/{KHABAR.lower()}", f"https://sada.example/{KHABAR}"),
        ("https://sada.example/%61%2f%7e", "https://sada.example/a%2F~"),
        ("https://sada.example/100%", "https://sada.example/100%25"),
        ("https://sada.example/a b", "https://sada.example/a%20b"),
        ("https://sada.example/a/./b/../c/..", "https://sada.example/a/"),
        ("https://sada.example/../../a", "https://sada.example/a"),
        ("https://sada.example/a//b/", "https://sada.example/a//b/"),
        ("https://sada.example/a#top", "https://sada.example/a"),
        ("https://sada.example/a?", "https://sada.example/a"),
        ("https://sada.example/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z&b=خ", "https://sada.example/a?id=7&b=%D8%AE"),
        ("https://sada.example/a?id=7&amp;at_campaign=x&amp;p=2", "https://sada.example/a?id=7&p=2"),
        ("https://sada.example/a?at_medium=rss&gclid=1&xtor=2&maca=3", "https://sada.example/a"),
        ("https://sada.example/a?%75tm_source=x", "https://sada.example/a"),
        ("https://sada.example/a?ref=x&cid=y", "https://sada.example/a?ref=x&cid=y"),
        ("https://sada.example/amp/a?print=1", "https://sada.example/amp/a?print=1"),
        ("https://صدى.example/", "https://xn--ugbl5d.example/"),
        ("https://xn--ugbl5d.example/", "https://xn--ugbl5d.example/"),
        ("https://[2001:DB8:0::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1:1/", "http://127.0.0.1:1/"),
        ("http://0251.254.0xa9fe/", "http://169.254.169.254/"),
        ("  https://sada.example/\n a ", "https://sada.example/%20a"),
        ("https:\\\\sada.example\\a?b=c\\d", "https://sada.example/a?b=c%5Cd"),
        ("https://sada.example/\u200fa\u202e", "https://sada.example/a"),
        ("b", "https://sada.example/d/b"),
        ("?y=2", "https://sada.example/d/page?y=2"),
        ("//mirsal.example/a", "https://mirsal.example/a"),
        ("/أ/ب?ج", "https://sada.example/%D8%A3/%D8%A8?%D8%AC"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url, BASE) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "a/b", "javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "ftp://sada.example/", "file:///etc/passwd",
        "mailto:a@sada.example", "https://", "https:///a", "https://user@sada.example/", "https://user:pass@sada.example/", "https://a..b/",
        "https://sada.example:99999/", "https://sada.example:x/", "https://[::1/", "https://a b.example/", "https://<b>/", "https://%31/",
        "https://sada.example/" + "a" * MAX_URL_CHARS, "https://" + "a" * 300 + ".example/", "https://xn--a/",
        "http://256.1.1.1/", "http://1.2.3.4.5/", "http://4294967296/", "http://1.2.09/", "http://a.1/",
    ],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    assert canonical_url(url) is None
    assert absolute_url(url) is None


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://169.254.169.254/latest/meta-data/", True),
        ("http://[::1]:1/", True),
        ("http://[::ffff:10.0.0.1]/", True),
        ("http://localhost:8000/", True),
        ("http://printer.local/", True),
        ("https://8.8.8.8/", False),
        ("https://sada.example/", False),
        ("https://local.example/", False),
    ],
)
def test_addresses_that_lead_inside(url: str, inside: bool) -> None:
    canonical = canonical_url(url)
    assert canonical is not None
    assert leads_inside(canonical) is inside


def test_an_address_of_another_scheme_is_not_taken_for_a_path() -> None:
    for url in ("javascript:alert(1)", "tel:123", "HTTP:", "mailto:x"):
        assert canonical_url(url, BASE) in (None, BASE.partition("?")[0])


def test_absolute_url_keeps_every_parameter() -> None:
    assert absolute_url("/a?utm_source=خ&b&&c=#x", BASE) == "https://sada.example/a?utm_source=%D8%AE&b&&c="
