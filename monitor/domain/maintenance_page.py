"""Whether a page that failed its expectations says of itself that it is under maintenance.

Only the *strong* wordings, on visible text, after normalisation; a page that meets its expectations is never asked
(a banner about coming maintenance is no outage). "إيقاف الخدمات" is the name of a legal measure against a person and
"طلب صيانة" a repair request: such spans are deleted before matching. Patterns and the sentences they were tried on come
from public material (docs/architecture.md names the limits); none was taken from a live Saudi maintenance page.
"""

from __future__ import annotations

import re
import unicodedata

_LOOKED_AT = 65_536  # characters; the patterns are linear, the cut keeps the cost of a hostile page small
_SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LETTERS = str.maketrans("أإآٱىیکؤئة", "ااااييكويه")

_SUBJECT = "(?:ال)?(?:نظام|موقع|منصه|خدمه|خدمات|بوابه|تطبيق)"
_VETO = re.compile("ايقاف (?:ال)?خدمات|طلب(?:ات)? (?:ال)?صيانه|عقود (?:ال)?صيانه|اذن اصلاح")
_RULES = {
    "maintenance.ar.under": re.compile(f"{_SUBJECT}(?:نا)?(?: [^ ]+){{0,3}} (?:تحت|قيد) (?:ال)?صيانه"),
    "maintenance.ar.apology": re.compile("(?:ناسف|نعتذر|عذرا)[^.!؟]{0,120}(?:صيانه|تحديث)"),
    "maintenance.en": re.compile(
        r"\b(?:under|undergoing|scheduled|routine|planned|emergency|system) (?:[a-z]+ ){0,2}maintenance\b"
    ),
}


def maintenance_wording(page: str) -> tuple[str, str] | None:
    """The rule that matched and the text it matched, or ``None``."""
    text = _VETO.sub(" ", normalised(_visible(page[:_LOOKED_AT])))
    for rule, pattern in _RULES.items():
        if found := pattern.search(text):
            return rule, found[0]
    return None


def normalised(text: str) -> str:
    """One spelling: NFKC, without vowel signs, tatweel and direction marks, alef, ya and ta marbuta made one each."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS).lower()
    return " ".join(folded.split())


def _visible(page: str) -> str:
    return _TAGS.sub(" ", _SCRIPTS.sub(" ", page))
