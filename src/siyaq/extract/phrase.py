"""Set phrases of Arabic news pages that are not the article: heads of boxes, calls to the reader, notices.

They are written here as people spell them and compared in index form (`arabic.fold`), so spelling does not matter.
"""

import re
from enum import Enum
from functools import lru_cache

from siyaq import arabic

MAX_HEAD_WORDS = 8  # a head of a box («مواضيع ذات صلة», «شارك برأيك في الموضوع») is short
MAX_NOTICE_WORDS = 60  # the longest notices (rules of comments) of the pages seen have 55 words


class Phrase(Enum):
    """What a line of a page announces."""

    RELATED = "related"
    COMMENTS = "comments"
    TAGS = "tags"
    SHARE = "share"
    NEWSLETTER = "newsletter"
    NOTICE = "notice"
    AD = "ad"


# heads: the line begins so, and is short or mostly a link
_HEADS: dict[Phrase, str] = {
    Phrase.RELATED: """اقرأ أيضا|اقرأ المزيد|اقرأ كذلك|اقرأ ايضا|اقرأ أكثر|اقرا في|اقرئي أيضا|اقرأوا أيضا|طالع أيضا|طالع المزيد
        |شاهد أيضا|شاهد المزيد|شاهد|انظر أيضا|انظر ايضا|تابع أيضا|تابع المزيد|تصفح أيضا|قد يهمك|قد يعجبك
        |ربما يعجبك|ربما يهمك|قد ترغب|مواضيع ذات صلة|مواضيع متعلقة|مواضيع مشابهة|مواضيع مرتبطة|مواضيع أخرى
        |أخبار ذات صلة|أخبار متعلقة|أخبار مشابهة|أخبار مرتبطة|أخبار أخرى|موضوعات ذات صلة|موضوعات متعلقة
        |موضوعات أخرى|مقالات ذات صلة|مقالات مشابهة|مقالات متعلقة|مقالات أخرى|مقالات مختارة|مقالات الكاتب
        |محتوى ذو صلة|محتوى ذي صلة|ذات صلة|ذو صلة|في نفس السياق|من نفس القسم|الأكثر قراءة|الأكثر مشاهدة
        |الأكثر تداولا|الأكثر شعبية|الأكثر تعليقا|الأكثر بحثا|الأكثر مشاركة|آخر الأخبار|أحدث الأخبار|آخر المواضيع
        |أحدث المقالات|جديد الأخبار|المزيد من|المزيد في|المزيد حول|المزيد عن|للمزيد|لمزيد من|لقراءة المزيد
        |اخترنا لك|اخترنا لكم|نرشح لك|نرشح لكم|ننصح بقراءة|لا تفوت|لا يفوتك|الموضوع التالي|المقال التالي
        |الخبر التالي|التالي|السابق|المقال السابق|الخبر السابق|الموضوع السابق|عرض المزيد|أهم الأخبار|قصص مقترحة
        |مقترحات|مواد ذات صلة|تقارير ذات صلة|فيديو ذو صلة|فيديوهات ذات صلة|روابط ذات صلة|مواضيع قد تهمك
        |أخبار قد تهمك|كتاب وآراء|مختارات|مزيد من القراءة|قراءة إضافية|شاهد الفيديو|شاهد الصور|اقرأ الخبر
        |التفاصيل من هنا|read also|read more|see also|related|more from|most read|most popular|lire aussi
        |a lire aussi""",
    Phrase.COMMENTS: """التعليقات|تعليقات القراء|تعليقات الزوار|تعليقات|أضف تعليق|أضف تعليقا|أضف تعليقك|إضافة تعليق|اضافة تعليق
        |اترك تعليق|اترك تعليقا|اترك تعليقك|اكتب تعليق|اكتب تعليقا|اكتب تعليقك|شارك برأيك|شاركنا برأيك
        |شاركنا رأيك|شارك بتعليقك|آراء القراء|آراء الزوار|ردود القراء|التعليق على|شروط التعليق|تعليقك|comments
        |leave a comment|leave a reply|add comment""",
    Phrase.TAGS: """كلمات دلالية|كلمات دلاليه|الكلمات الدلالية|الكلمات الدالة|كلمات دالة|كلمات مفتاحية|الكلمات المفتاحية
        |كلمات البحث|وسوم|الوسوم|الأوسمة|اوسمة|هاشتاغ|هاشتاج|تاغات|تاجات|العلامات|علامات|مواضيع الخبر
        |موضوعات الخبر|الموضوع|المواضيع|tags|topics|mots cles|keywords""",
    Phrase.SHARE: """شارك|شاركها|شاركه|شارك الخبر|شارك المقال|شارك هذا|شارك على|شارك مع|مشاركة|مشاركه|انشر الخبر|انشرها
        |تابعنا على|تابعنا عبر|تابعونا|تابعوا|أرسل إلى صديق|ارسل لصديق|اطبع|طباعة|نسخ الرابط|انسخ الرابط
        |رابط مختصر|الرابط المختصر|رابط قصير|حفظ|استمع|share|tweet|print|follow us|facebook|twitter|whatsapp""",
    Phrase.NEWSLETTER: """النشرة البريدية|القائمة البريدية|النشرة الإخبارية|نشرة الأخبار|اشترك الآن|اشترك معنا
        |newsletter|subscribe""",
    Phrase.AD: """إعلان|اعلان|إعلان تجاري|مساحة إعلانية|اعلانات|إعلانات|محتوى ممول|برعاية|إعلان ممول|advertisement
        |sponsored""",
    Phrase.NOTICE: """تخطى إلى|تخطي إلى|تخط إلى|انتقل إلى|تخطى|نهاية المقترحات|نهاية الإعلان|نهاية القائمة|تصويت|استفتاء
        |استطلاع رأي|skip to|end of""",
}

