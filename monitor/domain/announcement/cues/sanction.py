"""Stops that are no downtime: a person's services stopped by law, opening hours and holidays."""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import OWN, SOON, arabic, english
from monitor.domain.announcement.pattern import pattern

LEGAL = (
    pattern(
        "legal.lifting-ar",
        arabic("رفع (?:ال)?(?:إيقاف|وقف|تعليق|حظر)(?: (?:ال)?خدمات)?\\w{0,3}", "رفع الحجز", "فك (?:ال)?(?:إيقاف|حظر)"),
        "lifting of the sanction",
    ),
    pattern(
        "legal.stop-by-law-ar",
        arabic(
            f"(?:إيقاف|وقف|تعليق) (?:ال)?(?:خدمات|خدماته|خدماتهم|خدماتك|التعامل)\\b{SOON}{{0,90}}(?:تنفيذ|"
            "محكم|مدين|قضا|دين|دائن|مطالبات|سداد|سندات|شيك|متعثر|غرام|مخالف|بلاغ|هروب|نفق)"
        ),
        "stopping a debtor's services",
    ),
    pattern(
        "legal.court-ar",
        arabic(
            "قاضي (?:ال)?تنفيذ",
            "محكمة التنفيذ",
            "السند(?:ات)? التنفيذية?",
            "المنفذ ضده",
            "أمر قضائي",
            "حكم قضائي",
            "قرار قضائي",
            "(?:ال)?مديونيات?\\w{0,2}",
            "المدين(?:ين|ون)?",
            "الدائن",
            "منع من السفر",
            "إيقاف (?:ال)?خدمات الحكومية",
            "العقوبات",
            "المستأجر",
            "المؤجر",
            "التجديد التلقائي",
            "طلب رفع",
            "(?:مواقع|منصات|حسابات) (?:مخالفة|وهمية|مزيفة|غير مرخصة|غير قانونية|مشبوهة)",
            "تزوير",
        ),
        "a court, a debtor, a tenant",
    ),
    pattern(
        "legal.those-who-ar",
        arabic(
            f"(?:إيقاف|وقف|تعليق|تجميد|حجب|حظر|س?[تي](?:وقف|علق|جمد)|أوقفت?){SOON}{{0,110}} (?:ل|ع|على |عن )?"
            "(?:من|الذين|الذي|التي|اللواتي) (?:لم|لا|يتخلف\\w{0,2}|تخلف\\w{0,2}|يخالف\\w{0,2}|انتهت|تجاوز\\w{0,2})",
            f"(?:إيقاف|وقف|تعليق|تجميد|حجب|س?[تي](?:وقف|علق|جمد)|أوقفت?){SOON}{{0,90}} (?:عن|على|ل|لدى) ?"
            f"(?:ال|ل)?\\w{{3,12}} {SOON}{{0,30}}(?:المنتهية?|المخالفة?|المخالفين|المتعثرة?|المتخلفين|المتأخرين|"
            "المشطوبة?|غير (?:ال)?(?:ملتزم|مسدد|مجدد|مبصم|مستوف|محدث)\\w{0,3})",
            "(?:ل|عن |على )?(?:لمتخلفين|المتخلفين|المخالفين|لمخالفين|غير الملتزمين|المتهربين|المتأخرين عن السداد)",
            "(?:تصحيح|تصويب|توفيق|تسوية|تعديل) (?:ال)?(?:أوضاع|وضع)\\w{0,3}",
        ),
        "a stop for those who have not done something, and what they must put right",
    ),
    pattern(
        "legal.suspension",
        english(
            "(?:rule|regulation|law|decision|order)s? (?:on|about|governing|for) (?:the )?suspen(?:ding|"
            "sion of) (?:\\w{3,12} ){0,2}services",
            "suspension of (?:government )?services (?:of|for|against|due to)",
            "(?:services?|accounts?|licen[cs]es?) (?:are |is |were |was |been |be |will be )?suspended "
            "(?:for|due to|because of|over) (?:unpaid|non-?payment|debts?|violations?|fines?|failure)",
            "suspension (?:is |be |was )?lifted",
            "(?:may|will|can|could) be (?:suspended|blocked|stopped|closed|frozen) (?:if|unless|"
            "until you|for fail|where you)",
            "suspended (?:the |his |her |their )?(?:account|licen[cs]e|user)s?",
            "lift(?:s|ed|ing)? (?:the |a |of )?suspension",
            "(?:accounts?|sim cards?|sims|numbers|cards|profiles|users|customers|connections|"
            "lines|residents|companies) "
            "(?:with no|without|not|inactive|(?:that|which|who) (?:are|have|do|remain|has|is)(?: not)?|"
            f"having no){SOON}{{0,60}} "
            "(?:closed|disconnected|blocked|deactivated|suspended|stopped|frozen|cut off|unable)",
            "(?:dormant|inactive|unregistered|unverified|unlinked|non-?compliant) (?:accounts?|cards?|sims?|sim cards?|"
            "numbers?|users?|customers?|lines?|companies)",
            "illegal(?:ly)?",
            "pirated?",
            "piracy",
            "debtors?",
            "creditors?",
            "unpaid",
            "face (?:fines?|penalties|a fine|prosecution)",
            "arrears",
            "overdue",
            "violators?",
            "offenders?",
            "non-?(?:payment|compliance)",
            "fail(?:s|ed|ing|ure)? to (?:pay|comply|renew|submit|register|settle)",
            "who (?:fail|do not|have not|did not)",
            "enforcement (?:court|judge|order)",
            "court order",
        ),
        "the same in English",
    ),
)

