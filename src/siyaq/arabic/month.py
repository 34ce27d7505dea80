"""Names of months and weekdays in every Arab country, in English and in French, folded."""

from siyaq.arabic.normal import fold

# Egypt, Sudan and the Gulf | the Levant and Iraq | the Maghreb | English | French; CLDR (babel) has the first three.
_MONTHS = """
1 يناير جانفي ينايرو january jan janvier janv
2 فبراير شباط فيفري february feb février fevrier
3 مارس آذار مارت march mar mars
4 أبريل إبريل نيسان أفريل april apr avril
5 مايو أيار ماي may mai نوار
6 يونيو يونية يونيه حزيران جوان يونيوه june jun juin
7 يوليو يولية يوليه تموز جويلية يوليوز july jul juillet
8 أغسطس آب أوت غشت august aug août aout
9 سبتمبر أيلول شتنبر سبتنبر september sept sep septembre
10 أكتوبر اكتوبر october oct octobre
11 نوفمبر نونبر نوفبر november nov novembre
12 ديسمبر دجنبر december dec décembre decembre
"""
_TWO_WORDS = {"كانون الثاني": 1, "كانون ثاني": 1, "كانون الثانى": 1, "كانون الاول": 12, "كانون اول": 12,
              "تشرين الاول": 10, "تشرين اول": 10, "تشرين الثاني": 11, "تشرين ثاني": 11}  # fmt: skip


def _month_table() -> dict[str, int]:
    table = {fold(name): int(line.split()[0]) for line in _MONTHS.strip().splitlines() for name in line.split()[1:]}
    return table | {fold(name): number for name, number in _TWO_WORDS.items()}


MONTHS = _month_table()
AMBIGUOUS = frozenset(
    {"mar", "may", "mars", "mai", "jan", "sep", "oct", "dec"} | {fold(w) for w in ("آب", "مارت", "ماي", "نوار", "أوت", "جوان")}
)

HIJRI_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            ("محرم", "المحرم", "محرم الحرام"),
            ("صفر", "صفر الخير"),
            ("ربيع الأول", "ربيع أول", "ربيع الاول"),
            ("ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع آخر"),
            ("جمادى الأولى", "جمادى الأول", "جماد الأول", "جمادى أولى", "جماد أول"),
            ("جمادى الآخرة", "جمادى الثانية", "جماد الثاني", "جمادى الآخر", "جماد الآخر", "جماد ثاني"),
            ("رجب",),
            ("شعبان",),
            ("رمضان", "رمضان المبارك"),
            ("شوال",),
            ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "ذى القعدة"),
            ("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذى الحجة"),
        ),
        start=1,
    )
    for name in names
}

# Monday is 0, as in datetime.date.weekday().
WEEKDAYS = {
    fold(name): number
    for number, names in enumerate(("الاثنين الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"))
    for name in names.split()
}
