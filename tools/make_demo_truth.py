"""Write src/siyaq/demo/truth.json from the labels in the demo's content files. Run it after a change of the content."""

from pathlib import Path

from siyaq.demo.truth import build_truth, truth_json

TARGET = Path(__file__).resolve().parents[1] / "src" / "siyaq" / "demo" / "truth.json"


def main() -> None:
    """Build the truth and write it."""
    TARGET.write_text(truth_json(build_truth()), encoding="utf-8")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
