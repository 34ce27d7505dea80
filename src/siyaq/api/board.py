"""/api/v1: tags, names, outlets, trends, statements, changes"""

from datetime import UTC
from typing import Annotated

from litestar.params import FromPath, QueryParameter

from siyaq.api.access import CursorText, EngineParam, Limit, MemoParam, Since, Until, briefs, read, source_map, utc
from siyaq.api.cursor import Cursor, read_cursor, write_cursor
from siyaq.api.shape import (
    ChangeOut,
    NameVerdictOut,
    SourceFull,
    StatementOut,
    StatementPage,
    TrendOut,
    WordProfile,
    counts_out,
    statement_out,
)
from siyaq.engine import Engine
from siyaq.errors import NotFoundError
from siyaq.survey import (
    Frame,
    Wanted,
    busiest_names,
    busiest_tags,
    daily_counts,
    find_quotes,
    load,
    outlet_profile,
    pulse_of,
    statements,
)
from siyaq.types import Feed, Rights, Source

SURVEYED = 240
PROFILE_DAYS = 30
_Name = Annotated[str, QueryParameter(min_length=1, max_length=200)]


@read("/tags/{value:str}", "words", "A tag's profile", lookup=True)
def read_tag(engine: EngineParam, value: FromPath[str], limit: Limit = 20) -> WordProfile:
    """Its newest articles, articles a day, and the names and tags beside it."""
    return _profile(engine, value, "tag", limit)


@read("/names/{value:str}", "words", "A name's profile", lookup=True)
def read_name(engine: EngineParam, value: FromPath[str], limit: Limit = 20) -> WordProfile:
    """Its newest articles, articles a day, the names and tags beside it, other spellings, and its latest statements."""
    return _profile(engine, value, "name", limit)


@read("/same-name", "words", "Are two spellings one name?")
def compare_names(engine: EngineParam, a: _Name, b: _Name) -> NameVerdictOut:
    """The verdict of the name ledger."""
    verdict = engine.ledger().same(a, b)
    return NameVerdictOut(a=a, b=b, same=verdict.same, why=verdict.why)


@read("/sources", "outlets", "All outlets")
def list_sources(engine: EngineParam) -> list[Source]:
    """Registered outlets, by name."""
    return list(engine.sources())


@read("/sources/{source_id:str}", "outlets", "One outlet", lookup=True)
def read_source(engine: EngineParam, source_id: FromPath[str]) -> SourceFull:
    """An outlet with its feeds, rhythm, what it copies and what it reported first, over its newest articles."""
    source = engine.source(source_id)
    frame = load(engine, engine.find(source=source.id, limit=SURVEYED))
    if not frame.articles and source.id not in source_map(engine):
        raise NotFoundError(f"no outlet {source_id!r}")
    originals = engine.store.articles(sorted({n.original for n in frame.copy_of.values()}))
    times = [a.when for a in frame.articles if a.when]
    wanted = set(frame.story_of.values())
    met = engine.stories(since=min(times), min_outlets=2, limit=2000) if times else ()
    profile = outlet_profile(
        frame,
        [s for s in met if s.id in wanted],
        originals,
        until=max(times, default=engine.now()),
        zone=UTC,
        days=PROFILE_DAYS,
    )
    return SourceFull(
        source=source,
        feeds=[f for f in engine.feeds() if f.source == source.id],
        articles=profile.articles,
        copies=profile.copies,
        days=list(profile.days),
        hours=list(profile.hours),
        copied_from=counts_out(profile.copied_from),
        first_in=list(profile.first_in),
    )


@read("/feeds", "outlets", "All feeds with their state")
def list_feeds(engine: EngineParam) -> list[Feed]:
    """Health of every feed: last visit, last success, next visit, failures in a row and the last error."""
    return list(engine.feeds())


@read("/trends", "words", "Rising names and topics")
def list_trends(engine: EngineParam, memo: MemoParam) -> list[TrendOut]:
    """What the last 24 hours report more than usual, strongest first."""
    rises, _, _ = memo.get("api trends", pulse_of(engine).rises)
    return [TrendOut(name=r.name, kind=r.kind, count=r.count, usual=r.usual, score=r.score, days=list(r.days)) for r in rises]


@read("/statements", "words", "Who said what, newest first")
def list_statements(
    engine: EngineParam,
    speaker: Annotated[str | None, QueryParameter(max_length=200, description="Who said it, whole or in part")] = None,
    q: Annotated[str | None, QueryParameter(max_length=400, description="Words that all stand in the statement")] = None,
    source: Annotated[str | None, QueryParameter(max_length=200)] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    cursor: CursorText = None,
) -> StatementPage:
    """Statements by speaker, words, outlet and time; outlets shown by link only are left out."""
    at = read_cursor(cursor)
    named = engine.ledger().canonical(speaker) or speaker if speaker else ""
    wanted = Wanted(speaker=named, words=q or "", source=source or "", since=utc(since), until=utc(until))
    hidden = {s.id for s in engine.sources() if s.rights is Rights.LINK}
    found = find_quotes(engine, wanted, leave_out=hidden, offset=at.skip, k=limit)
    after = write_cursor(Cursor(skip=at.skip + limit)) if found.more else None
    return StatementPage(items=[statement_out(s) for s in found.items], next=after)


@read("/changes", "articles", "The change feed")
def list_changes(
    engine: EngineParam,
    after: Annotated[int, QueryParameter(ge=0, le=2**62)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 100,
) -> list[ChangeOut]:
    """Changes after a sequence number, in order: what was added, updated, linked anew or removed."""
    return [
        ChangeOut(seq=c.seq, kind=c.kind.value, article=c.article, at=c.at) for c in engine.store.changes(after, limit=limit)
    ]


def _profile(engine: Engine, value: str, kind: str, limit: int) -> WordProfile:
    found = engine.find(**{kind: value}, limit=SURVEYED)
    if not found:
        raise NotFoundError(f"no article has the {kind} {value!r}")
    frame: Frame = load(engine, found)
    times = [a.when for a in found if a.when]
    is_name = kind == "name"
    return WordProfile(
        value=value,
        variants=list(engine.ledger().variants(value)) if is_name else [],
        surveyed=len(found),
        days=list(daily_counts(times, until=max(times, default=engine.now()), days=PROFILE_DAYS)),
        names=counts_out(busiest_names(frame, leave_out=(value,))),
        tags=counts_out(busiest_tags(frame, leave_out=(value,))),
        articles=briefs(engine, found[:limit]),
        statements=_said(engine, frame, value, limit) if is_name else [],
    )


def _said(engine: Engine, frame: Frame, speaker: str | None, limit: int) -> list[StatementOut]:
    sources = source_map(engine)
    rights = {a.source: (sources.get(a.source) or engine.source(a.source)).rights for a in frame.articles}
    hidden = {source for source, right in rights.items() if right is Rights.LINK}
    return [statement_out(s) for s in statements(frame, speaker=speaker, leave_out=hidden, k=limit)]
