"""Links of home pages."""

from siyaq.extract import listing_links

HOME = """<html><head><base href="https://news.example/ar/"></head><body>
<nav><a href="/s/1">سياسة</a><a href="/s/2">شؤون عربية ودولية</a></nav>
<h2><a href="/a/1-bridge?utm_source=home">افتتاح الجسر الجديد في مدينة النخيل</a></h2>
<a href="/a/1-bridge">جسر النخيل</a>
<div><a href="a/2"><img><h3>القطار الساحلي ينطلق صباح الغد</h3><p>%s</p></a></div>
<a href="https://other.example/a/9">خبر من موقع آخر لا يخصنا هنا</a>
<a href="/tag/x">كل ما كتب عن هذا الوسم عندنا</a>
<a href="#top">عودة إلى أعلى هذه الصفحة</a>
<a href="javascript:void(0)">افتح هذا الشيء من فضلك</a>
<a href="/2021/05/04/short">خبر قصير</a>
</body></html>""" % ("كلمة " * 50)


def test_headlines_in_page_order_with_canonical_addresses() -> None:
    assert listing_links(HOME.encode(), "https://news.example/") == (
        ("https://news.example/a/1-bridge", "افتتاح الجسر الجديد في مدينة النخيل"),
        ("https://news.example/ar/a/2", "القطار الساحلي ينطلق صباح الغد"),
        ("https://news.example/2021/05/04/short", "خبر قصير"),
    )


def test_page_without_articles() -> None:
    assert listing_links(b"<html><body><p>text</p></body></html>", "https://news.example/") == ()
