"""Why it is down, where nobody planned it: faults, and what brought them about.

A cause of ``fault.cause`` may be one of buildings (power, fire): beside something digital it counts all the same.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import arabic, english
from monitor.domain.announcement.pattern import pattern

FAULT = (
    pattern(
        "fault.ar",
        arabic(
            "عطل(?:ا)?(?: (?:فني|تقني|طارئ|مفاجئ|عام)(?:ا)?)?",
            "أعطال",
            "عطب(?:ا)?",
            "أعطابا?",
            "مشكل(?:ة|ات|ا)?",
            "مشاكل",
            "قطع (?:في )?(?:ال)?(?:كابل|كيبل|كوابل|ألياف|خط|شبكة)\\w{0,3}",
            "مشكل(?:ا)? (?:تقني|فني)",
            "إشكال(?:ية)? (?:تقني|فني)\\w{0,2}",
            "اختلال(?:ات)?",
            "حادث تقني",
            "انهيار",
            "خلل(?:ا)?",
            "مشكلة (?:فنية|تقنية)",
            "مشكلات (?:فنية|تقنية)",
            "مشاكل (?:فنية|تقنية)",
            "ضغط كبير على",
            "هجوم (?:سيبراني|إلكتروني)",
            "انقطاع (?:مفاجئ|طارئ|غير مخطط)",
            "ظرف طارئ",
        ),
        "a fault, unplanned",
    ),
    pattern(
        "fault.en",
        english(
            "(?:technical|system|connectivity|network|hardware|software|server) (?:issues?|problems?|"
            "errors?|difficult(?:y|ies)|faults?|failures?|glitch(?:es)?)",
            "glitch(?:es)?",
            "hiccups?",
            "snags?",
            "(?:issues?|problems?|troubles?) (?:with|affecting|impacting|accessing|logging)",
            "break-?downs?",
            "faults?(?! of)",
            "malfunction(?:s|ed)?",
            "experiencing (?:\\w{3,12} ){0,2}(?:problems|issues|difficulties|troubles?)",
            "unplanned",
            "(?:nation-?wide|widespread|massive|global|world-?wide|sudden|unforeseen) (?:\\w{2,12} ){0,2}(?:outages?|"
            "disruptions?|failures?|crash)",
            "unexpected(?:ly)?",
            "unscheduled",
            "power (?:failure|loss)",
            "cable (?:cut|break|damage)",
            "fibre cut",
            "fiber cut",
            "cyber ?-?(?:attack|incident)",
            "found a problem",
            "known issue",
            "emergency (?:maintenance|repairs?)",
        ),
        "a fault, unplanned",
    ),
    pattern(
        "fault.cause-ar",
        arabic(
            "(?:بسبب|إثر|نتيجة|جراء|عقب|بفعل|من جراء|نتيجة ل) (?:\\w{2,12} ){0,2}(?:ال)?(?:انقطاع|نفاد|قطع|تعطل|"
            "انفجار|حريق|سرقة|تخريب|فيضان|سيول|أمطار|عاصفة|زلزال|قصف|اعتداء|عطب|تلف|تماس|حادث|ارتفاع درجات)\\w{0,3}"
        ),
        "what nobody plans is the cause: power, fuel, fire, theft",
    ),
    pattern(
        "fault.cause",
        english(
            "(?:due to|because of|following|caused by|after|as a result of|owing to) (?:an? |the )?(?:\\w{3,12} )?"
            "(?:power (?:cuts?|outages?|failures?|loss)|fires?|floods?|flooding|storms?|hurricane|earthquake|theft|"
            "vandalism|lightning|fuel shortages?|damaged? (?:cable|fibre|fiber)s?|overheating)"
        ),
        "what nobody plans is the cause: power, fuel, fire, theft",
    ),
)
