"""`siyaq relink`: links are made again with a bar, and the same archive keeps them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Siyaq = Callable[..., Any]

WORDS = ("سد النورس", "ميناء دلبار", "بطولة الواحة", "معرض مرسين")


def test_relink_tells_how_far_it_is_and_keeps_the_stories(siyaq: Siyaq, tmp_path: Path) -> None:
    rows = [
        {
            "url": f"https://outlet{n % 3}.example/{n}",
            "source": f"outlet{n % 3}",
            "title": f"تقرير عن {WORDS[n % 4]} بعد أحداث أمس",
            "text": f"قال مسؤولون إن {WORDS[n % 4]} شهد أحداثا كثيرة أمس.\n\nالتفاصيل رقم {n} لم تعرف بعد.",
            "published": f"2031-05-04T{8 + n:02}:00:00+00:00",
        }
        for n in range(12)
    ]
    file, db = tmp_path / "in.jsonl", f"sqlite:///{tmp_path / 'news.db'}"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    siyaq("import", file, "--db", db)
    before = siyaq("stories", "--db", db, "--json").rows
    done = siyaq("relink", "--db", db)
    assert "12 articles" in done.err and "0 of 12 articles are in another story" in done.err
    assert siyaq("stories", "--db", db, "--json").rows == before
    assert not list(tmp_path.glob("*.relink*"))
    assert "12 articles" in siyaq("relink", "--notes", "--anew", "--workers", 0, "--db", db).err
    siyaq("check", "--db", db)
