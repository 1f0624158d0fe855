"""What is found as a time of day, by family; each rule has a text that it must hit and one that it must not."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.announcement.clock import find_clocks, find_lengths, find_zones
from monitor.domain.announcement.clock.hours import RULES
from monitor.domain.announcement.draft import Part
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import ClockMention, ClockWord

# rule, a text that it must hit, one that looks alike
ROWS = [
    ("clock.english-half", "put right by 6.30pm", "1,500 amateurs"),
    ("clock.english-half", "from 12:01 a.m. on", "PM2.5 and AM radio"),
    ("clock.english-half", "9 in the morning", "9 in the team"),
    ("clock.arabic-half", "الساعة 7:30 صباحاً", "7:30 صباحية"),
    ("clock.arabic-half", "حتى 10 م", "على 15 م"),
    ("clock.arabic-half", "10 م", "مسافة 10 م"),
    ("clock.arabic-half", "5م", "5م.ع"),
    ("clock.arabic-half", "الساعة 8 والنصف مساء", "الساعة 8 والنصفية"),
    ("clock.arabic-half", "من 8 ص", "المادة 5 ص 10"),
    ("clock.the-hour-digits", "الساعة 5", "24 ساعة"),
    ("clock.the-hour-digits", "الساعة 16:30", "الساعة 5/12"),
    ("clock.the-hour-words", "الساعة التاسعة والنصف", "على مدار الساعة"),
    ("clock.the-hour-words", "في تمام الساعة ثلاثة", "الساعة القادمة"),
    ("clock.hour-words-half", "الثالثة صباحاً", "المرحلة الثالثة صباحاً"),
    ("clock.hour-words-beside", "الثانية والنصف", "الثانية والثالثة"),
    ("clock.colon", "at 20:00 hrs", "10:30:45:12"),
    ("clock.colon", "اليوم 2:10", "بنتيجة 2:10"),
    ("clock.colon", "2025-12-05T00:00", "http://[fe80::1:2]:8080"),
    ("clock.colon-letter", "8:00p", "8:00 port"),
    ("clock.dotted-hours", "20.30 hrs", "5.20%"),
    ("clock.dotted", "back at 20.30", "to 10.30 SAR"),
    ("clock.dotted", "by 6.45", "by 6.45.1"),
    ("clock.dotted", "before 10.30", "upgrade to 10.30"),
    ("clock.four-digits", "at 2000 hrs", "2000 branches"),
    ("clock.four-digits-pair", "0600-1400", "2024-2025"),
    ("clock.four-digits-pair", "2200 to 0600", "call 0500-1230"),
    ("clock.four-digits-at", "at 1430 on Sunday", "by 2030"),
    ("clock.french", "18h30", "18hp"),
    ("clock.maghreb", "18سا30", "24 سا"),
    ("clock.maghreb", "من 18 سا", "18 سائق"),
    ("clock.reversed", "الساعة 30ر1", "بنحو 30ر1"),
    ("clock.reversed", "الساعة 30:9", "الساعة 30:99"),
    ("clock.reversed-half", "30ر1 ظهراً", "25ر3 مليون"),
    ("clock.o-clock", "six o'clock in the evening", "around the clock"),
    ("clock.o-clock", "at 9 o’clock", "9 o’ them"),
    ("clock.past", "half past six", "half the past six"),
    ("clock.past", "quarter to eight pm", "8/31 to 9/10"),
    ("clock.past", "ten minutes to six", "from ten to twelve pm"),
    ("clock.english-words", "six thirty pm", "six thirty-day permits"),
    ("clock.from-to", "from 6 to 9 on Sunday", "from 6 to 9 May"),
    ("clock.at-bare", "at 5 on Sunday", "at 5 branches"),
    ("clock.bare", "6-9 pm", "6 9 pm"),
    ("clock.bare", "من 1 إلى 5 صباحاً", "Dec 6 - 7 am"),
    ("clock.bare", "from 2157 to 0600 hrs", "2025 to 6 pm"),
    ("clock.bare-words", "من الثالثة وحتى السادسة صباحاً", "المرحلة الثالثة والسادسة صباحا"),
    ("clock.bare-english-words", "from six to nine pm", "six pm"),
    ("clock.midnight-arabic", "منتصف ليل الجمعة", "منتصف الأسبوع"),
    ("clock.midnight-english", "midnight Friday", "Midnights, the album"),
    ("clock.noon-arabic", "ظهر يوم الإثنين", "ظهر خلل"),
    ("clock.noon-arabic", "منتصف النهار", "بعد الظهر"),
    ("clock.noon-english", "until noon", "afternoon"),
    ("clock.end-of-day-arabic", "مع نهاية يوم الثلاثاء", "نهاية يوم العمل"),
    ("clock.end-of-day-arabic", "بنهاية الثلاثاء", "نهاية الأسبوع"),
    ("clock.end-of-day-english", "to the end of Monday", "end of business"),
    ("clock.end-of-day-english", "end of day", "end of 2025"),
    ("clock.start-of-day-arabic", "مع بداية يوم الأحد", "بداية العام"),
    ("clock.start-of-day-english", "from the start of Monday", "the start of the year"),
    ("clock.dawn-arabic", "فجر الخميس", "صلاة الفجر"),
    ("clock.dawn-english", "the early hours of Sunday", "early hours worked"),
    ("clock.morning-arabic", "صباح الأربعاء", "الشيخ صباح الأحمد"),
    ("clock.morning-arabic", "الفترة الصباحية", "صباح الخير"),
    ("clock.morning-english", "Sunday morning", "Good morning"),
    ("clock.afternoon-arabic", "عصر يوم الأحد", "عصر الإنترنت"),
    ("clock.afternoon-english", "this afternoon", "good afternoon"),
    ("clock.evening-arabic", "مساء الجمعة", "مساء الخير"),
    ("clock.evening-english", "Saturday evening", "good evening"),
    ("clock.night-arabic", "ليلة الجمعة", "لليلة واحدة"),
    ("clock.night-english", "overnight", "a fortnight"),
]


def clocks(text: str, *without: str) -> tuple[ClockMention, ...]:
    return find_clocks(fold(text), frozenset(without))


def written(text: str) -> str:
    """The times of a text in short: ``?`` after an open hour, ``-`` after one that begins a range."""
    return " ".join(
        (f"{one.clock:%H:%M}" if one.clock is not None else str(one.part))
        + "?" * one.is_open
        + "+" * one.next_day
        + "-" * one.until_next
        for one in clocks(text)
    )


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS)
def test_rule_hits_its_wording_and_not_what_looks_alike(rule: str, hit: str, miss: str) -> None:
    assert rule in {one.rule for one in clocks(hit)}
    assert rule not in {one.rule for one in clocks(miss)}
    assert rule not in {one.rule for one in clocks(hit, rule)}


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} | {"clock.bare-after"} == {rule.name for rule in RULES}
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why for rule in RULES)


def test_end_of_a_range_is_an_hour_only_where_no_noun_follows() -> None:
    assert written("from 9am to 5 on Friday") == "09:00- 17:00"
    assert written("from 9am to 5 branches") == "09:00"
    assert len(clocks("from 9am to 5 on Friday", "clock.bare-after")) == 1


TWELVES = [
    ("الساعة 12 ظهراً", "12:00", ClockWord.NOON),
    ("12 صباحاً", "00:00", ClockWord.MIDNIGHT),
    ("12:00 ص", "00:00", ClockWord.MIDNIGHT),
    ("12 م", "12:00", ClockWord.NOON),
    ("12 مساءً", "00:00", ClockWord.MIDNIGHT),
    ("12:30 مساءً", "12:30", None),
    ("12 ليلاً", "00:00", ClockWord.MIDNIGHT),
    ("12:30 بعد منتصف الليل", "00:30", None),
    ("12:00 منتصف الليل", "00:00", ClockWord.MIDNIGHT),
    ("الساعة الثانية عشرة من منتصف ليل الخميس", "00:00", ClockWord.MIDNIGHT),
    ("الثانية عشرة ظهرا", "12:00", ClockWord.NOON),
    ("12:00 a.m.", "00:00", ClockWord.MIDNIGHT),
    ("12 AM", "00:00", ClockWord.MIDNIGHT),
    ("12:01 am", "00:01", None),
    ("12 PM", "12:00", ClockWord.NOON),
    ("12.59pm", "12:59", None),
    ("12 noon", "12:00", ClockWord.NOON),
    ("12 at night", "00:00", ClockWord.MIDNIGHT),
    ("12 midnight", "00:00", ClockWord.MIDNIGHT),
    ("midnight (12:00 am)", "00:00", ClockWord.MIDNIGHT),
    ("midday", "12:00", ClockWord.NOON),
    ("24:00", "00:00+", None),
    ("00:00", "00:00", None),
    ("end of Monday", "23:59", ClockWord.END_OF_DAY),
    ("start of Monday", "00:00", ClockWord.START_OF_DAY),
]


@pytest.mark.parametrize(("text", "clock", "word"), TWELVES)
def test_twelve_is_noon_or_midnight_by_its_word(text: str, clock: str, word: ClockWord | None) -> None:
    (one,) = clocks(text)

    assert written(text) == clock
    assert one.word is word


WORDED = [
    ("في تمام الساعة الثالثة إلا ربعاً عصراً", "14:45"),
    ("الساعة الثانية إلا ثلثا فجرا", "01:40"),
    ("الساعة الواحدة إلا ربعا ظهرا", "12:45"),
    ("الساعة الخامسة وعشر دقائق مساءً", "17:10"),
    ("الساعة الثامنة وخمسة وأربعين دقيقة صباحا", "08:45"),
    ("الساعة السادسة والثلث مساء", "18:20"),
    ("التاسعه والنصف مساءا", "21:30"),
    ("الساعة التاسعة والنصف إلا خمس دقائق مساء", "21:25"),
    ("الساعة الحادية عشر ليلا", "23:00"),
    ("الساعة الثامنة (8:00) مساءً", "20:00"),
    ("الساعة (8) مساءً", "20:00"),
    ("الساعة 9 و30 صباحا", "09:30"),
    ("الساعة 9 و 30 دقيقة صباحا", "09:30"),
    ("الساعة 3 عصر يوم الأحد", "15:00"),
    ("الساعة 11 ظهرا", "11:00"),
    ("الساعة 2 بعد الظهر", "14:00"),
    ("الساعة 11 قبل الظهر", "11:00"),
    ("الساعة 2 ليلا", "02:00"),
    ("الساعة 10 الليلة", "22:00"),
    ("الساعات الأولى من صباح الجمعة", "morning"),
    ("الساعة السابعة والدقيقة الثلاثين مساء", "19:30"),
    ("الساعة الحادية عشرة قبل منتصف الليل", "23:00"),
    ("الساعة الثامنة والنصف من صباح الأربعاء", "08:30"),
    ("السادسة من مساء اليوم", "18:00"),
    ("الساعة 30ر1 ظهراً", "13:30"),
    ("الساعة 1ر30 ظهراً", "13:30"),
    ("الساعة 30:9 مساء", "21:30"),
    ("half past six", "06:30?"),
    ("quarter to one pm", "12:45"),
    ("twenty past nine am", "09:20"),
    ("six-thirty in the evening", "18:30"),
    ("nine o'clock at night", "21:00"),
    ("eight this morning", "08:00"),
    ("الساعة 5", "05:00?"),
    ("الساعة 05:00", "05:00"),
    ("at 7:30", "07:30?"),
    ("at 7:30 UTC", "07:30"),
    ("00:30 مساءً", "00:30"),
    ("24:30", ""),
    ("13:45, 9:00 am, 5:30", "13:45 09:00 05:30?"),
    ("7:30 and 19:30", "07:30 19:30"),
    ("الساعة الـ 12 من مساء اليوم", "00:00"),
    ("scheduled for 20:00", "20:00"),
    ("from 1800 Friday to 0600 Saturday", "18:00 06:00"),
    ("for 1:30 hours", ""),
    ("for 1:30 hrs", ""),
    ("maintenance for 22:00 tonight", "22:00"),
    ("the 12/5/2025, 5.12.2025, 24/7, version 6.30, 10.30 SAR, 5.20%, مادة 12, 1447", ""),
]


@pytest.mark.parametrize(("text", "expected"), WORDED)
def test_hour_is_read(text: str, expected: str) -> None:
    assert written(text) == expected


RANGES = [
    ("6-9 pm", "18:00- 21:00"),
    ("7–9am", "07:00- 09:00"),
    ("from 6 to 9 pm", "18:00- 21:00"),
    ("between 8 and 10 a.m.", "08:00- 10:00"),
    ("8 and 10 a.m.", "10:00"),
    ("between 1:00AM & 4:00AM", "01:00- 04:00"),
    ("22h00 à 6h00", "22:00- 06:00"),
    ("10 to 2 pm", "10:00- 14:00"),
    ("11 - 1 am", "23:00- 01:00"),
    ("from 12 to 5 am", "00:00- 05:00"),
    ("12-2 pm", "12:00- 14:00"),
    ("8 to 8 pm", "08:00- 20:00"),
    ("04:30 to 6:30 pm", "16:30- 18:30"),
    ("midnight-6am", "00:00- 06:00"),
    ("6am-noon", "06:00- 12:00"),
    ("midnight- 9 a.m.", "00:00- 09:00"),
    ("from 8 until noon", "08:00- 12:00"),
    ("from 9pm to 5.", "21:00- 05:00"),
    ("8 am ET - 5 pm ET", "08:00- 17:00"),
    ("8:00 to 16:00", "08:00- 16:00"),
    ("00:00 to 6 am", "00:00- 06:00"),
    ("2330 to 0530 hrs", "23:30- 05:30"),
    ("Room 16 - 7 pm", "19:00"),
    ("8 am Friday to 5 pm", "08:00 17:00"),
    ("Saturday 6 - 7am to 10am", "07:00- 10:00"),
    ("بين 4 و6 فجراً", "04:00- 06:00"),
    ("بين الساعة 4 والساعة 6 مساء", "16:00- 18:00"),
    ("بين الرابعة والسادسة صباحا", "04:00- 06:00"),
    ("من الساعة 10 وحتى 12 ظهراً", "10:00- 12:00"),
    ("من الساعة الثانية عشرة وحتى السادسة صباحاً", "00:00- 06:00"),
    ("من 10 مساءً إلى 6 يوم الأحد", "22:00- 06:00"),
    ("من الساعة 12 مساءً حتى 4 مساءً", "12:00- 16:00"),
    ("من الساعة 12 مساءً حتى 4 صباحاً", "00:00- 04:00"),
    ("من الساعة 10 مساءً (بتوقيت السعودية) حتى 4 صباحا", "22:00- 04:00"),
    ("من الساعة 8 إلى الساعة 16", "08:00- 16:00"),
    ("من الساعة 5 إلى الساعة 8", "05:00?- 08:00?"),
]


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ends_of_a_range_share_the_half_of_the_day(text: str, expected: str) -> None:
    assert written(text) == expected


AGAIN = [
    ("الساعة الثامنة ليلاً (20:00) إلى منتصف الليل", "20:00- 00:00"),
    ("الساعة الثامنة (20:00)", "20:00"),
    ("الثانية عشرة ليلاً (00:00) حتى الرابعة صباحاً (04:00)", "00:00- 04:00"),
    ("20:00 (8 pm) - 22:00 (10 pm)", "20:00- 22:00"),
    ("8 PM (9 PM in summer)", "20:00 21:00"),
    ("8 AM (20:00)", "08:00 20:00"),
    ("8:15 PM (20:00)", "20:15 20:00"),
]


@pytest.mark.parametrize(("text", "expected"), AGAIN)
def test_time_that_is_said_again_in_brackets_is_one(text: str, expected: str) -> None:
    assert written(text) == expected


BESIDE = [
    ("مساء الجمعة الساعة 9", "21:00"),
    ("صباح يوم الخميس 5 ديسمبر الساعة 10", "10:00"),
    ("Sunday evening from 6 to 9", "18:00- 21:00"),
    ("from 6 to 9 on Sunday evening", "18:00- 21:00"),
    ("tonight at 8", "20:00"),
    ("on Sunday evening, around 9 PM", "21:00"),
    ("from Sunday evening to 9 PM", "evening 21:00"),
    ("من مساء الجمعة إلى 6 صباح السبت", "evening 06:00"),
    ("in the morning, 9 PM", "morning 21:00"),
    ("midnight on Sunday night", "00:00 night"),
    ("midnight tonight", "00:00"),
    ("on Sunday morning between midnight and 6 a.m.", "00:00- 06:00"),
]


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_part_of_the_day_beside_an_hour_tells_its_half_and_is_no_second_time(text: str, expected: str) -> None:
    assert written(text) == expected


PARTS = [
    ("فجر الخميس", Part.DAWN),
    ("صباح غد الأربعاء", Part.MORNING),
    ("الأربعاء صباحاً", Part.MORNING),
    ("بعد ظهر الأحد", Part.AFTERNOON),
    ("الفترة المسائية", Part.EVENING),
    ("ليلة الجمعة", Part.NIGHT),
    ("Sunday afternoon", Part.AFTERNOON),
    ("tonight", Part.NIGHT),
]


@pytest.mark.parametrize(("text", "part"), PARTS)
def test_part_of_the_day_alone_has_no_hour(text: str, part: Part) -> None:
    (one,) = clocks(text)

    assert (one.clock, one.part) == (None, part)


def test_span_holds_the_words_of_the_time_and_no_more() -> None:
    folded = fold("يبدأ من الساعة ١٢:٠٠ منتصف الليل وحتى by 5.20pm at 20.30")

    texts = [folded.evidence(one.span).text for one in find_clocks(folded)]

    assert texts == ["الساعة ١٢:٠٠ منتصف الليل", "5.20pm", "20.30"]


HOURS = st.integers(0, 23)
MINUTES = st.integers(0, 59)
_WORDS = (
    "الثانية عشرة",
    "الواحدة",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
    "الحادية عشرة",
)
_ENGLISH = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_ARABIC_MINUTES = {0: "", 10: " وعشر دقائق", 15: " والربع", 20: " والثلث", 30: " والنصف", 45: " وخمس وأربعين دقيقة"}


@given(HOURS, MINUTES)
def test_every_minute_is_read_back_from_digits(hour: int, minute: int) -> None:
    twelve, half = hour % 12 or 12, "am" if hour < 12 else "pm"
    arabic = "صباحاً" if hour < 12 else "م"
    texts = [
        f"{hour:02}:{minute:02}",
        f"{hour:02}:{minute:02} hrs",
        f"at {hour:02}.{minute:02}",
        f"{hour:02}{minute:02}hrs",
        f"{hour}h{minute:02}",
        f"{twelve}:{minute:02}{half}",
        f"{twelve}.{minute:02} {half.upper()}",
        f"{twelve}:{minute:02} {half[0]}.m.",
        f"الساعة {twelve}:{minute:02} {arabic}",
        f"{twelve:02}:{minute:02} {arabic}",
        f"الساعة {minute:02}ر{twelve} {arabic}",
    ]

    found = [[one.clock for one in clocks(f"from {text} on")] for text in texts]

    assert found == [[time(hour, minute)]] * len(texts)


@given(HOURS, st.sampled_from(sorted(_ARABIC_MINUTES)))
def test_every_hour_is_read_back_from_words(hour: int, minute: int) -> None:
    half = "صباحاً" if hour < 12 else "بعد الظهر" if hour < 18 else "مساء"
    texts = [
        f"الساعة {_WORDS[hour % 12]}{_ARABIC_MINUTES[minute]} {half}",
        f"{_WORDS[hour % 12]}{_ARABIC_MINUTES[minute]} {half}",
    ]

    found = [[one.clock for one in clocks(text)] for text in texts]

    assert found == [[time(hour, minute)]] * len(texts)


@given(HOURS)
def test_every_hour_is_read_back_from_english_words(hour: int) -> None:
    half = "a.m." if hour < 12 else "p.m."

    found = [one.clock for one in clocks(f"by {_ENGLISH[hour % 12]} {half}, at {_ENGLISH[hour % 12]} o'clock {half}")]

    assert found == [time(hour)] * 2


PIECES = """الساعة 12 12:00 24:00 0600 - حتى إلى و من بين الثانية عشرة والنصف إلا ربعاً دقيقة مساءً منتصف الليل ظهر لمدة
    خمس hours and a half pm a.m. noon ET UTC +3 to from 99 7,5 1/2 one twenty o'clock past مئة يوم بتوقيت عمان"""
ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from("0123456789:.-– \napmAPM٠١٢٣صمرو")), max_size=60
) | st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join)


@given(ANYTHING)
def test_any_text_is_read_without_a_fault_and_in_order(text: str) -> None:
    folded = fold(text)

    for found in (find_clocks(folded), find_lengths(folded), find_zones(folded)):
        spans = [one.span for one in found]
        assert all(first.end <= second.start for first, second in pairwise(spans))
        assert all(0 <= span.start < span.end <= len(folded.text) for span in spans)
