"""Rules of single outlets as data, for the few pages that the cascade does not read well.

A file names an outlet's hosts and its rules; each rule has CSS selectors, the span of publication days it holds for (old
pages keep their old layout, so archives stay readable), and a golden page that a test reads with it:

    hosts = ["news.example"]

    [[rule]]
    name = "tables"
    until = 2019-12-31
    golden = "news-example-tables.html"
    title = "td.head b"
    body = "td.main"
    remove = ["table.ads"]
    published = "td.date"
    tags = "td.keys a"
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from siyaq.errors import SettingsError
from siyaq.extract.line import is_subhead_block
from siyaq.extract.walk import layout_from_nodes

_SELECTORS = ("title", "subtitle", "body", "published", "authors", "tags")
_FIELDS = frozenset((*_SELECTORS, "remove", "name", "since", "until", "golden"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRule:
    """Selectors for pages published in [since, until]. None: the cascade's own reading holds."""

    name: str
    golden: str  # file name of a page that a test reads with this rule
    since: date | None = None
    until: date | None = None
    title: str | None = None
    subtitle: str | None = None
    body: str | None = None
    published: str | None = None
    authors: str | None = None
    tags: str | None = None
    remove: tuple[str, ...] = ()

    def holds_on(self, day: date | None) -> bool:
        """Whether the rule is for pages of that day; a rule without an end is also for pages of an unknown day."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRules:
    """All rules of an outlet, in the order in which they are tried."""

    hosts: tuple[str, ...]
    rules: tuple[OutletRule, ...]

    def rule_for(self, host: str, day: date | None) -> OutletRule | None:
        """The first rule for a page of that host and day."""
        bare = host.lower().removeprefix("www.")
        if not any(bare == own or bare.endswith("." + own) for own in self.hosts):
            return None
        return next((rule for rule in self.rules if rule.holds_on(day)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReading:
    """What a rule's selectors find in a page; empty where it has none for a field."""

    title: str | None = None
    subtitle: str | None = None
    paragraphs: tuple[str, ...] = ()
    subheads: tuple[int, ...] = ()
    published: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def load_rules(data: bytes, origin: str = "rules") -> OutletRules:
    """Read a rules file.

    Args:
        data: TOML in UTF-8.
        origin: name of the file, for messages.

    Raises:
        SettingsError: it is no TOML, a field is unknown or missing, or a selector cannot be read.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{origin} is no TOML file: {exc}") from exc
    hosts, rules = table.get("hosts"), table.get("rule")
    if not isinstance(hosts, list) or not hosts or not isinstance(rules, list) or not rules:
        raise SettingsError(f"{origin}: give hosts = [...] and at least one [[rule]]")
    bare = tuple(str(host).lower().removeprefix("www.") for host in hosts)
    return OutletRules(hosts=bare, rules=tuple(_rule(raw, origin) for raw in rules))


def _rule(raw: dict[str, Any], origin: str) -> OutletRule:
    unknown = set(raw) - _FIELDS
    if unknown:
        raise SettingsError(f"{origin}: unknown field {sorted(unknown)[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    if not raw.get("name") or not raw.get("golden"):
        raise SettingsError(f"{origin}: every rule needs a name and a golden page")
    if any(raw.get(name) is not None and type(raw[name]) is not date for name in ("since", "until")):
        raise SettingsError(f"{origin}: since and until are days like 2019-12-31")
    remove = raw.get("remove", [])
    for selector in (*(raw[name] for name in _SELECTORS if name in raw), *remove):
        _check_selector(selector, origin)
    return OutletRule(**{**raw, "remove": tuple(remove)})


def _check_selector(selector: object, origin: str) -> None:
    try:
        LexborHTMLParser("<p>").css(str(selector))
    except SelectolaxError as exc:
        raise SettingsError(f"{origin}: {selector!r} is no CSS selector") from exc


def bundled_rules() -> tuple[OutletRules, ...]:
    """The rules that come with the package, by file name."""
    folder = files("siyaq.extract").joinpath("outlets")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name) if folder.is_dir() else []
    return tuple(load_rules(f.read_bytes(), f.name) for f in found)


def read_with_rule(tree: LexborHTMLParser, rule: OutletRule) -> RuleReading:
    """Read a page with a rule's selectors.

    Args:
        tree: the page; elements that the rule removes are taken out of it.
        rule: the rule.
    """
    for selector in rule.remove:
        for node in tree.css(selector):
            node.decompose()
    layout = layout_from_nodes(tree.css(rule.body) if rule.body else [])
    return RuleReading(
        title=_first(_texts(tree, rule.title)),
        subtitle=_first(_texts(tree, rule.subtitle)),
        paragraphs=tuple(block.text for block in layout.blocks),
        subheads=tuple(
            at for at, block in enumerate(layout.blocks) if is_subhead_block(block, at in (0, len(layout.blocks) - 1))
        ),
        published=_first(_texts(tree, rule.published)),
        authors=_texts(tree, rule.authors),
        tags=_texts(tree, rule.tags),
    )


def _texts(tree: LexborHTMLParser, selector: str | None) -> tuple[str, ...]:
    """Texts of the elements that a selector finds; of <meta> and <time> their machine-readable values."""
    found = []
    for node in tree.css(selector) if selector else ():
        attributes = node.attributes
        text = attributes.get("content") or attributes.get("datetime") or node.text(deep=True, separator=" ")
        found.append(" ".join(text.split()))
    return tuple(text for text in found if text)


def _first(texts: Iterable[str]) -> str | None:
    return next(iter(texts), None)
