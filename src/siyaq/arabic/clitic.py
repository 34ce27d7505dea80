"""What may be cut off an Arabic word: tables of proclitics, articles, pronouns and endings, and function words.

All forms are folded (ة is ه, ى is ي, one alef).
"""

# What a cut must be worth: the natural logarithm of how much more frequent the rest must be than the whole.
# Fitted by coordinate descent on the surface words of UD_Arabic-PUD's first half (bench/arabic.py).
ARTICLES = {
    "ال": 0.0, "وال": 0.0, "بال": -2.0, "كال": 3.0, "فال": 3.0, "لل": 0.0, "ولل": 0.0, "فلل": 3.0, "وبال": 0.0,
    "فبال": 2.0, "وكال": 3.0,
}  # fmt: skip
PROCLITICS = {"": 0.0, "و": 1.0, "ف": 9.0, "ب": 1.5, "ل": 0.5, "ك": 6.0, "وب": 3.0, "ول": 5.0, "وك": 5.0, "فب": 5.0, "فل": 5.0}
FUTURE = {"س": 1.0, "وس": 2.0, "فس": 3.0, "ل": 1.5, "ول": 2.5, "فل": 3.0}  # before an imperfect verb
PRONOUNS = {
    "": 0.0,
    "هما": 2.0,
    "كما": 3.0,
    "هم": 4.0,
    "هن": 3.0,
    "كم": 3.0,
    "نا": 6.0,
    "ها": 0.5,
    "ني": 3.5,
    "ه": 9.0,
    "ك": 9.0,
    "ي": 9.0,
}
ENDINGS = {"nominal": 4.5, "adjective": 0.0, "verbal": 2.0, "perfect": 3.5, "listed": 4.0, "unlisted": 7.0}

_PRONOUN_HOSTS = {
    "من": "من", "في": "في", "علي": "علي", "عن": "عن", "الي": "الي", "مع": "مع", "عند": "عند", "لدي": "لدي",
    "بين": "بين", "ان": "ان",
    "لان": "لان", "لكن": "لكن", "كان": "كان", "قبل": "قبل", "بعد": "بعد", "بعض": "بعض", "كل": "كل", "حول": "حول", "ضد": "ضد",
    "نفس": "نفس", "غير": "غير", "مثل": "مثل", "دون": "دون", "امام": "امام", "خلال": "خلال", "ليت": "ليت", "لعل": "لعل",
    "معظم": "معظم",
    "جميع": "جميع", "وحد": "وحد", "ايا": "ايا", "سوي": "سوي", "تجاه": "تجاه", "ذات": "ذات", "كلا": "كل", "فوق": "فوق",
    "تحت": "تحت",
    "حين": "حين", "وراء": "وراء", "عبر": "عبر", "عقب": "عقب", "اثر": "اثر", "نحو": "نحو", "ضمن": "ضمن", "وسط": "وسط",
    "داخل": "داخل",
}  # fmt: skip
_GROUPS = (
    "هو هي هم هما هن نحن انا انت انتم انتن انتما به بها بهم بهما بنا بي بك بكم له لها لهم لهما لنا لي لك لكم لهن بهن",
    "هذا هذه هذان هذين هاتان هاتين هؤلاء",
    "ذلك تلك ذاك اولئك",
    "الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللائي",
    "كان كانت كانوا كانا كنا كنت كن يكون تكون يكونوا يكونون نكون اكون تكن يكن كانتا تكونا يكونا",
    "ليس ليست ليسوا لست لسنا",
    "عن عما عمن", "من مما ممن مني منا عني عنا", "ان بان بانه انه انني اني اننا لانني لاننا",
    "لان", "الان والان فالان", "احد احدي", "كل كله كلها كلهم كلاهما كليهما كلتا",
)  # fmt: skip
_JOINED_TO_ALL = ("و", "ف")
_JOINED_TO_SOME = ("ب", "ل", "ك", "وب", "ول", "وك", "فل", "فب")
_SOME = [
    "هذا",
    "هذه",
    "هذان",
    "هذين",
    "هؤلاء",
    "ذلك",
    "تلك",
    "اولئك",
    "الذي",
    "التي",
    "الذين",
    "كل",
    "بعض",
    "غير",
    "ما",
    "من",
    "مثل",
    "نفس",
    "ذات",
    "جميع",
]
_NOT_JOINED = {"لي", "بي", "لك", "بك", "كن", "من", "اي"}  # «ولي», «وبي», ... are other words


def _function_words() -> dict[str, str]:
    """Folded function word, with clitics and pronouns -> its bare form."""
    table = {host + p: base for host, base in _PRONOUN_HOSTS.items() for p in PRONOUNS}
    for group in _GROUPS:
        members = group.split()
        table |= dict.fromkeys(members, members[0])
    some = {word: base for word, base in table.items() if base in _SOME or word in _SOME}
    joined = {head + word: base for word, base in some.items() for head in _JOINED_TO_SOME if len(word) > 2}
    for word, base in table.items():
        if word not in _NOT_JOINED and len(word) > 1:
            joined |= {head + word: base for head in _JOINED_TO_ALL if not (head == "ف" and base == "علي")}
    return {**joined, **table, "ومن": "من", "فمن": "من", "فعلي": "فعلي"}


FUNCTION_WORDS = _function_words()
