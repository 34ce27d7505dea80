"""The house stands: floors, exported names, start-up time, lock files."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import siyaq

ROOT = Path(__file__).resolve().parents[2]
MAX_IMPORT_S = 0.5
HEAVY = ("numpy", "litestar", "trafilatura", "tantivy", "lxml", "httpx", "granian", "wordfreq")
EXPORTED = {
    "Analysis",
    "Article",
    "Engine",
    "Extracted",
    "FetchError",
    "Link",
    "NotFoundError",
    "ParseError",
    "QueryError",
    "Rights",
    "SearchResult",
    "Settings",
    "SettingsError",
    "SiyaqError",
    "Source",
    "StorageError",
    "Story",
    "UsageError",
    "__version__",
    "analyze",
    "extract",
    "open",
}


def _python(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONWARNINGS": "error"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=60, check=False)


def test_floors_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


def test_exported_names() -> None:
    assert set(siyaq.__all__) == EXPORTED
    for name in EXPORTED:
        assert getattr(siyaq, name) is not None


def test_functions_stay_functions_when_everything_is_imported() -> None:
    done = _python(
        "import siyaq, siyaq.engine; assert callable(siyaq.extract) and callable(siyaq.analyze) and callable(siyaq.open)"
    )
    assert done.returncode == 0, done.stderr


def _seconds_to_import() -> float:
    start = time.perf_counter()
    assert _python("import siyaq").returncode == 0
    return time.perf_counter() - start


def test_import_is_quick_and_light() -> None:
    assert min(_seconds_to_import() for _ in range(3)) < MAX_IMPORT_S
    done = _python("import sys, siyaq; print(*sys.modules)")
    assert not set(HEAVY) & set(done.stdout.split())


def test_lock_files_are_hashed_and_name_no_registry() -> None:
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert [path.stem for path in locks] == ["base", "bench", "dev", "e5", "tools"]
    for path in locks:
        text = path.read_text("utf-8")
        assert "://" not in text and "index-url" not in text
        pins = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.M)
        assert pins and len(pins) <= text.count("--hash=sha256:")


def test_ci_calls_the_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
