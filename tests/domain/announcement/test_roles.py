"""What a time is to the work, rule by rule: its start, its end, the return of service."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.roles import ROLES
from tests.domain.announcement.timewords import roles

# rule, words that it must hit, words that look alike
ROWS = [
    ("role.start", "starting at", "a restart at"),
    ("role.start", "ابتداءً من", "ثمن"),
    ("role.start", "وستبدأ", "مبدأ"),
    ("role.start", "وقت البدء:", "البدء السريع"),
    ("role.end", "until", "untilled"),
    ("role.end", "لغاية", "غايات"),
    ("role.end", "تنتهي", "منتهية"),
    ("role.end", "تاريخ الانتهاء:", "الانتهاء من العمل"),
    ("role.end", "by the end of ", "by the minister"),
    ("role.end", "–", "_"),
    ("role.and", " and ", " and not "),
    ("role.and", " و", " أو "),
    ("role.between", "between", "in-betweens"),
    ("role.between", "ما بين", "بيان"),
    ("role.return", "will be restored", "a restorer"),
    ("role.return", "ستعود", "عودت"),
    ("role.return", "تستأنف", "أنف"),
    ("role.works", "the portal runs", "a runner"),
    ("role.works", "services work", "the work"),
    ("role.works", "تعمل", "أعمال"),
    ("role.work-runs", "maintenance will run", "maintenance will end"),
    ("role.work-runs", "the upgrade runs", "the app runs"),
    ("role.not", "will not", "notes"),
    ("role.instead", "instead of", "in spite of"),
    ("role.instead", "بدلاً من", "بدل"),
    ("role.not", "لن تعمل", "لنعمل"),
]


@pytest.mark.parametrize(("name", "hit", "miss"), ROWS)
def test_rule_hits_its_words_and_not_what_looks_alike(name: str, hit: str, miss: str) -> None:
    regex = next(one.regex for one in ROLES if one.name == name)

    assert regex.search(fold(hit).text)
    assert not regex.search(fold(miss).text)


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == {rule.name for rule in ROLES}
    assert len({rule.name for rule in ROLES}) == len(ROLES)
    assert all(rule.why for rule in ROLES)


WHOLE = [
    ("Down from 9 pm until 11 pm", "9 pm=start 11 pm=end"),
    ("Down since 9 pm", "9 pm=start"),
    ("Down from about 9 pm to the morning of 6 December", "9 pm=start morning of 6 December=end"),
    ("Down at 9 pm", "9 pm=none"),
    ("تتوقف من الساعة 9 مساءً حتى الساعة 11 مساءً", "الساعة 9 مساءً=start الساعة 11 مساءً=end"),
    ("تتوقف اعتباراً من 9 مساءً ولغاية 11 مساءً", "9 مساءً=start 11 مساءً=end"),
    ("Down between 9 pm and 11 pm", "9 pm=start 11 pm=end"),
    ("Down between 9 pm Friday and 4 am Saturday", "9 pm Friday=start 4 am Saturday=end"),
    ("متوقفة بين 9 مساءً و11 مساءً", "9 مساءً=start 11 مساءً=end"),
    ("متوقفة بين 9 مساءً والساعة 11 مساءً", "9 مساءً=start الساعة 11 مساءً=end"),
    ("Down from 9 pm and slow at 11 pm", "9 pm=start 11 pm=none"),
    ("Start: 9 pm", "9 pm=start"),
    ("End time: 9 pm", "9 pm=end"),
    ("وقت البداية: 9 مساءً", "9 مساءً=start"),
    ("وقت الانتهاء: 9 مساءً", "9 مساءً=end"),
    ("Services resume at 9 pm", "9 pm=resume"),
    ("Service will be restored by 9 pm", "9 pm=resume"),
    ("تعود الخدمات الساعة 9 مساءً", "الساعة 9 مساءً=resume"),
    ("على أن تستأنف العمل الساعة 9 مساءً", "الساعة 9 مساءً=resume"),
    ("The portal runs until 9 pm", "9 pm=start"),
    ("The portal works from 9 pm", "9 pm=resume"),
    ("تعمل البوابة حتى 9 مساءً", "9 مساءً=start"),
    ("تعمل البوابة من 9 مساءً", "9 مساءً=resume"),
    ("The portal will not work until 9 pm", "9 pm=end"),
    ("لن تعمل البوابة حتى 9 مساءً", "9 مساءً=end"),
    ("The maintenance runs until 9 pm", "9 pm=end"),
    ("The work has been extended until 9 pm", "9 pm=end"),
]


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_time_has_the_role_that_the_words_before_it_give(text: str, wanted: str) -> None:
    assert " ".join(roles(text)) == wanted


@pytest.mark.parametrize(
    ("text", "rule", "wanted"),
    [
        ("Down from 9 pm", "role.start", "9 pm=none"),
        ("Down until 9 pm", "role.end", "9 pm=none"),
        ("Down between 9 pm Friday and 4 am Saturday", "role.and", "9 pm Friday=start 4 am Saturday=none"),
        ("Down between 9 pm Friday and 4 am Saturday", "role.between", "9 pm Friday=start 4 am Saturday=none"),
        ("Services resume from 9 pm", "role.return", "9 pm=start"),
        ("The portal runs until 9 pm", "role.works", "9 pm=end"),
        ("The maintenance runs until 9 pm", "role.work-runs", "9 pm=start"),
        ("لن تعمل البوابة حتى 9 مساءً", "role.not", "9 مساءً=start"),
    ],
)
def test_rule_that_is_switched_off_gives_no_role(text: str, rule: str, wanted: str) -> None:
    assert " ".join(roles(text, rule)) == wanted


def test_word_far_from_the_time_gives_no_role() -> None:
    near, far = "Down from Monday on for all of our users", "9 pm"

    assert roles(f"{near}, also in the other town: {far}")[-1] == "9 pm=none"
