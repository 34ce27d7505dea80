"""What the archive says about a day, a name, a tag or an outlet: computed once here for the site and the API.

Pure functions over a `Frame` (articles with their notes, story and copy places, read in a few batches).
"""

from siyaq.survey.frame import Frame, Notes, load
from siyaq.survey.front import Front, SectionBlock, front_page
from siyaq.survey.memo import Memo
from siyaq.survey.outlet import OutletProfile, outlet_profile
from siyaq.survey.profile import Statement, busiest_names, busiest_tags, daily_counts, statements
from siyaq.survey.pulse import Pulse, pulse_of
from siyaq.survey.quote import Quotes, Wanted, find_quotes
from siyaq.survey.trend import Rise, Tally, rising

__all__ = [
    "Frame",
    "Front",
    "Memo",
    "Notes",
    "OutletProfile",
    "Pulse",
    "Quotes",
    "Rise",
    "SectionBlock",
    "Statement",
    "Tally",
    "Wanted",
    "busiest_names",
    "busiest_tags",
    "daily_counts",
    "find_quotes",
    "front_page",
    "load",
    "outlet_profile",
    "pulse_of",
    "rising",
    "statements",
]
