"""From bytes to text: marks, declarations true and false, detection."""

import pytest

from siyaq.errors import DecodeError
from siyaq.web_text import charset_of, decode

TEXT = "وصل الوفد إلى العاصمة، وقال الوزير: «لا تأجيل»."


def page(text: str, meta: str = "") -> str:
    return f"<!doctype html><html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (page(TEXT).encode("utf-8"), "utf-8"),
        (page(TEXT).encode("utf-8-sig"), "utf-8"),
        (page(TEXT).encode("utf-16"), "utf-16-le"),
        (page(TEXT).encode("utf-16-le"), "utf-16-le"),
        (page(TEXT).encode("utf-16-be"), "utf-16-be"),
        (page(TEXT).encode("utf-32"), "utf-32-le"),
        (page(TEXT).encode("cp1256"), "cp1256"),
        (page(TEXT.replace("«", '"').replace("»", '"')).encode("iso8859-6"), "iso8859-6"),
        (page("Москва сегодня утром, новости дня").encode("cp1251"), "cp1251"),
        (b"plain ascii", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_undeclared_encodings(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert not decoded.repaired
    assert "\ufeff" not in decoded.text


@pytest.mark.parametrize(
    ("written", "declared", "meta"),
    [
        ("cp1256", "utf-8", ""),
        ("cp1256", "text/html; charset=UTF-8", '<meta charset="utf-8">'),
        ("cp1256", None, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'),
        ("cp1256", None, '<meta charset="iso-8859-1">'),
        ("cp1256", "text/html; charset=windows-1256", ""),
        ("cp1256", "text/html; charset=Windows-1256", '<meta charset="utf-8">'),
        ("cp1256", "text/html", "<meta charset=windows-1256>"),
        ("cp1256", "windows-1252", ""),
        ("utf-8", "windows-1256", ""),
        ("utf-8", None, '<meta charset="windows-1256">'),
        ("utf-8", "iso-8859-6", ""),
        ("utf-8", "utf-16", ""),
        ("cp1256", "unicode_escape", ""),
        ("cp1256", "no-such-charset", ""),
        ("utf-8-sig", "windows-1256", ""),
    ],
)
def test_declarations_are_checked(written: str, declared: str | None, meta: str) -> None:
    assert decode(page(TEXT, meta).encode(written), declared).text == page(TEXT, meta)


def test_a_declaration_far_down_the_head_is_seen() -> None:
    text = page("Über Straßen naïve", "<script>" + "x" * 9_000 + '</script><meta charset="iso-8859-15">')
    assert decode(text.encode("iso8859-15")).text == text


def test_windows_1256_with_numbered_letters_stays_as_written() -> None:
    text = "<p>بوتين &#1740;&#1705; يزور العاصمة</p>"
    assert decode(text.encode("cp1256")).text == text


def test_french_in_windows_1256_keeps_its_accents() -> None:
    text = "<p>été à Beyrouth, garçon</p><p>الصيف في بيروت</p>"
    assert decode(text.encode("cp1256")).text == text


def test_a_character_cut_at_the_end_is_dropped_and_damage_inside_is_marked() -> None:
    data = (TEXT * 5).encode()
    assert decode(data[:-2] if data[-2] > 0x7F else data + b"\xd8").text.startswith(TEXT * 4)
    damaged = decode(data[:100] + b"\xff" + data[100:])
    assert damaged.encoding == "utf-8"
    assert damaged.text.count("\ufffd") == 1


def test_utf8_with_a_part_in_windows_1256_is_all_readable() -> None:
    assert decode((TEXT + "\n").encode("utf-8") * 2 + TEXT.encode("cp1256")).text == f"{TEXT}\n{TEXT}\n{TEXT}"


def test_nul_characters_are_dropped() -> None:
    assert decode(b"ab\x00c" + b"d" * 100).text == "abc" + "d" * 100


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n%\xe2\xe3", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"PK\x03\x04", bytes(range(32)) * 50]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data)


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        (None, None),
        ("text/html", None),
        ('text/html; charset="Windows-1256"', "Windows-1256"),
        ("text/xml;CHARSET=utf-8; x", "utf-8"),
    ],
)
def test_charset_of(value: str | None, charset: str | None) -> None:
    assert charset_of(value) == charset
