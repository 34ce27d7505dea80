"""Properties of decoding, repair, addresses and mark-up over made-up inputs. `SIYAQ_FUZZ`: see test_feeds_fuzz.py."""

import html as html_module
import os
import time
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from siyaq.errors import DecodeError
from siyaq.web_text import absolute_url, canonical_url, decode, paragraphs, plain_text, repair_mojibake, tame_markup

TESTS = 10
EXAMPLES = max(60, int(os.environ.get("SIYAQ_FUZZ", "0")) // 20 // TESTS)
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

SAMPLE = (
    "وصل الوفد إلى العاصمة مساء أمس بعد رحلة طويلة وقال وزير الخارجية إن المحادثات كانت مفيدة وإن اللجنة ستجتمع في الأسبوع "
    "المقبل على ضفاف النهر حيث يقام المهرجان السنوي للكتاب والفنون الشعبية ويشارك فيه شعراء من ثلاث مدن"
)
WORDS = SAMPLE.split()
sentences = st.lists(st.sampled_from(WORDS), min_size=5, unique=True, max_size=30).map(" ".join)
mixed = st.lists(
    st.sampled_from([*WORDS, "2018", "«", "»،", "CNN", "؟", "-", "\n", "<b>", "</b>", "؛"]), min_size=4, max_size=40
).map(" ".join)
WHOLE = "في البداية"  # every sample holds at least one common word


@FUZZ
@given(mixed)
def test_undeclared_windows_1256_comes_back_unchanged(text: str) -> None:
    text = f"{WHOLE} {text}"
    assert decode(text.encode("cp1256")).text == text


@FUZZ
@given(
    mixed,
    st.sampled_from([None, "utf-8", "iso-8859-1", "windows-1252", "windows-1256", "iso-8859-6", "no-such-charset", "zip"]),
)
def test_a_wrong_declaration_does_no_harm(text: str, declared: str | None) -> None:
    text = f"{WHOLE} {text}"
    assert decode(text.encode("utf-8"), declared).text == text
    assume(declared != "iso-8859-6")  # a claim to be weighed: that one is Arabic too
    assert decode(text.encode("cp1256"), declared).text == text


@FUZZ
@given(mixed, st.sampled_from(["utf-8-sig", "utf-16"]))
def test_byte_order_marks_decide(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "windows-1256").text == text


@FUZZ
@given(sentences, st.sampled_from(["cp1256/latin-1", "utf-8/cp1256", "utf-8/latin-1"]))
def test_mojibake_is_undone(text: str, kind: str) -> None:
    written, read = kind.split("/")
    assert repair_mojibake(text.encode(written).decode(read)) == text


@FUZZ
@given(mixed | st.text(st.characters(codec="cp1252"), max_size=40))
def test_healthy_text_is_not_touched(text: str) -> None:
    assume(not any(sign in text for sign in ("Ø", "Ù")))
    arabic_only = not set(text) & set(map(chr, range(0xC0, 0x100)))
    if arabic_only:
        assert repair_mojibake(text) is text


@FUZZ
@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_any_bytes_are_text_or_a_decode_error(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, declared)
    except DecodeError:
        return
    assert "\x00" not in decoded.text
    decoded.text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


@FUZZ
@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_a_web_address_or_none(text: str, base: str) -> None:
    for url in (
        canonical_url(text),
        canonical_url(text, base),
        canonical_url(text, "https://sada.example/a/b"),
        absolute_url(text),
    ):
        if url is not None:
            assert urlsplit(url).scheme in ("http", "https")
            assert url.isascii()
            assert "@" not in urlsplit(url).netloc
            assert canonical_url(canonical_url(url) or url) == canonical_url(url)


@FUZZ
@given(
    st.text(
        st.characters(exclude_characters="/?#%\\:;@&=+$,!'()*[]", exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]),
        min_size=1,
        max_size=20,
    )
)
def test_raw_and_encoded_paths_are_one_address(segment: str) -> None:
    assume(segment not in (".", ".."))
    raw, encoded = canonical_url(f"https://sada.example/{segment}"), canonical_url(f"https://sada.example/{quote(segment)}")
    assert raw == encoded is not None
    assert unquote(urlsplit(encoded).path) == f"/{segment}"


@FUZZ
@given(st.text(max_size=200))
def test_plain_text_holds_no_white_space_runs_and_no_dead_code(text: str) -> None:
    plain = plain_text(f"<p>قبل</p><script>{text}</script><style>{text}</style><p>بعد</p>")
    assert plain.startswith("قبل")
    for paragraph, _ in paragraphs(text):
        assert paragraph == " ".join(paragraph.split()) != ""


@FUZZ
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_escaped_text_comes_back(text: str) -> None:
    assert plain_text(f"<p>{html_module.escape(text)}</p>") == " ".join(text.split())


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time of some work, the better of two runs: other processes disturb the caches."""
    spent = []
    for _ in range(2):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
        if spent[-1] < 1.0:
            break
    return min(spent)


MB = 1_000_000
HOSTILE = {
    "open divs": "<div>" * (MB // 5),
    "open attributes": '<a b="' * (MB // 6),
    "comments": "<!--" * (MB // 4),
    "breaks": "<br>" * (MB // 4),
    "entities": "&laquo;" * (MB // 7),
    "bold": "<b>" * (MB // 3),
    "formatting to adopt": "<a><b><p>" * (MB // 9),
    "tables": "<table>" * (MB // 7),
    "damaged": "ط§ظ„" * (MB // 4),
    "damaged latin": "ÇáÈ" * (MB // 3),
    "metas": "<meta charset" * (MB // 13),
    "formatting to multiply": "<p>" + "".join(f"<b a={i}>" for i in range(2000)) + "</p>" + "<p>x</p>" * (MB // 9),
    "attributes of one tag": "<a " + "".join(f"a{i}=1 " for i in range(MB // 9)) + ">",
    "scripts": "<script>x</script" * (MB // 17),
    "quotes": "<a =\"'" * (MB // 6),
    "percents": "%" * MB,
    "spaces": " " * MB,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_ends_within_two_seconds(name: str) -> None:
    html = HOSTILE[name]

    def work() -> None:
        for encoding in ("utf-8", "cp1256"):
            decode(html.encode(encoding, "replace"))
        paragraphs(html)
        canonical_url(html)

    assert cpu_seconds(work) < 2.0


BLOW_UPS = {
    "formatting": "<p>" + "".join(f"<b a={i}>" for i in range(5_000)) + "</p>" + "<p>x</p>" * 20_000,
    "attributes": "<a " + " ".join(f"a{i}=1" for i in range(100_000)) + ">",
    "attributes with brackets": "<a " + " ".join(f"a{i}='<>'" for i in range(60_000)) + ">",
    "attributes without values": "<a/" + "/".join(f"a{i}" for i in range(100_000)) + ">",
    "tags cut off": "<a b=" * 100_000,
    "quotes cut off": "<a b='" * 160_000 + '"',
    "formatting cut off": "<b " * 200_000,
    "formatting with brackets": "<p>" + "".join(f"<b a='<{i}>'>" for i in range(5_000)) + "</p>" + "<p>x</p>" * 20_000,
}


@pytest.mark.parametrize("name", BLOW_UPS)
def test_tamed_markup_is_parsed_quickly(name: str) -> None:
    assert cpu_seconds(lambda: LexborHTMLParser(tame_markup(BLOW_UPS[name]))) < 2.0


def test_ordinary_markup_is_left_alone() -> None:
    page = "<div class=a><p>نص <b class='x'>قوي</b> <font color=red>أحمر</font></p></div>" * 2_000
    assert tame_markup(page) is page
