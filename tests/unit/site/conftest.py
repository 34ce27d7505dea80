"""A client of the whole application over the invented newsroom."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from litestar.testing import TestClient

from siyaq.engine import Engine
from siyaq.web import create_app

_NEWSROOM = Path(__file__).parents[2] / "golden" / "site" / "newsroom.py"


def _load_newsroom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("siyaq_test_newsroom", _NEWSROOM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Engine]:
    """An engine with the invented articles; not changed by tests."""
    with _load_newsroom().open_newsroom() as engine:
        yield engine


@pytest.fixture(scope="session")
def client(newsroom: Engine) -> Iterator[TestClient[Any]]:
    """A client that follows no redirects and sees errors as answers."""
    with TestClient(create_app(newsroom), raise_server_exceptions=False) as http:
        http.follow_redirects = False
        yield http