# notices: such words stand anywhere in the line
_NOTICES: dict[Phrase, str] = {
    Phrase.NEWSLETTER: """اشترك في نشرتنا|اشتركوا في نشرتنا|في النشرة البريدية|في نشرتنا|القائمة البريدية|بريدك الإلكتروني
        |بريدك الالكتروني|ليصلك أهم|لتصلك آخر""",
    Phrase.NOTICE: """دقيقة قراءة|دقائق قراءة|دقائق للقراءة|وقت القراءة|مدة القراءة
        |ملفات تعريف الارتباط|ملفات الارتباط|الكوكيز|سياسة الخصوصية|سياسه الخصوصيه|حمل تطبيق|حملوا تطبيق
        |حمل التطبيق|تحميل تطبيق|تنزيل تطبيق|نزل تطبيق|تطبيقنا المجاني|مخصص للمشتركين|للمشتركين فقط|سجل دخولك
        |تسجيل الدخول|لمتابعة القراءة|جميع الحقوق محفوظة|كل الحقوق محفوظة|الحقوق محفوظه|إعادة النشر من دون
        |لا تعبر بالضرورة عن|لا يعبر بالضرورة عن|تعبر عن رأي|يعبر عن رأي|لا تعبر إلا عن|عن آراء أصحابها
        |عن رأي كاتبها|عن رأي كاتبه|التبليغ عن خطأ|الإبلاغ عن خطأ|أبلغ عن خطأ|للإبلاغ عن|وجدت خطأ|لاحظت خطأ
        |خطأ في الخبر|خطأ في هذا|قناتنا على|صفحتنا على|مجموعتنا على|قناة الواتساب|تابعونا على|تابعنا على
        |تابعوا آخر|انضم إلى قناة|انضم إلى قناتنا|انضم إلينا|انضموا إلينا|سياسة التعليقات|ضوابط التعليق
        |لا يتحمل الموقع|غير مسؤول عن|غير مسؤولة عن|تصويت:""",
    Phrase.SHARE: """شارك هذا الخبر|شارك هذا المقال|شارك هذه|شارك الخبر|مع أصدقائك|عبر مواقع التواصل""",
}


# First words of a paragraph that goes on from the one before it. «و» and «ف» before a word do so, too.
_CONNECTOR_WORDS = """يذكر يشار تجدر جدير كما لكن الا اما بينما فيما بدوره بدورها بدورهم كذلك ايضا لذلك لذا ثم حيث
    اذ غير بيد اضاف اضافت تابع تابعت اوضح اوضحت واصل ختم"""
