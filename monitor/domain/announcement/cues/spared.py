"""What goes on working, and how the rest comes back.

A cue of ``SPARED`` covers the word it denies ("no downtime", "لن تتأثر"), so that the word does not count as one.
``RECOVERY`` covers the ending that is still to come, which is no ending yet.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

SPARED = (
    pattern(
        "spared.excludes-ar",
        verb("لا [تي]شمل", "لا [تي]مس", "لا [تي]طال", "لا [تي]سري", "لا [تي]تضمن", "لا علاقة")
        + "|"
        + arabic("باستثناء", "ما عدا", "عدا", "سوى", "دون المساس", "بقية (?:ال)?خدمات", "باقي (?:ال)?خدمات"),
        "does not include, except",
    ),
    pattern(
        "spared.untouched-ar",
        verb("(?:لن|لا|لم|دون أن) [تي](?:تأثر|ؤثر|تعطل|توقف|تضرر|نقطع)")
        + "|"
        + arabic(
            "(?:بدون|دون|من دون|بلا) (?:أي )?(?:ال)?(?:انقطاع|توقف|تأثير|تأثر|تعطيل|تعطل|مشاكل)",
            "عدم (?:تأثر|توقف|انقطاع)",
            "لا (?:توقف|انقطاع|تعطل|تأثر|تأثير|تعليق)",
            "غير متأثرة?",
        ),
        "is not affected",
    ),
    pattern(
        "spared.goes-on-ar",
        arabic(
            "[تي]ستمر (?:العمل|في العمل|في تقديم|بالعمل|في استقبال)",
            "[تي]ستمر(?:ان)? (?:ال)?(?:خدمات|خدمة|منصة|تطبيق)",
            "كالمعتاد",
            "كالعادة",
            "بشكل (?:طبيعي|معتاد|اعتيادي)",
            "بصورة (?:طبيعية|معتادة|اعتيادية)",
            "[تي]ظل(?:ان)? (?:متاحة?|تعمل|يعمل|متوفرة?)",
            "ستبقى (?:متاحة|تعمل)",
            "[تي]بقى (?:متاحة?|تعمل|يعمل)",
            "يمكن (?:ال)?(?:استمرار|الاستمرار)",
            "(?:متاحة?|متوفرة?) (?:على مدار|خلال|طوال|عبر)",
            "تعمل (?:كالمعتاد|بكفاءة|بشكل)",
        ),
        "goes on, as usual",
    ),
    pattern(
        "spared.untouched",
        english(
            "(?:not|n[’']t|no longer|never) (?:be )?(?:affect(?:ed)?|impact(?:ed)?|disrupt(?:ed)?|"
            "interrupt(?:ed)?|suffer)",
            "unaffected",
            "(?:has |have |was |were |is |are )?never (?:been |be |once |gone |went )?(?:down|offline|shut|closed?|"
            "suspended|stopp?(?:s|ed)?|unavailable|interrupted)",
            "(?:will|is|are|was|were|has|have) not (?:be |been |going |being |go |to ){0,2}(?:down|"
            "offline|shut|closed?|closing|suspend(?:ed)?|stop(?:ped)?|unavailable|interrupted|down)",
            "unimpacted",
            "(?:no|without|without an|zero) (?:\\w{3,12} ){0,2}(?:downtime|outages?|interruptions?|disruptions?|"
            "impact|effect)(?: (?:is|are) (?:expected|anticipated))?",
            "(?:not|n[’']t) (?:cause|expect|anticipate) (?:any )?(?:\\w{3,12} )?(?:downtime|outages?|"
            "interruptions?|disruptions?|impact)",
            "uninterrupted",
        ),
        "not affected, no downtime",
    ),
    pattern(
        "spared.stays",
        english(
            "(?:remain|remains|stay|stays|continue|continues|continued|still be|still|keep|keeps) "
            "(?:to )?(?:\\w{2,12} )?(?:available|accessible|open|online|operational|working|work|operate|"
            "function|be available|up)",
            "as (?:usual|normal)",
            "normally",
            "other (?:\\w{3,12} ){0,2}services (?:work|are|will|remain)",
            "except(?: for)?",
            "with the exception of",
            "excluding",
            "does not (?:apply|include|cover)",
        ),
        "stays available, except",
    ),
)

RECOVERY = (
    pattern(
        "recovery.when-done-ar",
        arabic(
            "(?:فور|بعد|حال|بمجرد|عقب|حين|عند|لحين|حتى) (?:ال)?(?:انتهاء|استكمال|إنجاز|اكتمال|إتمام|"
            "إصلاح|إنهاء|معالجة)\\w{0,3}",
            "(?:حين|عندما|بعدما|متى) [تي](?:نتهي|كتمل|تم)",
            "إلى حين (?:ال)?(?:انتهاء|استكمال|إصلاح)",
        ),
        "when the work is finished",
    ),
    pattern(
        "recovery.will-be-back-ar",
        verb(
            "[تي]ستأنف(?:ون)?",
            "[تي]ستؤنف",
            "[تي]عود(?:ون)?(?! (?:سبب|تاريخ|إلى أن))",
            "[تي]باشر",
            "[تي]عاود",
            "[تي]رجع",
            "[تي]عاد (?:ال)?(?:تشغيل|فتح|خدم)\\w{0,4}",
            "[تي]تم (?:استئناف|إعادة|استعادة|عودة)",
            "[تي]كتمل",
            "[تي]نتهي",
        )
        + "|"
        + arabic(
            "على أن (?:ت|ي)(?:باشر|عود|ستأنف|عاد)",
            "عودة (?:ال)?(?:خدم|عمل|منص)\\w{0,6}",
            "إعادة (?:ال)?(?:خدم|تشغيل|فتح)\\w{0,6}",
            "استئناف (?:ال)?(?:خدم|عمل|تقديم)\\w{0,6}",
            "استعادة (?:ال)?(?:خدم|اتصال)\\w{0,6}",
        ),
        "will be back",
    ),
    pattern(
        "recovery.soon-ar",
        arabic(
            "(?:في )?(?:أسرع|أقرب) (?:وقت|فرصة)",
            "قريبة?ا?",
            "تدريجيا",
            "تدريجي",
            "على مراحل",
            "تباعا",
            "إصلاحه? جار",
            "إلى (?:حالتها|وضعها|نسقها|طبيعت\\w{1,3}) (?:ال)?(?:طبيعية?|معتاد)?",
            "سيتم (?:إبلاغكم|إشعاركم|الإعلان)",
            "(?:حتى|لحين|إلى) إشعار (?:آخر|لاحق)",
        ),
        "soon, in stages, you will be told",
    ),
    pattern(
        "recovery.when-done",
        english(
            "(?:once|when|after|until|till|as soon as|upon|following|"
            f"before) {SOON}{{0,50}}?(?:complet(?:e|ed|ion)|finish(?:ed|es)?|over|done|restored|resolved|"
            "fixed|concluded|ends?|resumed?)"
        ),
        "when the work is finished",
    ),
    pattern(
        "recovery.will-be-back",
        english(
            "(?:will|would|shall|should|to|may|can|expected to|expect to|hope to|aims? to|can) (?:now |"
            "then |all )?(?:be |have |been ){0,2}(?:resum\\w{1,3}|restor\\w{1,3}|back|return\\w{0,2}|"
            "available again|completed?|resolved?|fixed|reopened?|operational|up and running|rectified|"
            "live|finished|go on beginning)",
            "(?:are|is) (?:all )?back (?:by|at|on|from)",
            "resum(?:e|es|ing|ption)",
            "(?:back|returns?) (?:by|at|on) (?:\\d|noon|midnight|mon|tue|wed|thu|fri|sat|sun)\\w{0,8}",
            "bring (?:them|it|\\w{3,12}) back",
            "(?:put right|rectified|restored) by",
            "coming back",
            "go on beginning",
            "not (?:yet )?(?:been )?(?:restored|resolved|fixed|completed)",
        ),
        "will be back",
    ),
    pattern(
        "recovery.soon",
        english(
            "as (?:soon|quickly) as (?:possible|we can)",
            "shortly",
            "gradual(?:ly)?",
            "progressively",
            "in (?:stages|phases)",
            "one after another",
            "soon",
            "until further notice",
            "(?:is|are) back to normal",
            "we will (?:update|notify|inform)",
            "updates? will be (?:provided|posted)",
        ),
        "soon, in stages",
    ),
)
