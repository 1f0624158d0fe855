"""What a page says when its owners work on it, in Arabic and English, and what only sounds like it.

"إيقاف الخدمات" is a legal measure against a person, "طلب صيانة" a repair request; roads are maintained too, and work to
come or long past is no outage: such spans are deleted before matching. Wordings that are not strong also stand in
announcements. All come from public material and generic templates, none from a stored page of a Saudi platform.
"""

from __future__ import annotations

import re

from monitor.domain.classification.page_text import SHORT
from monitor.domain.classification.rule import Rule, Table, text, title

_SUBJECT = "(?:ال)?(?:نظام|موقع|منصه|خدمه|خدمات|بوابه|تطبيق)"
_TEMPLATES = "generic Arabic templates of maintenance pages"
_WORDS = "(?:[a-z]{1,20} ){0,3}"

NOT_MEANT = re.compile(
    "ايقاف (?:ال)?خدمات|(?:طلب|طلبات|عقد|عقود|قسم|اداره|شركه|شركات) (?:ال)?صيانه|اذن اصلاح"
    "|صيانه (?:ال)?(?:طرق|طريق|شوارع|شارع|مباني|مبني|جسور|جسر|انفاق|نفق|حدائق|مساجد|مركبات|سيارات|مصاعد|اجهزه)"
    "|(?:سيكون|ستكون|سوف [يت]كون|كان|كانت|لم يعد|لم تعد|ليس|ليست)(?: [^ .!؟|]{1,30}){0,4} (?:تحت|قيد) (?:ال)?صيانه"
    r"|\b(?:road|bridge|building|vehicle|car|lift|elevator|grounds|property|home|aircraft) maintenance\b"
    r"|\bmaintenance (?:request|contract|fee|worker|staff|department|compan)"
    r"|\bwill (?:be|undergo)\b[^.!?|]{0,120}\bmaintenance\b"
    rf"|\b(?:was|were|not|no longer) (?:currently |now )?(?:under|undergoing) {_WORDS}maintenance\b"
)
"""Spans that only look like an outage."""

TABLE = Table(
    Rule(
        id="maintenance.ar.under",
        vendor="Arabic",
        clues=(text(f"{_SUBJECT}(?:نا)?(?: [^ |]{{1,30}}){{0,3}} (?:تحت|قيد) (?:ال)?صيانه"),),
        source=f"Absher's page of July 2017; {_TEMPLATES}",
    ),
    Rule(
        id="maintenance.ar.apology",
        vendor="Arabic",
        clues=(text("(?:ناسف|نعتذر|عذرا)[^.!؟|]{0,120}(?:صيانه|تحديث|عدم خدمتك)"),),
        source=f"Absher's page of March 2017; {_TEMPLATES}",
    ),
    Rule(
        id="maintenance.ar.closed",
        vendor="Arabic",
        clues=(
            text(
                "(?:مغلق|متوقف|موقوف|معطل|غير متاح|غير متوفر|خارج الخدمه)ه?(?: [^ |]{1,30}){0,3}"
                " (?:لل|ل|لاعمال (?:ال)?|بسبب (?:اعمال )?(?:ال)?)صيانه"
            ),
        ),
        source=_TEMPLATES,
    ),
    Rule(
        id="maintenance.en.under",
        vendor="English",
        clues=(
            text(
                r"\b(?:under|undergoing|(?:currently|now|are|'re) (?:performing|carrying out|doing|conducting))"
                rf" {_WORDS}maintenance\b"
                r"|\b(?:down|closed|offline|unavailable|not available|stopped|paused|suspended)(?: [a-z]{1,20}){0,4}"
                rf" (?:for|due to|because of|during) {_WORDS}maintenance\b"
            ),
        ),
        source="generic English templates",
    ),
    Rule(
        id="maintenance.en.govuk",
        vendor="English",
        clues=(text(r"\bsorry, the service is unavailable\b"),),
        source="GOV.UK's page for a service that is closed on purpose",
    ),
    Rule(
        id="maintenance.title",
        vendor="any",
        clues=(
            title(
                r"^(?:(?:site|website|system|service|planned|scheduled) ){0,2}(?:under )?maintenance(?: mode)?$"
                r"|^(?:صفحه |وضع )?(?:ال)?صيانه$|^(?:ال)?(?:موقع|نظام|منصه|بوابه) (?:تحت|قيد) (?:ال)?(?:صيانه|تحديث)$"
            ),
        ),
        source="generic templates",
        longest=SHORT,
    ),
    Rule(
        id="maintenance.ar.unavailable",
        vendor="Arabic",
        clues=(
            text(
                f"{_SUBJECT}(?: [^ |]{{1,30}}){{0,2}} غير (?:متاح|متوفر)ه?"
                "|(?:ناسف|نعتذر|عذرا)[^.!؟|]{0,120}(?:عدم توفر|متوقف)"
            ),
        ),
        source=f"Absher's page of July 2017; {_TEMPLATES}",
        strong=False,
    ),
    Rule(
        id="maintenance.ar.stopped",
        vendor="Arabic",
        clues=(text(rf"{_SUBJECT}(?: [^ |]{{1,30}}){{0,2}} (?:متوقفه?|خارج الخدمه)(?:[ .،!]|$)"),),
        source=_TEMPLATES,
        strong=False,
    ),
    Rule(
        id="maintenance.ar.scheduled",
        vendor="Arabic",
        clues=(text("(?:لل|ال)?(?:صيانه|تحديثات|تحديث) (?:ال)?(?:مجدوله|مجدول|دوريه|دوري|مخطط لها|وقائيه)"),),
        source=_TEMPLATES,
        strong=False,
    ),
    Rule(
        id="maintenance.ar.back_soon",
        vendor="Arabic",
        clues=(text("سنعود (?:اليكم )?قريبا|سيعود قريبا|ستعود قريبا|سيتم استيناف الخدمه|وجود (?:اعمال )?صيانه"),),
        source=_TEMPLATES,
        strong=False,
    ),
    Rule(
        id="maintenance.ar.working",
        vendor="Arabic",
        clues=(text("(?:نقوم|نجري|يجري|تجري|نعمل|اجراء)(?: [^ |]{1,30}){0,4} (?:ال|لل|ل|ب)?(?:صيانه|ترقيه|تحديثات)"),),
        source=_TEMPLATES,
        strong=False,
    ),
    Rule(
        id="maintenance.en.scheduled",
        vendor="English",
        clues=(text(r"\b(?:scheduled|routine|planned|emergency|system) (?:[a-z]{1,20} ){0,2}maintenance\b"),),
        source="generic English templates",
        strong=False,
    ),
    Rule(
        id="maintenance.en.unavailable",
        vendor="English",
        clues=(
            text(
                r"\b(?:site|system|service|services|portal|website|platform|page) (?:is|are)"
                r" (?:currently |temporarily ){0,2}(?:unavailable|offline|down)\b"
            ),
        ),
        source="generic English templates",
        strong=False,
    ),
    Rule(
        id="maintenance.en.back_soon",
        vendor="English",
        clues=(text(r"\bwe(?:'ll| will) be (?:right )?back\b|\bbe back (?:soon|shortly|online)\b"),),
        source="generic English templates",
        strong=False,
    ),
)
