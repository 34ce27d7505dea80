"""From the HTML of a page to an article: a cascade of steps, each of which may be looked at alone."""

from siyaq.extract.boilerplate import Recurring, dropped, recurring, strip
from siyaq.extract.cascade import extract, rule_for_page
from siyaq.extract.listing import listing_links
from siyaq.extract.recurrence import BoilerplateModel, learn
from siyaq.extract.rule import OutletRule, OutletRules, bundled_rules, load_rules

__all__ = [
    "BoilerplateModel",
    "OutletRule",
    "OutletRules",
    "Recurring",
    "bundled_rules",
    "dropped",
    "extract",
    "learn",
    "listing_links",
    "load_rules",
    "recurring",
    "rule_for_page",
    "strip",
]