_CONNECTORS = frozenset(_CONNECTOR_WORDS.split())
# Lines that turn to the reader or disclaim, wherever they stand in the line; folded.
_DISCLAIMER = re.compile(
    r"(?<!\w)(?:لا|ليس) (?:ت|ي)عبر\w* (?:بالضروره|الا) عن"
    r"|(?<!\w)عن (?:راي|اراء|وجهه نظر) (?:كاتبه|كاتبها|كتابها|كتابه|صاحبه|صاحبها|اصحابها|الكاتب|كاتب المقال)(?!\w)"
)
_CHANNEL = (
    r"(?:قنا\w+|قنوات\w*|صفح\w+|حساب\w*|مجموع\w+|تطبيق\w*|نشرت\w+|واتس ?اب|تل[يغ]\w*رام|فيسبوك|تويتر|انستغرام|انستجرام|يوتيوب"
    r"|جوجل نيوز)"
)
_OUR_CHANNEL = r"(?:قناتنا|قنواتنا|صفحتنا|صفحاتنا|حسابنا|حساباتنا|مجموعتنا|تطبيقنا|نشرتنا)"
_CALL = re.compile(
    rf"\W*(?:(?:(?:للمزيد|لمتابعه|لمزيد)\W.{{0,60}})?(?:تابعونا|تابعنا|تابعوا|انضموا|اشتركوا|حملوا|شاركونا)(?!\w).{{0,80}}{_CHANNEL}"
    rf"|(?:للمزيد|تابع|تابعي|انضم|انضمي|اشترك|اشتركي|حمل|نزل|شاهد)(?!\w).{{0,80}}{_OUR_CHANNEL})"
)
_CLOSING_MAX_WORDS = 40


_FIRST_WORD = re.compile(r"\w+")


def _folded(phrases: str) -> tuple[str, ...]:
    return tuple({arabic.fold(" ".join(part.split())): None for part in phrases.split("|") if part.strip()})


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[tuple[str, Phrase]]]:
    """Folded heads by their first word, the longest first, so that «شارك برأيك» is found before «شارك»."""
    found: dict[str, list[tuple[str, Phrase]]] = {}
    pairs = [(head, phrase) for phrase, phrases in _HEADS.items() for head in _folded(phrases)]
    for head, phrase in sorted(pairs, key=lambda pair: -len(pair[0])):
        found.setdefault(head.split()[0], []).append((head, phrase))
    return found


@lru_cache(maxsize=1)
def _notices() -> dict[str, Phrase]:
    return {notice: phrase for phrase, phrases in _NOTICES.items() for notice in _folded(phrases)}


@lru_cache(maxsize=4096)
def head_of(text: str) -> Phrase | None:
    """What kind of box a line announces, if it begins with the head of one.

    >>> head_of("إقرأ أيضاً: خبر آخر")
    <Phrase.RELATED: 'related'>
    """
    norm = arabic.fold(text)
    first = _FIRST_WORD.search(norm)
    if first is None:
        return None
    line = norm[first.start() :]
    known = _heads().get(first[0], ())
    return next((phrase for head, phrase in known if line.startswith(head) and not line[len(head) :][:1].isalnum()), None)


@lru_cache(maxsize=4096)
def notice_in(text: str) -> Phrase | None:
    """What kind of notice to the reader a line holds, if any.

    >>> notice_in("حمّل تطبيقنا المجاني على هاتفك") is Phrase.NOTICE
    True
    """
    norm = arabic.fold(text)
    return next((phrase for notice, phrase in _notices().items() if notice in norm and _begins_word(norm, notice)), None)


def _begins_word(norm: str, notice: str) -> bool:
    at = norm.index(notice)
    return at == 0 or not norm[at - 1].isalnum()


@lru_cache(maxsize=1024)
def is_call(text: str) -> bool:
    """True for a line that calls the reader to an outlet's channels.

    >>> is_call("انضموا إلى قناتنا على تلغرام"), is_call("وتابعوا المباراة من المدرجات")
    (True, False)
    """
    return bool(_CALL.match(arabic.fold(text)))


@lru_cache(maxsize=1024)
def is_closing(text: str) -> bool:
    """True for a line that calls the reader to an outlet's channels, or disclaims a writer's opinion.

    >>> is_closing("* المقال يعبر عن رأي كاتبه ولا يعبر بالضرورة عن رأي الصحيفة"), is_closing("تابع الوزير جولته في الميناء")
    (True, False)
    """
    if text.count(" ") >= _CLOSING_MAX_WORDS:
        return False
    return is_call(text) or bool(_DISCLAIMER.search(arabic.fold(text)))


@lru_cache(maxsize=1024)
def goes_on(text: str) -> bool:
    """True if a paragraph goes on from the one before it, as background inside of a report does and a teaser does not."""
    first = next(iter(arabic.words(text[:60])), "")
    if first in _CONNECTORS:
        return True
    return first[:1] in ("و", "ف") and arabic.frequency(first[1:]) > arabic.frequency(first)
