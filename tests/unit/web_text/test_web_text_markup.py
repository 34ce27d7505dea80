"""HTML fragments as plain text."""

import pytest

from siyaq.web_text import elements_of, paragraphs, plain_text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("نص بلا وسوم\n  على سطرين", ["نص بلا وسوم على سطرين"]),
        ("<p>أول<p>ثان</p>ثالث<div>رابع</div>", ["أول", "ثان", "ثالث", "رابع"]),
        ("أول<br>ما زال<br/><br />ثان", ["أول ما زال", "ثان"]),
        ("<p>كلمة<b>ملتصقة</b> و<i>أخرى</i></p>", ["كلمةملتصقة وأخرى"]),
        ("<ul><li>أ</li><li>ب</li></ul>", ["أ", "ب"]),
        ("<table><tr><td>أ</td><td>ب</td></tr></table>", ["أ", "ب"]),
        ("&laquo;نص&raquo;&nbsp;&#1587; &amp;lt; &unknown; 5 < 6 & 7", ["«نص» س &lt; &unknown; 5 < 6 & 7"]),
        ("قبل<script>var a = '<p>لا</p>';</script>بعد", ["قبلبعد"]),
        ("قبل<STYLE>p{}</STYLE><!-- لا <p> --><?php لا ?><![CDATA[لا]]>بعد", ["قبلبعد"]),
        ("<p title='a>b' data-x=\"</p>\">نص</p>", ["نص"]),
        ("<p>نص <button>شارك <b>الآن</b></button> تابع</p>", ["نص تابع"]),
        ("<div><button>شارك</div><p>نص</p>", ["نص"]),
        ("<svg><title>لا</title><svg></svg><text>لا</text></svg>نعم", ["نعم"]),
        ("<figure><img src=x><figcaption>تعليق الصورة</figcaption></figure><p>نص</p>", ["نص"]),
        ("<form><p>نص في نموذج</p><input value='x'><textarea>لا</textarea></form>", ["نص في نموذج"]),
        ("<p>نص</p><scr<script>ipt>alert(1)</script>", ["نص", "ipt>alert(1)"]),
        ("نص <a href='x", ["نص"]),
        ("نص <!-- لا ينتهي", ["نص"]),
        ("<p> &nbsp; </p><p></p>", []),
        ("", []),
    ],
)
def test_paragraphs(html: str, expected: list[str]) -> None:
    assert [text for text, _ in paragraphs(html)] == expected
    assert plain_text(html) == "\n\n".join(expected)


def test_subheads_are_told_from_text() -> None:
    html = "<h2>تمهيد <small>صغير</small></h2><p>نص</p><h3>خاتمة<p>فقرة</p>ذيل"
    assert paragraphs(html) == (("تمهيد صغير", True), ("نص", False), ("خاتمة", True), ("فقرة", False), ("ذيل", False))


def test_depth_costs_nothing() -> None:
    assert paragraphs("<div>" * 300_000 + "عميق") == (("عميق", False),)


def test_elements_with_attributes_as_browsers_read_them() -> None:
    html = (
        '<LINK REL=alternate HREF = "/a?x=1&amp;y=2" href=/b data-x=\'"\' checked><script><link href=no></script><link href="no'
    )
    assert list(elements_of(html, frozenset({"link"}))) == [
        ("link", {"rel": "alternate", "href": "/a?x=1&y=2", "data-x": '"', "checked": ""})
    ]
