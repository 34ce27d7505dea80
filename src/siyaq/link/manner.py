"""How an article is told, beside what it tells: whether it explains, answers or quotes. Told by words of headline and lead."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from siyaq import arabic

_LEAD_CHARS = 450
_LEAD_WORDS = 50
_OPENING_WORDS = 4  # of the text: where Arabic news has its verb
_USUAL_WORDS = 5.5  # natural logarithm of the length of a usual report, 245 words

# Verbs and nouns of answering someone: in the headline or at the start of the lead of a reaction. Left out: «عقب», mostly
# "after"; «تعليق» alone, mostly "suspension".
_ANSWERS = """
رد ردت ردا ردها رده ردود يرد ترد ندد نددت يندد تندد تنديد تنديدا منددا منددة أدان أدانت يدين تدين إدانة دان
دانت استنكر استنكرت يستنكر تستنكر استنكار مستنكرا شجب شجبت يشجب تشجب علق علقت يعلق تعلق معلقا معلقة تعليقا
يعقب تعقب تعقيب تعقيبا معقبا رحب رحبت يرحب ترحب ترحيب نفى نفت ينفي تنفي نفي يكذب تكذب تكذيب رفض رفضت يرفض ترفض
رافضا اعتذر اعتذرت يعتذر تعتذر اعتذار سخر سخرت يسخر تسخر استدعى استدعت يستدعي تستدعي احتج احتجت يحتج تحتج
احتجاج احتجاجا توعد توعدت يتوعد تتوعد متوعدا أسف يأسف تأسف أعرب أعربت يعرب تعرب غضب غاضب غاضبة انتقد انتقدت
ينتقد تنتقد انتقادات هاجم يهاجم تضامن هنأ يهنئ تهنئ تهنئة
"""
_NO_ANSWER = re.compile(r"\b(دون|بدون|بلا|مقابل) رد\b")  # of matches: two goals to nothing
_CONVICTS = "أدان أدانت يدين تدين إدانة دان دانت"  # also to condemn; a court near by tells which
_COURT = re.compile(r"\b(ال)?(محكمه|قضاء|محاكمه|قاضي|محلفين)\b")
# Verbs of saying: weaker signs, for any statement has them.
_SAYS = """
قال قالت يقول تقول أكد أكدت يؤكد تؤكد شدد شددت يشدد تشدد حذر حذرت يحذر تحذر وصف وصفت يصف تصف طالب طالبت يطالب
تطالب دعا دعت يدعو تدعو اتهم اتهمت يتهم تتهم أشاد أشادت يشيد تشيد أيد أيدت يؤيد تؤيد اعتبر اعتبرت يعتبر تعتبر
تعهد تعهدت يتعهد تتعهد قلق تغريدة غرد يغرد تغرد
"""
# What follows opens a headline, or its part after a colon or two dots; inside a clause most of these words are plain
# («قصة», «أهم»).
_PART = r"(?:^|\.\.|[:؟?!\-–])[\s\"«]*(?:\d+ )?"
_ASKS = re.compile(
    _PART + r"(?P<word>هل|كيف|لماذا|ماذا|ما هو|ما هي|ماهو|ماهي|ما قصه|ما سر|ما الذي|ما اهميه|ما مدي|من هو|من هي|من هم"
    r"|من يكون)\b"
)
_ASKS_WHAT_WAS_SAID = re.compile(r"\b(ماذا قال|ماذا قالت|بماذا|ماذا كتب|ماذا رد|كيف رد|كيف ردت|وكيف رد|كيف علق|كيف علقت)\b")
_EXPLAINS = re.compile(
    _PART + r"(?P<word>انفوغرافيك|انفوجرافيك|فيديو غرافيك|بالارقام|ابرز|اهم|تاريخ|قصه|حكايه|رحله|مسيره|سيره|محطات"
    r"|اسباب|سيناريوهات|خريطه|تسلسل|حقائق|تحليل|راي|مقال|صحف|الصحف|الصحافه|اهميه|ملفات|شخصيات|وجوه"
    r"|كواليس|اسرار|دلالات|ابعاد|خلفيات|قراءه في|تساؤلات|تداعيات|اسئله|بروفايل)\b"
    r"|\b(?P<any>تعرف علي|كل ما نعرف\w*|كل ما تريد|كل ما تحتاج|كل ما يجب|من هو|من هي|فمن هو|فما هي|تسلسل زمني"
    r"|تكتب ل\w+|يكتب ل\w+)\b"
)
_EXPLAINS_IN_LEAD = re.compile(
    r"(فيما يلي|في ما يلي|تستعرض|نستعرض|ولد في|ولد عام|من مواليد|يري مراقبون|يري محللون|مقال بقلم"
    r"|تقرير بقلم|تساءل|السؤال|ما هي|لماذا|صحف)"
)
_SPEAKER_FIRST = re.compile(r"[^:؟\"«]{3,45}:")  # «الوزير: لن نتراجع»


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an article is told.

    Attributes:
        explains: 0 for plain news up to 2: questions, portraits, chronicles, analysis.
        answers: 0 up to 2: words of condemning, welcoming, denying, commenting.
        quotes: 0 up to 2.5: a speaker before a colon, quotation marks, verbs of saying.
        length: logarithm of the number of words, less that of a usual report.
        word: the word of headline or lead that shows it best, as written; empty for plain news.
    """

    explains: float
    answers: float
    quotes: float
    length: float
    word: str = ""


