"""What outlets repeat: shown, and left out of what `outlets check` shows."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from siyaq.cli.root import root

APP = "يصدر ملحق النورس الأسبوعي كل خميس ويوزع مجانا مع العدد الورقي."
NEWS = [
    "تعادل فريق النخيل مع ضيفه فريق الواحة بهدف لكل منهما.",
    "ارتفعت أسعار الخضار في سوق الجملة بعد موجة الصقيع.",
    "اكتشف علماء نوعا جديدا من الأسماك في أعماق البحيرة.",
    "وصلت باخرة محملة بالقمح إلى مرفأ المدينة فجر السبت.",
    "يعرض المتحف الوطني لوحات رسمها أطفال القرى الجبلية.",
    "أعلنت شركة القطارات عن خط جديد يربط الشاطئ بالجبل.",
]
BODY = ["افتتح الوزير صباح اليوم محطة التحلية على الساحل الغربي.", "وستكفي المحطة نصف سكان العاصمة من مياه الشرب النقية.", APP]
PAGE = "<html><body><h1>محطة تحلية جديدة</h1><div>" + "".join(f"<p>{text}</p>" for text in BODY) + "</div></body></html>"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path != "/robots.txt"
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode() if found else b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def run(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(root, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_an_outlet_repeats_is_shown_and_left_out(host: str, tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'a.db'}"
    listed = tmp_path / "outlets.opml"
    listed.write_text(
        f'<opml version="2.0"><body><outline type="rss" text="ألفا" xmlUrl="http://{host}/feed" htmlUrl="http://{host}/"/>'
        "</body></opml>",
        "utf-8",
    )
    assert CliRunner().invoke(root, ["outlets", "import", str(listed), "--db", db]).exit_code == 0
    (outlet,) = run("outlets", "list", "--json", "--db", db)
    records = tmp_path / "articles.jsonl"
    rows = [{"title": text[:20], "text": f"{text}\nوقال شاهد إن {text}\n{APP}", "source": outlet["id"]} for text in NEWS]
    records.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    run("import", str(records), "--db", db)
    assert run("outlets", "learned", "--json", "--db", db) == [
        {"outlet": outlet["id"], "text": APP, "articles": 6, "tail_share": 1.0}
    ]
    assert all(APP not in str(article["text"]) for article in run("export", "--db", db))
    (checked,) = run("outlets", "check", f"http://{host}/a/1", "--allow-host", host, "--json", "--db", db)
    assert (checked["rule"], checked["left_out"]) == (None, [APP])
    assert checked["body"] == "\n\n".join(BODY[:2])


def test_without_a_database_all_is_shown(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    (checked,) = run("outlets", "check", str(page), "--json", "--db", f"sqlite:///{tmp_path / 'none.db'}")
    assert APP in str(checked["body"]) and checked["left_out"] == []
