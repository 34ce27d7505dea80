"""Ids are stable, short and apart."""

import re

from siyaq.ids import article_id, record_id, story_id


def test_ids_do_not_change_between_releases() -> None:
    assert article_id("https://example.org/a") == "r6g5xaqbfw5zk2ua"
    assert story_id("x") == "uqdquc6e64ov6l6p"
    assert record_id("s", "1", "", "") == "yc3l2y4utjna2mdq"


def test_ids_are_safe_in_urls() -> None:
    assert re.fullmatch("[a-z2-7]{16}", article_id("https://example.org/خبر?\ud800"))


def test_record_id_prefers_the_given_id() -> None:
    assert record_id("s", "1", "a", "b") == record_id("s", "1", "c", "d")
    assert record_id("s", None, "a", "b") != record_id("s", None, "a", "c")
    assert record_id("s", "1", "", "") != record_id("t", "1", "", "")
