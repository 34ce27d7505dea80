"""What is true of the demo: stories, copies, speakers, cited sources, tags, updates and relations, from the content's labels.

`truth.json` is written from the content by `tools/make_demo_truth.py`; a test holds the two together. Dates in words move with
the clock, so labels hold no dates; addresses come from a server's `/_truth`.
"""

import json
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from siyaq.demo.content import Piece, load_pieces

_RUN = 3  # words: shorter runs are chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """`articles`: piece id -> its labels; `stories`: story -> piece ids by time; `copies`: (copy, original, share 0..1);
    `relations`: (piece, kind, piece it is about); `names`: the invented world, name -> {"type", "variants", "about"}."""

    articles: dict[str, dict[str, Any]]
    stories: dict[str, tuple[str, ...]]
    copies: tuple[tuple[str, str, float], ...]
    relations: tuple[tuple[str, str, str], ...]
    names: dict[str, dict[str, Any]]


def _labels(piece: Piece) -> dict[str, Any]:
    return {
        "outlet": piece.outlet,
        "story": piece.story,
        "topic": piece.topic,
        "kind": piece.kind,
        "title": piece.title,
        "copy_of": piece.copy_of,
        "updated": piece.update is not None,
        "tags": list(piece.tags),
        "claims": [
            {"speaker": c.speaker, "speaker_mention": c.mention, "cue": c.cue, "kind": c.kind, "text": c.text}
            for c in piece.claims
        ],
        "sources_cited": list(piece.cites),
    }


def _share(copy: Piece, original: Piece) -> float:
    """Part of the copy's words, credit line left out, that stands in the original in runs of three words or more."""
    words = " ".join(line for line in copy.paragraphs if line != copy.credit).split()
    blocks = SequenceMatcher(None, words, " ".join(original.paragraphs).split(), autojunk=False).get_matching_blocks()
    return round(sum(block.size for block in blocks if block.size >= _RUN) / len(words), 2)


def _names() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads(files("siyaq.demo").joinpath("world.toml").read_text(encoding="utf-8"))["name"]
    return {
        row["name"]: {"type": row["type"], "variants": row.get("variants", []), "about": row.get("about", "")} for row in rows
    }


@cache
def build_truth() -> Truth:
    """The truth as the content's labels say it."""
    pieces = load_pieces()
    by_id = {piece.id: piece for piece in pieces}
    stories: dict[str, tuple[str, ...]] = {}
    for piece in pieces:
        stories[piece.story] = (*stories.get(piece.story, ()), piece.id)
    return Truth(
        articles={piece.id: _labels(piece) for piece in pieces},
        stories=stories,
        copies=tuple((p.id, p.copy_of, _share(p, by_id[p.copy_of])) for p in pieces if p.copy_of),
        relations=tuple((piece.id, piece.kind, target) for piece in pieces for target in piece.about),
        names=_names(),
    )


def truth_json(truth: Truth) -> str:
    """The truth as the text of `truth.json`."""
    value = {
        "articles": truth.articles,
        "stories": {story: list(ids) for story, ids in truth.stories.items()},
        "copies": [list(row) for row in truth.copies],
        "relations": [list(row) for row in truth.relations],
        "names": truth.names,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@cache
def load_truth() -> Truth:
    """The truth as bundled in `truth.json`."""
    value = json.loads(files("siyaq.demo").joinpath("truth.json").read_text(encoding="utf-8"))
    return Truth(
        articles=value["articles"],
        stories={story: tuple(ids) for story, ids in value["stories"].items()},
        copies=tuple((row[0], row[1], row[2]) for row in value["copies"]),
        relations=tuple((row[0], row[1], row[2]) for row in value["relations"]),
        names=value["names"],
    )
