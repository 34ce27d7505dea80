"""What an element's class and id say about it, whatever the outlet.

The words are those that page builders of all languages share (related, share, comments, ...). A label alone never
decides: `prune` forgives a box that holds the title or most of the page's prose.
"""

import re
from functools import lru_cache
from itertools import pairwise


class Label:
    """Kinds of boxes, as bits of a plain integer (an `IntFlag` doubles the time of a page).

    WEAK marks words that also name wrappers of real text; such a box falls only if it has little prose.
    """

    NONE = 0
    SHARE = 1
    RELATED = 2
    COMMENTS = 4
    NEWSLETTER = 8
    AD = 16
    NAV = 32
    NOTICE = 64  # cookies, paywall boxes, pop-ups
    CAPTION = 128
    META = 256  # date, author, tags
    HIDDEN = 512
    WEAK = 1024
    BODY = 2048  # names of the article's text
    STANDFIRST = 4096
    TAGS = 8192
    AUTHOR = 16384
    DATE = 32768


BAD = (
    Label.SHARE
    | Label.RELATED
    | Label.COMMENTS
    | Label.NEWSLETTER
    | Label.AD
    | Label.NAV
    | Label.NOTICE
    | Label.CAPTION
    | Label.META
    | Label.HIDDEN
    | Label.WEAK
)

_WORDS: dict[int, str] = {
    Label.SHARE: "share sharing shares sharer social socials sharethis addthis addtoany follow followus likes",
    Label.RELATED: """related relateds relatedposts rel recommend recommended recommendation recommendations recommends
        suggested suggestion suggestions similar also readalso seealso readmore most mostread popular trending inread infinite
        taboola outbrain engageya mgid revcontent""",
    Label.COMMENTS: "comment comments commentlist comm disqus respond reply replies commenting livefyre fbcomments",
    Label.NEWSLETTER: "newsletter newsletters subscribe subscribebox signup mailing maillist nl",
    Label.AD: """ad ads adv advert adverts advertisement advertising adsense adslot adbox adunit dfp gpt mpu sponsor sponsored
        sponsors banner banners promo promos promoted promotion promobox""",
    Label.NAV: """nav navbar navigation menu submenu megamenu mega breadcrumb breadcrumbs crumb crumbs pagination pager sitemap
        topbar toolbar footer foot masthead sidebar sidebars widget widgets wdg ticker marquee breaking toc""",
    Label.NOTICE: "cookie cookies consent gdpr popup modal lightbox paywall dialog login register signin poll vote survey",
    Label.CAPTION: "caption captions figcaption cap credit credits copyright photographer legend cutline imgcaption",
    Label.META: "byline dateline timestamp pubdate keywords topics breadcrumb authorbox authorbio bio readtime",
    Label.HIDDEN: "hidden hide invisible offscreen visuallyhidden sronly vh noprint",
    Label.WEAK: """more next prev previous side info meta date time author header head tools print rating weather card cards
        tile tiles teaser latest recent gallery slider carousel tabs search app apps skip err error inject embed archive
        tag tags overlay partners""",
    Label.BODY: "articlebody body story storytext content articletext entry post maintext txt fulltext paragraph",
    Label.STANDFIRST: "standfirst stand subtitle subtitles subheadline subheading deck dek excerpt abstract summary chapo",
    Label.TAGS: "tag tags tagcloud topics keywords taglist hashtags",
    Label.AUTHOR: "author authors byline writer auteur columnist reporter",
    Label.DATE: "date time datetime published pubdate timestamp publish publishdate posted created",
}
_BY_WORD: dict[str, int] = {}
for _label, _names in _WORDS.items():
    for _name in _names.split():
        _BY_WORD[_name] = _BY_WORD.get(_name, Label.NONE) | _label

_PAIRS = {  # two neighbouring words that mean more than each alone
    ("sr", "only"): Label.HIDDEN,
    ("visually", "hidden"): Label.HIDDEN,
    ("screen", "reader"): Label.HIDDEN,
    ("read", "also"): Label.RELATED,
    ("see", "also"): Label.RELATED,
    ("read", "more"): Label.RELATED,
    ("next", "article"): Label.RELATED,
    ("next", "post"): Label.RELATED,
    ("next", "story"): Label.RELATED,
    ("more", "news"): Label.RELATED,
    ("sub", "title"): Label.STANDFIRST,
    ("post", "description"): Label.STANDFIRST,
    ("article", "description"): Label.STANDFIRST,
    ("author", "box"): Label.META,
    ("author", "bio"): Label.META,
}
_SPLIT = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=20_000)
def label_from_names(names: str) -> int:
    """Kinds that the words of a class and id attribute name.

    Args:
        names: class and id, joined by a space; words are split at other characters and at inner capitals.

    >>> bool(label_from_names("box-related") & Label.RELATED), bool(label_from_names("articleBody") & Label.BODY)
    (True, True)
    """
    words = [word.lower() for word in _SPLIT.split(names) if word]
    label = Label.NONE
    for word in words:
        label |= _BY_WORD.get(word, Label.NONE)
    for pair in pairwise(words):
        label |= _PAIRS.get(pair, Label.NONE) | _BY_WORD.get("".join(pair), Label.NONE)
    return label
