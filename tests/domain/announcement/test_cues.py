"""Every rule of the cues hits what it is for and leaves its look-alike alone."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.cues.families import FAMILIES
from monitor.domain.announcement.cues.finding import find_cues
from monitor.domain.announcement.cues.heads import HEADS
from monitor.domain.announcement.folding import fold

ROWS = (
    ("down.stops", "ستتوقف المنصة ليلاً", "تتوفر المنصة ليلاً"),
    ("down.is-stopped", "أوقفت الهيئة أنظمتها", "وزارة الأوقاف"),
    ("down.suspended-ar", "تعليق العمل في المراكز", "تعليق الوزير على الخبر"),
    ("down.breaks", "تعطل نظام الدفع", "العاطلون عن العمل"),
    ("down.disabled-ar", "تعطيل الخدمة ساعتين", "تفعيل الخدمة ساعتين"),
    ("down.closed-ar", "إغلاق المنظومة ثلاثة أيام", "أغلبية الخدمات"),
    ("down.cut", "انقطاع خدمة الإنترنت", "قطاع الاتصالات"),
    ("down.out-of-service-ar", "التطبيق خارج الخدمة", "خارج المملكة"),
    ("down.unavailable-ar", "ستكون غير متاحة غداً", "ستكون متاحة غداً"),
    ("down.cannot-ar", "لن يتمكن العملاء من الدخول", "سيتمكن العملاء من الدخول"),
    ("down.no-way-ar", "لن يكون بالإمكان الدخول", "سيكون بالإمكان الدخول"),
    ("down.works-not-ar", "لن تعمل الصرافات", "ستعمل الصرافات"),
    ("down.blocked-ar", "حجب المنظومة مؤقتاً", "حجم المنظومة"),
    ("down.under-work", "the site is under maintenance", "the site is under new management"),
    ("down.unavailable", "the portal will be unavailable", "the portal will be available"),
    ("down.outage", "a planned outage of the network", "the outlet of the network"),
    ("down.interrupted", "a service interruption tonight", "an interrupting speaker"),
    ("down.offline", "the site goes down at noon", "it comes down to price"),
    ("down.out", "CM/ECF is out on Thursday", "the report is out now"),
    ("down.cannot", "returns cannot be filed", "returns can be filed"),
    ("down.works-not", "the app is not working", "the app is working"),
    ("down.takes-none", "it takes no log-ins", "it takes one log-in"),
    ("down.shut", "the bank shuts its systems", "the closest branch"),
    ("down.suspended", "services are suspended", "in great suspense"),
    ("degraded.affected-ar", "قد تتأثر بعض القنوات", "مؤشر السوق"),
    ("degraded.slow-ar", "بطء في الخدمات", "بطولة الدوري"),
    ("degraded.partial-ar", "توقف جزئي", "جزيرة العرب"),
    ("degraded.affected", "cards may be affected", "affectionate people"),
    ("degraded.may", "you may experience errors", "the experience of users"),
    ("degraded.slow", "intermittent access", "the slot is free"),
    ("degraded.partial", "limited availability", "a private limited company"),
    ("work.maintenance-ar", "لصيانة دورية", "لصياغة البيان"),
    ("work.update-ar", "وتحديث الأنظمة", "حديث الوزير"),
    ("work.move-ar", "نقل كوابل الألياف", "نقل الركاب"),
    ("work.closing-ar", "الجرد السنوي", "جريدة الرأي"),
    ("work.technical-ar", "أشغال تقنية", "انشغال الخط"),
    ("work.maintenance", "scheduled maintenance", "the main tenant"),
    ("work.update", "a system upgrade", "up to date"),
    ("work.move", "data migration", "immigrants arrive"),
    ("work.launch", "to launch the new system", "to launch the new ship"),
    ("work.drill", "a DR drill on Sunday", "a fire drill on Sunday"),
    ("fault.ar", "بسبب خلل فني", "من خلال التطبيق"),
    ("fault.en", "a technical issue", "the latest issue of the magazine"),
    ("fault.cause-ar", "إثر حريق في المقسم", "إثر زيارة الوزير"),
    ("fault.cause", "down due to a power cut", "down due to a request"),
    ("future.verb-ar", "سيتوقف النظام", "سياسة النظام"),
    ("future.particle-ar", "لن يعمل", "لم يعمل"),
    ("future.from-ar", "اعتباراً من الأحد", "اعتبار المنصة"),
    ("future.planned-ar", "من المقرر أن", "قرار الوزير"),
    ("future.be-ar", "تكون الخدمات متوقفة غداً", "مكونات متوقفة"),
    ("future.begins-ar", "تبدأ الساعة الثالثة", "مبدأ الشفافية"),
    ("future.will", "it will stop", "free willing help"),
    ("future.planned", "is scheduled for Friday", "the schedule of charges"),
    ("future.from", "starting at 9 pm", "the start page"),
    ("present.now-ar", "متوقف حالياً", "الحالة المدنية"),
    ("present.still-ar", "ما زالت متوقفة", "زالت الأسباب"),
    ("present.since-ar", "منذ الساعة الثامنة", "منذر العلي"),
    ("present.at-work-ar", "جاري العمل على الحل", "الجارة الشقيقة"),
    ("present.undergoes-ar", "تشهد المنصة انقطاعاً", "ستشهد المنصة انقطاعاً"),
    ("present.notice-ar", "حتى إشعار آخر", "إشعار الدفع"),
    ("present.now", "currently unavailable", "the current year"),
    ("present.still", "it is still down", "a distillery"),
    ("present.since", "down since 9 am", "sincerely yours"),
    ("present.at-work", "we are investigating", "an investigative report"),
    ("present.state", "is temporarily inaccessible", "a temporary pass"),
    ("present.stopped", "الإنترنت مقطوعة", "المقاطعة"),
    ("past.was-ar", "كان النظام متوقفاً", "كان الوزير حاضراً"),
    ("past.suffered-ar", "العطل الذي حدث ليلاً", "الوزير الذي حضر"),
    ("past.before-ar", "بعد توقف دام ساعتين", "بعد الظهر"),
    ("past.before", "last night it stopped", "the last step"),
    ("past.was", "the app was offline", "the app is offline"),
    ("past.suffered", "the site suffered a crash", "we suffer no losses"),
    ("finished.back-ar", "عادت الخدمات", "عادات القراءة"),
    ("finished.return-ar", "عودة الخدمات إلى العمل", "عودة المسافرين إلى الوطن"),
    ("finished.after-ar", "استأنفت المنصة العمل بعد توقف", "استأنفت المنصة العمل بعد الظهر"),
    ("finished.announced-ar", "أعلنت الهيئة عودة العمل بالتطبيق", "أعلنت الهيئة موعد عودة العمل بالتطبيق"),
    ("finished.headline-ar", "انتهاء أعمال الصيانة", "سبق انتهاء أعمال الصيانة"),
    ("finished.done-ar", "تمت استعادة الخدمة", "تمت الموافقة"),
    ("finished.works-ar", "أصبحت متاحة", "أصبحت قديمة"),
    ("finished.done", "the issue has been resolved", "they resolved to try"),
    ("finished.state", "State: Completed", "the state completed a road"),
    ("finished.after", "it resumed this morning after an outage", "it resumed this morning after breakfast"),
    ("finished.back", "the portal is back online", "the back office"),
    ("extended.ar", "تمديد أعمال الصيانة", "مدينة الرياض"),
    ("extended.late-ar", "يحتاج الفريق إلى وقت إضافي", "معلومات إضافية"),
    ("extended.en", "maintenance has been extended", "to a great extent"),
    ("postponed.ar", "تأجيل أعمال الصيانة", "من أجل الصيانة"),
    ("postponed.en", "the upgrade is postponed", "in the post office"),
    ("cancelled.ar", "ألغيت أعمال الصيانة", "لغة المنصة"),
    ("cancelled.en", "the outage was cancelled", "the chancellor spoke"),
    ("spared.excludes-ar", "ولا يشمل ذلك البطاقات", "ويشمل ذلك البطاقات"),
    ("spared.untouched-ar", "لن تتأثر البطاقات", "ستتأثر البطاقات"),
    ("spared.goes-on-ar", "تعمل كالمعتاد", "في الموعد المعتاد"),
    ("spared.untouched", "no downtime is expected", "downtime is expected"),
    ("spared.stays", "ATMs remain available", "the remains of the day"),
    ("recovery.when-done-ar", "فور الانتهاء من التحديث", "نهاية التحديث"),
    ("recovery.will-be-back-ar", "تستأنف العمل الأحد", "محكمة الاستئناف"),
    ("recovery.soon-ar", "في أسرع وقت", "أسرع سيارة"),
    ("recovery.when-done", "once the work is complete", "once upon a time"),
    ("recovery.will-be-back", "will be restored by noon", "a restored house"),
    ("recovery.soon", "as soon as possible", "if possible"),
    ("legal.lifting-ar", "رفع إيقاف الخدمات", "رفع كفاءة الخدمات"),
    ("legal.stop-by-law-ar", "إيقاف خدمات المدين بعد التنفيذ", "إيقاف خدمات البنك ليلاً"),
    ("legal.court-ar", "قاضي التنفيذ", "تنفيذ التحديث"),
    ("legal.those-who-ar", "إيقاف معاملات من لم يبصم", "إيقاف المعاملات من يوم الأحد"),
    ("legal.suspension", "suspension of services for debtors", "services are suspended on Friday"),
    ("hours.opening-ar", "ساعات الدوام", "ساعات التوقف"),
    ("hours.holiday-ar", "خلال إجازة العيد", "إجراءات الدخول"),
    ("hours.opening", "our opening hours", "for three hours"),
    (
        "hours.closing-counters",
        "all counters at the centre close at 12.30pm",
        "all counters are closed while systems are upgraded",
    ),
    ("hours.closing", "registration for the course closes at 5 pm", "the branch closes at 5 pm"),
    ("hours.closing-ar", "تتوقف عند نفاد التذاكر", "تتوقف عند الساعة الثالثة"),
    ("hours.holiday", "the bank holiday", "the whole day"),
    ("release.records-ar", "تحديث البيانات الشخصية", "تحديث الأنظمة"),
    ("release.launch-ar", "إطلاق خدمة", "انطلاق المباراة"),
    ("release.old-ar", "سيتوقف العمل بالنسخة القديمة", "سيتوقف العمل بالنسخة الحالية"),
    ("release.records", "update your contact details", "update our servers"),
    ("release.launch", "launches a new app", "the lunch break"),
    ("release.old", "the old one stops working", "the new one stops working"),
    ("building.ar", "صيانة الطريق", "طريقة الدفع"),
    ("building.en", "two lanes of the bridge", "the broad plan"),
    ("building.fees", "patent maintenance fees", "maintenance on Friday"),
    ("building.jobs", "مطلوب فني صيانة", "أعمال صيانة"),
    ("denial.before-ar", "نفى المصرف", "نفط الكويت"),
    ("denial.rumour-ar", "شائعات عن التوقف", "شائع بين الناس"),
    ("denial.after-ar", "الخبر غير صحيح", "الخبر صحيح"),
    ("denial.before", "the bank denied it", "a dense network"),
    ("denial.after", "the message is fake", "the message is here"),
    ("complaint.ar", "أثار استياء الأهالي", "استيفاء الشروط"),
    ("complaint.en", "customers complained", "in compliance"),
    ("policy.if-ar", "إذا تعطل التطبيق فاتصل", "هذا التطبيق"),
    ("policy.how-ar", "كيفية الإبلاغ عن عطل", "بكفاءة"),
    ("policy.if", "if the site is down, call us", "the gift shop"),
    ("policy.how", "how to report an outage", "somehow it works"),
    ("policy.title", "How to report an outage", "somehow to the left"),
    ("policy.standing", "our standard maintenance window", "tonight's maintenance window"),
    ("policy.figures", "four hours last year", "four hours last"),
    ("digital.system-ar", "منصة أبشر", "منصب الوزير"),
    ("digital.channel-ar", "نقاط البيع", "نقاش الوزير"),
    ("digital.services-ar", "خدماتها كلها", "خادم الحرمين"),
    ("digital.system", "the portal", "the port"),
    ("digital.channel", "online banking", "the line"),
    ("digital.services", "all services", "servants"),
    ("other.ar", "مواعيد المراجعين", "موقع الوزارة"),
    ("other.en", "the deadline", "the line"),
    ("other.people", "counsel was unavailable", "the portal was unavailable"),
    ("statement.ar", "أعلنت الوزارة", "علنية الجلسة"),
    ("statement.en", "the bank announced", "an unannounced visit"),
    ("head.finished", "Resolved - all is well", "We resolved - at last - to stay"),
    ("head.ongoing", "Investigating - we look into it", "Police investigating - with care - a theft"),
    ("head.planned", "Scheduled - work on Friday", "Nothing scheduled - all quiet"),
    ("head.extended", "Extended: until 5 pm", "An extended - and dull - speech"),
    ("head.postponed", "12 May 2025 - Postponed", "Match postponed - rain"),
    ("head.cancelled", "Cancelled - no work tonight", "Flights cancelled - snow"),
    ("head.update", "Update 2: still down", "The update: a new look"),
)
NAMES = [rule.name for rules in FAMILIES.values() for rule in rules] + [rule.name for rule, _ in HEADS]


def rules_in(text: str) -> set[str]:
    return {cue.rule for cue in find_cues(fold(text))}


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS, ids=[row[0] for row in ROWS])
def test_rule_hits_its_wording_and_not_its_look_alike(rule: str, hit: str, miss: str) -> None:
    assert rule in rules_in(hit)
    assert rule not in rules_in(miss)


def test_every_rule_has_a_row_and_a_name_of_its_own() -> None:
    assert sorted(NAMES) == sorted({row[0] for row in ROWS})
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(("rule", "hit"), [row[:2] for row in ROWS], ids=[row[0] for row in ROWS])
def test_rule_that_is_switched_off_finds_nothing(rule: str, hit: str) -> None:
    assert rule not in {cue.rule for cue in find_cues(fold(hit), frozenset({rule}))}


def test_cues_come_in_the_order_of_the_text() -> None:
    cues = find_cues(fold("ستتوقف المنصة غداً للصيانة، وتعود الخدمات مساءً. The portal will be down."))

    assert list(cues) == sorted(cues, key=lambda cue: cue.span)
