"""All patterns by which names are read, for those who count or test them."""

from __future__ import annotations

from monitor.domain.announcement.names import (
    arabic,
    around,
    countries,
    english,
    guess,
    lists,
    roles,
    support,
    things,
)

RULES = (
    *support.RULES,
    *roles.RULES,
    arabic.ARABIC,
    arabic.SYSTEM,
    *english.RULES,
    guess.BEFORE_COLON,
    guess.FIRST_WORDS,
    *around.RULES,
    *countries.RULES,
    *lists.RULES,
    *things.RULES,
)
