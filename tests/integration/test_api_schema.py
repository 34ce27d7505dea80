"""The OpenAPI document against the running application: schemathesis finds no server error and no undocumented answer."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from siyaq.web import create_app

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis")
_NEWSROOM = Path(__file__).parents[1] / "golden" / "site" / "newsroom.py"
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "15"))  # for each of the 20 operations


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    """The application over the invented newsroom."""
    spec = importlib.util.spec_from_file_location("siyaq_schema_newsroom", _NEWSROOM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.open_newsroom() as engine, TestClient(create_app(engine), raise_server_exceptions=False) as client:
        yield client


def test_no_operation_fails_whatever_it_is_asked(app: TestClient[Any]) -> None:
    schema = schemathesis.openapi.from_dict(app.get("/api/openapi.json").json())
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) == 20
    for operation in operations:
        probe(app, operation.as_strategy())


def probe(app: TestClient[Any], cases: st.SearchStrategy[Any]) -> None:
    """Send generated requests of one operation and check status and media type of the answers."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(cases)
    def ask(case: Any) -> None:
        request = case.as_transport_kwargs(base_url=str(app.base_url))
        answer = app.request(request["method"], request["url"], params=request.get("params"))
        documented = case.operation.definition.raw["responses"]
        assert answer.status_code < 500, (request, answer.text)
        assert str(answer.status_code) in documented, (request, answer.status_code)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"

    ask()
