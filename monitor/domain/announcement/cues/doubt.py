"""Talk of downtime that announces none: denials, complaints, and how such cases are handled in general.

A cue of ``POLICY`` covers the condition it makes ("if the site is down, ..."), so that its words do not count.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

DENIAL = (
    pattern(
        "denial.before-ar",
        verb("نفى", "نفت", "[تي]نفي", "كذب(?:ت)?", "[تي]كذب", "دحضت?", "فندت?", "نفيا")
        + "|"
        + arabic(
            "نفي",
            "لا صحة (?:ل|إطلاقا|لما)?\\w{0,12}",
            "لا أساس",
            "ليس صحيحا",
            "ليست صحيحة",
            "لا نية ل\\w{2,12}",
            "لا [تي]وجد (?:أي )?(?:توقف|انقطاع|عطل)",
        ),
        "denies what follows",
    ),
    pattern(
        "denial.rumour-ar",
        arabic(
            "شائعات",
            "شائعة",
            "إشاعات?",
            "إشاعة",
            "أحاديث عن",
            "مزاعم",
            "ما (?:قيل|تردد|أشيع|يشاع|تداول\\w{0,3}|يتداول|نشر|يروج) (?:\\w{2,12} ){0,3}(?:عن|حول|بشأن|من)",
            "أنباء (?:متداولة |غير صحيحة )?(?:عن|حول|بشأن)",
            "المتداول(?:ة)? (?:\\w{2,12} ){0,2}(?:عن|حول|بشأن)",
            "رسالة مزيفة",
            "رسائل (?:مزيفة|احتيالية|مضللة)",
        ),
        "talk of it",
    ),
    pattern(
        "denial.after-ar",
        arabic(
            "غير صحيح(?:ة|ا)?",
            "عار(?:ي|ية)? (?:عن|من) الصحة",
            "عارية تماما",
            "لا أساس له\\w{0,2}",
            "مفبركة?",
            "كاذبة?",
            "مزيفة?",
            "مضللة?",
        ),
        "says that what stands before is untrue",
    ),
    pattern(
        "denial.before",
        english(
            "den(?:y|ies|ied|ying)",
            "denial",
            "refut(?:e|es|ed)",
            "dismiss(?:es|ed)?",
            "debunk(?:s|ed)?",
            "rumou?rs?",
            "false (?:claims?|reports?|news|messages?)",
            "misinformation",
            "disinformation",
            "fact-?check",
            "fabricated",
            "false(?:ly)?",
            "not true that",
            "fake (?:news|messages?|posts?|notices?)",
            "hoax",
            "reject(?:s|ed)",
            "quash(?:es|ed)",
            "dispel(?:s|led)",
            "contrary to",
            "rul(?:es|ed) out",
            "no decision to",
            "no truth",
            "claims? that",
            "has not been (?:down|suspended|closed|shut|hacked)",
            "there is no (?:outage|plan to)",
            "(?:messages?|texts?|posts?|e-?mails?|sms|circulars?|calls?|tweets?) "
            "(?:(?:that|which) )?(?:claim(?:s|ing)?|alleg(?:e|es|ing)|purport(?:s|ing)?)",
            f"(?:call|term|label|dubb?|flag|brand|describ|mark|declar)(?:l?ed|g?ed|s|es)?(?= {SOON}{{2,90}}\\b"
            "(?:fake|false|hoax|untrue|baseless|misleading|fabricated)\\b)",
            "no plans? to",
        ),
        "denies what follows",
    ),
    pattern(
        "denial.after",
        english(
            "(?:is|are|was|were) (?:not true|untrue|false|fake|incorrect|baseless|unfounded|a hoax|misleading|"
            "(?:a )?scams?|fraudulent|phishing)",
            "not genuine",
            "(?:fake|false|fabricated|forged|doctored) (?:circular|letter|screenshot|image|tweet|claim|report)s?",
        ),
        "says that what stands before is untrue",
    ),
)

COMPLAINT = (
    pattern(
        "complaint.ar",
        arabic("استياء", "شكاوى", "تذمر", "غضب", "انتقادات?", "معاناة", "طوابير", "قائمة انتظار", "زحام")
        + "|"
        + verb(
            "شكا",
            "[تي]شكو(?:ن)?",
            "اشتكى",
            "اشتكوا",
            "طالب(?:وا)? (?:ال)?(?:مواطنون|مستخدمون|أهالي)?",
            "تذمر(?:وا)?",
            "انتقد(?:وا)?",
            "تساءل(?:وا)?",
        ),
        "users are angry",
    ),
    pattern(
        "complaint.en",
        english(
            "complain(?:s|ed|ing|ts?)?",
            "angry",
            "frustrat(?:ed|ion|ing)",
            "outcry",
            "criticis(?:e|ed|m)",
            "criticiz(?:e|ed)",
            "took to (?:twitter|social media|x)",
            "netizens",
            "users (?:report|say|said|reported)",
            "down ?detector",
            "queue(?:s|d)?",
        ),
        "users are angry",
    ),
)

POLICY = (
    pattern(
        "policy.if-ar",
        arabic(
            f"(?:إذا|وإلا|ما لم|في حال(?:ة)?|حال) (?:ال)?\\w{{2,12}} {SOON}{{0,70}}",
            f"(?:لو|عند) (?:حدوث|وقوع|تعطل|توقف|انقطاع|وجود|مواجهة|حصول) {SOON}{{0,60}}",
        ),
        "a condition",
    ),
    pattern(
        "policy.how-ar",
        arabic(
            "نصائح",
            "تعرف على",
            "ما (?:هي )?أسباب",
            "كيف",
            "كيفية (?:ال)?(?:إبلاغ|التبليغ|تقديم|رفع|التعامل)",
            "طريقة (?:ال)?(?:إبلاغ|التبليغ|تقديم|رفع)",
            "خطوات (?:ال)?(?:إبلاغ|رفع|تقديم|حل)",
            "للإبلاغ عن",
            "الأسئلة الشائعة",
            "الأسئلة المتكررة",
            "سياسة (?:ال)?(?:صيانة|توافر|استخدام)",
            "نسبة (?:ال)?(?:توافر|جاهزية|إتاحة)",
            "اتفاقية مستوى",
            "بشكل دوري عادة",
            "من حين (?:إلى|ل)\\w{0,3} ?آخر",
            "أسباب (?:ال)?(?:توقف|تعطل|انقطاع)",
            "حلول مشكلة",
            "خطة (?:ال)?(?:طوارئ|استمرارية)",
        ),
        "how such cases are handled",
    ),
    pattern(
        "policy.if",
        english(
            "(?:if|unless|otherwise|or else|failing which|in case|in the event|should(?= (?:the|you|a|an|"
            f"any|our)\\b)|whenever|in cases? of) {SOON}{{0,80}}"
        ),
        "a condition",
    ),
    pattern(
        "policy.how",
        english(
            "how (?:to|do i|can i|we) (?:report|handle|check|deal|plan|schedule|manage|maintain|perform)",
            "may be required",
            "occasional(?:ly)?",
            "periodic(?:ally)?",
            "(?:usually|normally|typically|generally)",
            "(?:every|each) (?:week|month|night|year|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?",
            "(?:this|the) (?:page|policy|article|guide|document) (?:explains|describes|sets out|lists)",
            "explain(?:s|ed|er)",
            "where possible",
            "outside (?:of )?(?:business|peak|office|working) hours",
            "(?:our|its|the) (?:\\w{3,14} )?polic(?:y|ies)",
            "subscribe to",
            "local rules?",
            "(?:shall|will|may|is|are|be) deem(?:ed)?",
            "(?:known|any|such|future|all) (?:\\w{3,12} ){0,2}(?:outages?|interruptions?|downtimes?) (?:will|shall|"
            "are|is|may|must) be (?:posted|announced|published|notified|listed|reported)",
            "force majeure",
            "frequently asked",
            "faqs?",
            "uptime",
            "service[- ]level",
            "slas?",
            "from time to time",
            "(?:usually|normally|typically|generally) (?:perform|carr|schedul|take|last|notif|announce|give)\\w{0,6}",
            "maintenance (?:policy|policies|windows? (?:is|are) (?:every|usually|normally|typically|reserved|defined))",
            "terms (?:of use|and conditions)",
            "we (?:aim|strive|endeavou?r|try|reserve) to?",
            "(?:at least|minimum of) \\w{1,8} (?:hours|days)[’']? (?:advance )?notice",
            "best practices?",
            "what (?:to do|happens|is)",
            "tips?",
            "guide to",
            "reserves? the right",
            "reasons? (?:why|for)",
        ),
        "how such cases are handled",
    ),
    pattern(
        "policy.title",
        english(
            "how (?:we|to) \\w{3,12}",
            "what (?:is|to do|happens)",
            "a guide to",
            "tips (?:for|on)",
            "frequently asked",
            "faqs?",
        )
        + "|"
        + arabic("كيفية", "نصائح", "الأسئلة الشائعة", "يستعرض المقال"),
        "the title of an explanation",
    ),
    pattern(
        "policy.standing",
        english(
            "(?:standard|regular|usual|weekly|monthly) maintenance windows?",
            "maintenance windows? (?:is|are) (?:every|usually|normally|typically|reserved|defined|held)",
            "(?:of|about) any (?:planned|scheduled) (?:outage|downtime|maintenance|work)s?",
        ),
        "a window kept for whatever may come announces nothing, whatever hours it has",
    ),
    pattern(
        "policy.figures",
        arabic(
            "في (?:عام|سنة) \\d{4}",
            "العام الماضي",
            "خلال (?:ال)?(?:عام|سنة|نصف|ربع|عام الماضي) \\w{3,8}",
            "السنة الماضية",
            "متوسط (?:مدة|عدد|زمن)",
            "بلغت? (?:عدد|نسبة|مجموع)",
            "تقرير سنوي",
            "التقرير السنوي",
            "دراسة",
        )
        + "|"
        + english(
            "last year",
            "(?:in|during|throughout) 20\\d\\d",
            "in the (?:first|second|third|fourth|last|previous) (?:quarter|half|year)",
            "over the (?:past|last) (?:\\w{2,8} )?(?:year|years|decade|months)",
            "compared (?:with|to)",
            "report (?:says|said|found|finds|shows|showed)",
            "(?:rose|fell|increased|decreased|dropped) (?:by|to|from)",
            "(?:quarter|year) of \\d{4}",
            "\\d{4} (?:outage|blackout|incident|crash|failure|breakdown)",
            "(?:fin(?:es|ed)|su(?:es|ed)|compensation|inquiry|probe|lessons) (?:[^.;\\n]{2,30} )?(?:over|"
            "for|into|from|after) ",
            "annual report",
            "(?:survey|study|research|analysis) (?:found|finds|shows|by|of|on|into)",
            "interview",
            "on average",
            "statistics",
            "in \\d{4}, (?:there|the|we|it)",
            "per ?cent of",
            "(?:%|number of|total of|\\d{1,5}) (?:of )?(?:\\w{3,12} )?(?:outages|incidents|interruptions|"
            "complaints|tickets|requests)",
            "averag(?:e|ed|ing) \\d",
        ),
        "figures of the past",
    ),
)
