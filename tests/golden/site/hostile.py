"""An engine whose outlets and articles try to break out of the page: markup, scripts, addresses that run, turned text."""

from datetime import UTC, datetime, timedelta

from siyaq.engine import Engine
from siyaq.ids import article_id
from siyaq.settings import Settings
from siyaq.types import Article, Feed, FeedStatus, Rights, Source

NOW = datetime(2024, 3, 10, 14, 0, tzinfo=UTC)
SCRIPT = "<script>window.pwned=1</script>"
ATTRIBUTE = '"><img src=x onerror=window.pwned=2>'
QUOTE = "' onmouseover='window.pwned=3"
STYLE = "<style>body{display:none}</style>"
TEMPLATE = "{{7*7}}{% raw %}${7*7}"
TURNED = "\u202eنص مقلوب\u202d \u2066معزول"
COMMENT = "--><svg onload=window.pwned=4>]]>"
CONTROL = "سطر\x00أول\x08 \x1b[31m\ufffe"
LONG = "ا" * 400
PAYLOADS = (SCRIPT, ATTRIBUTE, QUOTE, STYLE, TEMPLATE, TURNED, COMMENT, CONTROL, LONG)
ADDRESSES = (
    "javascript:window.pwned=5//example",
    "data:text/html,<script>window.pwned=6</script>",
    'https://evil.example/"onclick="window.pwned=7',
    "https://evil.example/<script>window.pwned=8</script>",
    "vbscript:msgbox(1)",
)
SENTENCE = (
    "قالت ليلى العطار إن «{0}» أمر خطير في مدينة الصنوبر، وأكد فؤاد النجار أن {0} لن يمر. وبحسب وكالة {0} فإن الأمر انتهى."
)


def articles() -> list[Article]:
    """Every payload in every field that an outlet fills, by an outlet shown whole and by one that copies it."""
    made: list[Article] = []
    for number, payload in enumerate(PAYLOADS):
        for source in ("evil", "evil-two"):
            given = f"https://{source}.example/{number}"
            made.append(
                Article(
                    id=article_id(given),
                    external_id=f"{source}-{number}-{payload[:40]}",
                    url=ADDRESSES[number % len(ADDRESSES)] if source == "evil" else given,
                    source=source,
                    title=f"خبر {payload} في مدينة الصنوبر رقم {number}",
                    subtitle=payload,
                    text=f"{SENTENCE.format(payload)}\n\n{payload}\n\nفقرة أخيرة عن مدينة الصنوبر وليلى العطار {payload}",
                    subheads=(1,),
                    summary=f"ملخص {payload}",
                    published=NOW - timedelta(hours=number, minutes=0 if source == "evil" else -10),
                    authors=(payload, "هند الكاتب"),
                    tags=(payload, f"وسم {payload}", "الصنوبر"),
                    section=payload if number % 2 else "محليات",
                    image=ADDRESSES[(number + 2) % len(ADDRESSES)],
                    language='ar" onload="window.pwned=9' if number == 2 else "ar",
                )
            )
    return made


def open_hostile(url: str = "memory:") -> Engine:
    """An engine over a new database with all of that; one article is there in two versions, one is gone."""
    engine = Engine(url, Settings(db=url, now=NOW))
    home = ADDRESSES[0]
    engine.store.put_source(
        Source(id="evil", name=f"صحيفة {ATTRIBUTE}", home=home, country="<b>", rights=Rights.FULL, feeds=(ADDRESSES[1],))
    )
    engine.store.put_source(Source(id="evil-two", name=SCRIPT, home=ADDRESSES[2], rights=Rights.EXCERPT, language=QUOTE))
    engine.store.put_feed(Feed(url=ADDRESSES[1], source="evil", status=FeedStatus.FAILING, failures=2, error=SCRIPT + TURNED))
    found = articles()
    engine.add(found, workers=0)
    first = found[0]
    engine.add(
        [Article(id=first.id, source="evil", title=f"نسخة ثانية {ATTRIBUTE}", text=first.text, url=first.url)], workers=0
    )
    engine.mark_gone(found[2].id)
    return engine
