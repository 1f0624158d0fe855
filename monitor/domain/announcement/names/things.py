"""Things that stop, by the words everybody has for them: machines, apps, channels, payments, in both languages.

Generic words only; what one platform calls its own is the directory's.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.pattern import pattern, span_of

_GLUED = r"(?<![ء-ي])(?:[وف]?[بلك]?)"
_END = r"(?![ء-ي])"
ARABIC = (
    pattern(
        "names.thing-machine",
        rf"{_GLUED}(?P<it>(?:(?:(?:أجهزة|ماكينات|ماكينة|جهاز|مكائن|آلات)[ ])?(?:ال)?(?:صرافات|صراف)[ ](?:ال)?آلية?|"
        rf"(?:ماكينات|أجهزة)[ ](?:ال)?(?:صرف|دفع|سحب)(?:[ ](?:ال)?(?:آلي|إلكتروني)ة?)?|"
        rf"(?:أجهزة[ ])?نقاط[ ](?:ال)?بيع|الصرافات){_END}(?:[ ]\((?:atms?|pos)\))?)",
        "cash machines and points of sale",
    ),
    pattern(
        "names.thing-channel",
        rf"{_GLUED}(?P<it>(?:ال)?(?:تطبيق(?:ات)?|قنوات|محفظة|محافظ|منصات)[ ](?:ال)?(?:رقمية?|إلكترونية?|هاتف|"
        rf"جوال|ذكية?|"
        rf"بنكية?|مصرفية?|موبايل|محمول|هواتف[ ]الذكية)|(?:ال)?موقع(?:ها|ه|نا)?[ ](?:ال)?(?:إلكتروني|رسمي)|"
        rf"(?:ال)?فروع(?:ها|ه|نا)?|"
        rf"(?:ال)?تطبيق|(?:ال)?موقع|(?:ال)?(?:إنترنت|موبايل|جوال)[ ](?:ال)?(?:بنكي|مصرفي|بنكنج)|"
        rf"(?:ال)?خدمات[ ](?:ال)?"
        rf"(?:مصرفية|بنكية)[ ](?:عبر[ ])?(?:ال)?(?:إلكترونية|رقمية|إنترنت|هاتف|جوال)|مركز[ ]الاتصال|"
        rf"مراكز[ ]الخدمة|الرسائل[ ]النصية)"
        rf"{_END}",
        "apps, sites, branches and other ways to a service",
    ),
    pattern(
        "names.thing-payment",
        rf"{_GLUED}(?P<it>(?:(?:خدم(?:ة|ات)|عمليات|نظام|أنظمة)[ ])?(?:(?:ال)?(?:دفع|سداد)[ ](?:ال)?(?:إلكتروني|"
        rf"فوري|نقدي)|(?:ال)?"
        rf"(?:سحب|إيداع|سحوبات|تحويل|تحويلات|حوالات|مدفوعات|إيداعات)(?:[ ](?:ال)?(?:نقدية?|مالية?|بنكية?|"
        rf"مصرفية?|فورية?|دولية?|"
        rf"محلية?|إلكترونية?|لحظية?)){{0,2}}|دفع[ ]الفواتير|سداد[ ]الفواتير|(?:ال)?بطاقات(?:[ ](?:ال)?"
        rf"(?:ائتمانية?|مصرفية|بنكية|مدى|مسبقة|إلكترونية))?|حسابات[ ](?:ال)?(?:توفير|جارية)|"
        rf"الدفع[ ]عبر[ ]الإنترنت|شراء[ ]عبر[ ]الإنترنت)){_END}",
        "payments, transfers, cards and accounts",
    ),
    pattern(
        "names.thing-network",
        rf"{_GLUED}(?P<it>(?:(?:خدم(?:ة|ات)|شبك(?:ة|ات))[ ])?(?:(?:ال)?إنترنت(?:[ ](?:ال)?(?:منزلي|ثابت|أرضي|"
        rf"محمول|فضائي)ة?)?|"
        rf"(?:ال)?(?:هاتف|اتصال|اتصالات|مكالمات)[ ](?:ال)?(?:محمول|ثابت|أرضي|خلوي|دولي|خليوي|صوتي|هاتفي|جوال)ة?|"
        rf"(?:ال)?(?:مكالمات|رسائل[ ]القصيرة)|(?:خدمات|باقات)[ ](?:ال)?بيانات)){_END}",
        "telephone and internet",
    ),
    pattern(
        "names.thing-identity",
        rf"{_GLUED}(?P<it>(?:ال)?(?:تحقق|مصادقة|توثيق|هوية|دخول|تسجيل)[ ](?:من[ ]الهوية|(?:ال)?(?:بيومتري|"
        rf"إلكتروني|رقمي|موحد|وطني)ة?)|"
        rf"تسجيل[ ]الدخول|(?:ال)?توقيع[ ](?:ال)?(?:إلكتروني|رقمي)|(?:إصدار|تجديد|استخراج|طباعة|تحديث|نقل|تبديل|"
        rf"تسجيل|استعلام|الاستعلام|"
        rf"حجز|تقديم|إصدارات|صرف|استقبال|استلام|تسليم)[ ](?:عن[ ]|على[ ])?(?:ال)?(?:رخص|رخصة|جواز|جوازات|هوية|"
        rf"هويات|بطاقات|بطاقة|إقامة|"
        rf"إقامات|تأشيرات|تأشيرة|شهادات|شهادة|وثائق|سجلات|سجل|ملكية|لوحات|مركبات|مخالفات|معاملات|طلبات|مواعيد|"
        rf"مستحقات|رواتب|معاشات|"
        rf"عقود|تراخيص|تصاريح|قيد|فواتير|غرامات|قضايا|دعاوى|صكوك)(?:[ ](?:(?:ال)(?:[ء-ي]{{2,14}})|سفر|قيادة|سير|"
        rf"سياقة|ميلاد|زواج)){{0,2}}){_END}",
        "identity, licences, passports, records and what is done with them",
    ),
    pattern(
        "names.thing-services",
        rf"{_GLUED}(?P<it>(?:(?:بعض|جميع|كافة|كل|معظم|جزء[ ]من)[ ])?(?:ال)?خدمات(?:ها|ه|"
        rf"نا)?(?:[ ](?:ال)?(?:إلكترونية|رقمية|مالية|"
        rf"مصرفية|بنكية|بريدية|حكومية|قنصلية|ذكية|طبية|مرورية)){{0,2}}|(?:ال)?(?:أنظمة|نظام|منظومة|منصة|"
        rf"بوابة)(?:[ ](?:ال)?"
        rf"(?:إلكترونية?|مالية?|بنكية?|مصرفية?|آلية?|رقمية?))?|أنظمتها|المنصة|البوابة|النظام|المنظومة){_END}",
        "services in general",
    ),
)
_MODIFIER = (
    r"(?:online|mobile|internet|web|phone|telephone|digital|electronic|automated|self|self-service|tax|bill|"
    r"card|debit|credit|"
    r"income|customer|business|personal|corporate|retail|public|external|internal|new|user|member|student|"
    r"employee|employer|"
    r"driver|driving|vehicle|test|case|document|court|permit|licen[cs]e|passport|visa|account|payment|payments?|"
    r"booking|"
    r"benefit|claims?|e-?filing|filing|registration|e-?commerce|international|domestic|instant|direct|interbank|"
    r"wire|fund|funds|"
    r"appointment|application|government|selected|verification|identity|express|plus|live|banking|api|data|"
    r"search|status|"
    r"contactless|point[ ]of[ ]sale|pos|atm|sms|email|chat|call|contact|service|services|management|records?|"
    r"property|"
    r"planning|library|parking|council|health|medical|patient|prescription|trading|broadband|fixed|landline|voice)"
)
_HEAD = (
    r"(?:portal|websites?|web[ ]?site|web[ ]?sites|apps?|applications?|accounts?|payments?|transfers?|"
    r"e-?payments?|banking|"
    r"services?|systems?|atms?|branches|kiosks?|log-?ins?|sign-?ins?|logons?|registration|filing|e-?filing|"
    r"submissions?|searches|search|"
    r"lookup|enquiries|inquiries|bookings?|appointments?|renewals?|applications?|api|apis|cards?|withdrawals?|"
    r"deposits?|statements?|"
    r"returns|refunds?|notifications|alerts|self[ ]service|hotline|helpline|call[ ]cent(?:re|er)s?|counters?|"
    r"email|e-mail|"
    r"network|wallets?|purchases|transactions|platforms?|forms|databases?|registers?|registry|calls|texts|"
    r"broadband|uploads?|downloads?|accounts[ ]access)"
)
ENGLISH = (
    pattern(
        "names.thing-english",
        rf"(?<![\w-])(?P<it>(?:{_MODIFIER}[ ]){{1,4}}{_HEAD})(?![\w-])",
        "a channel or a service with a word that says which",
    ),
    pattern(
        "names.thing-english-alone",
        r"(?<![\w-])(?P<it>atms?|branches|log-?ins|websites?|payments|transfers|withdrawals|deposits|"
        r"mobile[ ]app|app|e-?filing|"
        r"kiosks|refunds|logins|returns|submissions|uploads|bookings|registrations|api|call[ ]cent(?:re|"
        r"er)s?)(?![\w-])",
        "words that say which by themselves",
    ),
    pattern(
        "names.thing-english-deed",
        r"(?<![\w-])(?:cannot|can't|can[ ]not|unable[ ]to|able[ ]to|trouble|problems?)[ ]"
        r"(?P<it>(?:log(?:ging)?[ -]?(?:in|on)|sign(?:ing)?[ -]?in|(?:submit|file|make|pay|renew|apply|book|certify|"
        r"request|register|update|view|order|report|transfer|withdraw|download|upload|search)(?=[ ]))"
        r"(?:[ ](?!on[ ]|at[ ]|from[ ]|during|until|between|while|today|this|or[ ]|and[ ]|as[ ]|because|due|through|"
        r"via|in[ ]|by[ ]|after|before)[a-z-]{1,14}){0,5})(?![\w-])",
        "what nobody can do meanwhile",
    ),
)
RULES = (*ARABIC, *ENGLISH)
ALONE = frozenset(
    fold(text).text
    for text in (
        *(
            "خدماتها",
            "خدماته",
            "خدماتنا",
            "الخدمات",
            "خدمات",
            "بعض الخدمات",
            "جميع الخدمات",
            "كافة الخدمات",
            "كل خدماته",
        ),
        *(
            "كل الخدمات",
            "بعض خدماتها",
            "بعض خدماته",
            "المنصة",
            "البوابة",
            "النظام",
            "أنظمتها",
            "المنظومة",
            "نظام",
            "منصة",
        ),
        *("النظام الإلكتروني", "الأنظمة الإلكترونية", "الخدمات الإلكترونية", "أنظمة إلكترونية", "خدمات إلكترونية"),
        *("بوابة", "الموقع", "التطبيق", "تطبيق", "موقع", "أنظمة", "الأنظمة", "كل خدماتها", "جميع خدماتها", "منظومة"),
        *("website", "websites", "app", "system", "online system", "public service", "government services"),
    )
)
"""Words that name nothing in particular."""


def things(folded: Folded) -> Iterator[Span]:
    """Everything of that kind in a text."""
    for rule in RULES:
        for match in rule.find(folded):
            yield span_of(match, "it")