HOURS = (
    pattern(
        "hours.opening-ar",
        arabic(
            "(?:ساعات|أوقات|مواعيد|فترات) (?:ال)?(?:عمل|دوام)", "الدوام الرسمي", f"دوام{OWN}", "أيام العمل", "الفترتين"
        ),
        "opening hours",
    ),
    pattern(
        "hours.holiday-ar",
        arabic(
            "(?:ال)?إجازة",
            "(?:ال)?عطلة",
            "عيد (?:ال)?(?:فطر|أضحى|وطني|استقلال|جلوس)",
            "اليوم الوطني",
            "يوم التأسيس",
            "رأس السنة",
            "(?:ال)?إجازات",
            "العيد",
            "تعليق الدراسة",
            "تعطيل (?:ال)?(?:دوام|دوائر|مدارس|مؤسسات)",
        ),
        "holidays",
    ),
    pattern(
        "hours.opening",
        english(
            "(?:opening|working|business|office|operating|visiting) hours",
            "office is open",
            "open(?:s)? (?:from|at|daily|between)",
            "work(?:s)? from \\d\\S{0,4}",
            "branch hours",
            "closing (?:hours|time)",
        ),
        "opening hours",
    ),
    pattern(
        "hours.closing",
        english(
            "(?:consultation|registration|applications?|nominations|entries|bidding|tenders?|survey|poll|"
            "voting|enrolment|sales?|offer)"
            "[^.;\\n]{0,60} clos(?:es|e|ed|ing)",
            "(?:sales?|voting|bidding|poll|survey|offer)[^.;\\n]{0,60} (?:stops?|ends?|ceases?)",
            "(?:stops?|closes?|ends?)[^.;\\n]{0,40} (?:sold out|(?:is|are) (?:full|exhausted|filled)|"
            "reach\\w{0,3} capacity)",
        ),
        "what has a last day closes on it",
    ),
    pattern(
        "hours.closing-counters",
        english(
            "(?:counters?|(?:service|happiness|visitors?|citizens?|registration)s? cent(?:er|re)s?)(?![^.;\\n]{0,120}"
            "(?:maint|upgrad|systems?|migrat|outage))[^.;\\n]{0,60} (?:clos(?:es|e|ed)|shut)",
        ),
        "counters and centres close at hours and on holidays; for work on systems they say so",
    ),
    pattern(
        "hours.closing-ar",
        arabic(
            "(?:إغلاق|غلق|إقفال|[تي]غلق|[تي]قفل) باب",
            f"(?:بيع|اكتتاب|ترشح|ترشيح|تصويت|مزايدة|مبيعات){SOON}{{0,70}} و?(?:[تي]توقف|[تي]غلق|[تي]قفل)",
            "[تي]توقف (?:ال)?(?:بيع|اكتتاب|ترشح|تصويت|مبيعات)",
            f"(?:[تي]توقف|[تي]غلق|[تي]قفل|توقف|إغلاق){SOON}{{0,30}} (?:عند|بعد|حال|فور|لدى) "
            "(?:نفاد|نفاذ|اكتمال (?:ال)?(?:عدد|مقاعد)|بلوغ|امتلاء)",
            "(?:تعطيل|[تي]عطل|عطلة) (?:ال)?(?:دوام|دوائر|دائرة|مدارس|جامعات|وزارات|مؤسسات|بنوك|مصارف|محاكم|بلديات)",
        ),
        "what has a last day closes on it, and offices close for a holiday",
    ),
    pattern(
        "hours.holiday",
        english(
            "(?:public|bank|national|federal|religious|school|statutory) holidays?",
            "holidays?",
            "eid",
            "national day",
            "christmas",
            "new year[’']?s (?:day|eve)",
            "thanksgiving",
            "independence day",
            "labou?r day",
            "diwali",
            "long weekend",
            "memorial day",
        ),
        "holidays",
    ),
)