class _Opening(NamedTuple):
    """Headline and lead as they are asked for words of answering."""

    head: str  # the headline without what only looks like an answer
    head_words: list[str]
    lead: list[str]
    lead_words: list[str]


def manner_of(title: str, text: str) -> Manner:
    """Read headline and lead. Only the length is taken from the rest of the text.

    >>> manner_of("الوزارة تندد بالهجوم", "نددت الوزارة الأحد بالهجوم.").word
    'تندد'
    """
    opening = _opening_of(title, text)
    explains, asked = _explaining(title, arabic.fold(title), " ".join(opening.lead))
    words = _words_of_answering(title, opening)
    answering = [place for place, word in enumerate(opening.head_words) if word in words]
    return Manner(
        explains=min(2.0, explains),
        answers=_answering(opening, words),
        quotes=_quoting(title, opening.lead_words),
        length=math.log(1 + text.count(" ")) - _USUAL_WORDS,
        word=asked or (arabic.tokens(opening.head)[answering[0]].text if answering else ""),
    )


def answers_of(title: str, text: str) -> float:
    """`Manner.answers` alone, at a third of the time.

    >>> answers_of("الوزارة تندد بالهجوم", "نددت الوزارة الأحد بالهجوم.") > answers_of("انهيار الجسر", "انهار الجسر.")
    True
    """
    opening = _opening_of(title, text)
    return _answering(opening, _words_of_answering(title, opening))


def _opening_of(title: str, text: str) -> _Opening:
    head = _NO_ANSWER.sub("", title)
    lead = arabic.words(_NO_ANSWER.sub("", text[:_LEAD_CHARS]))
    return _Opening(head, list(map(_bare, arabic.words(head))), lead, list(map(_bare, lead[:_LEAD_WORDS])))


def _answering(opening: _Opening, words: frozenset[str]) -> float:
    in_lead = sum(map(words.__contains__, opening.lead_words))
    at_once = not words.isdisjoint(opening.lead_words[:_OPENING_WORDS])
    saying = not _forms(_SAYS).isdisjoint(opening.head_words)
    in_head = sum(map(words.__contains__, opening.head_words))
    return min(2.0, min(2, in_head) + 0.35 * min(3, in_lead) + at_once + 0.5 * saying)


def _words_of_answering(title: str, opening: _Opening) -> frozenset[str]:
    """`_ANSWERS`, without those that convict where a court stands near."""
    words, convicts = _forms(_ANSWERS), _forms(_CONVICTS)
    if convicts.isdisjoint(opening.head_words) and convicts.isdisjoint(opening.lead_words):
        return words
    near = _COURT.search(arabic.fold(title)) or _COURT.search(" ".join(opening.lead))
    return words - convicts if near else words


@lru_cache(maxsize=1 << 12)
def is_explainer(title: str) -> bool:
    """Whether a headline alone says that its article explains, portrays or reviews.

    >>> is_explainer("كيف بني الجسر؟"), is_explainer("انهيار الجسر")
    (True, False)
    """
    return _explaining(title, arabic.fold(title), "")[0] >= 1


def _explaining(title: str, folded: str, lead: str) -> tuple[float, str]:
    """Strength of the signs of an explainer, and the one to show; `folded` is the headline folded, and so is `lead`."""
    in_lead = 0.5 * bool(_EXPLAINS_IN_LEAD.search(lead))
    if _ASKS_WHAT_WAS_SAID.search(folded):
        return in_lead, ""
    asks, named = _ASKS.search(folded), _EXPLAINS.search(folded)
    shown = asks or named
    start, end = arabic.normalize(title).span(*shown.span(shown.lastgroup or 0)) if shown else (0, 0)
    return bool(asks) + bool(named) + 0.5 * ("؟" in title) + in_lead, title[start:end]


def _quoting(title: str, lead: list[str]) -> float:
    opening = not _forms(_SAYS).isdisjoint(lead[:_OPENING_WORDS])
    said = not _forms(_SAYS).isdisjoint(lead)
    return bool(_SPEAKER_FIRST.match(title)) + 0.5 * bool(re.search('["«“]', title)) + 0.5 * opening + 0.5 * said


def _bare(norm: str) -> str:
    """A folded word without a leading «و» or «ف»."""
    return norm[1:] if norm[:1] in ("و", "ف") and len(norm) > 3 else norm


@lru_cache(maxsize=8)
def _forms(words: str) -> frozenset[str]:
    return frozenset(_bare(norm) for norm in arabic.words(words))
