"""Invented announcements and look-alikes: text, what it announces (``None``: nothing), and days where they matter.

Days are publication, start and end; a text without them is judged by its wording alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.announcement.draft import Kind
from monitor.domain.window import Impact


@dataclass(frozen=True, slots=True)
class Told:
    """One text with its reading."""

    text: str
    kind: Kind | None
    impact: Impact | None = None
    published: date | None = None
    starts: date | None = None
    ends: date | None = None


PLANNED, ONGOING, OVER = Kind.SCHEDULED, Kind.ONGOING, Kind.FINISHED
LONGER, LATER, OFF = Kind.EXTENDED, Kind.POSTPONED, Kind.CANCELLED

ARABIC = (
    Told(
        "عزيزي العميل، نود إعلامكم بأن خدمات البنك الإلكترونية لن تكون متاحة يوم السبت من الساعة 2 "
        "صباحاً حتى 5 صباحاً بسبب أعمال الصيانة المجدولة.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "تنويه: سيتم إجراء ترقية على أنظمة مصرف الإنماء فجر الجمعة، وقد تتأثر خدمات التطبيق لفترات متقطعة.",
        PLANNED,
        Impact.DEGRADED,
    ),
    Told(
        "تعلن وزارة العدل عن إيقاف مؤقت لخدمات بوابة ناجز مساء الخميس لتحديث الأنظمة، وستعود الخدمات صباح السبت.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "نعتذر لعملائنا عن توقف خدمة التحويلات حالياً بسبب خلل فني، وفرقنا تعمل على معالجته في أسرع وقت.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("أعلنت شركة زين عودة خدمات الإنترنت بعد إصلاح العطل الذي طرأ على الكابل فجر اليوم.", OVER),
    Told("تم الانتهاء من أعمال صيانة منصة مدرستي، وأصبحت المنصة متاحة للجميع.", OVER),
    Told("نفيدكم بتمديد فترة الصيانة لنظام فارس حتى الساعة السادسة مساء نظراً لحاجة الفريق إلى وقت إضافي.", LONGER),
    Told("تقرر تأجيل أعمال الصيانة المقررة لبوابة الحكومة الإلكترونية من الجمعة إلى موعد يحدد لاحقاً.", LATER),
    Told(
        "أرجأت هيئة الاتصالات تحديث أنظمة التراخيص الذي كان مقرراً الليلة إلى الأسبوع المقبل، ولن تتوقف الخدمات الليلة.",
        LATER,
    ),
    Told("ألغيت أعمال الصيانة المجدولة على تطبيق صحتي يوم الأحد، وستبقى الخدمات متاحة.", OFF),
    Told("لن تتم الصيانة المعلن عنها لأنظمة الجمارك غداً، وتستمر المنصة في العمل.", OFF),
    Told(
        "مصرف الرافدين: توقف خدمة الماستر كارد مؤقتا من الساعة العاشرة ليلا ولغاية السادسة صباحا لأغراض الصيانة.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "بريد الجزائر يعلم زبائنه أن خدمات بريدي موب ستعرف اضطرابات يوم الجمعة بسبب أشغال صيانة.",
        PLANNED,
        Impact.DEGRADED,
    ),
    Told(
        "تعلم وزارة الداخلية المغربية أن المنصة الرقمية للبطاقة الوطنية ستكون خارج الخدمة ليلة السبت.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("تواجه بعض خدمات فوري مشكلة فنية حاليا تؤدي إلى بطء في تنفيذ المعاملات.", ONGOING, Impact.DEGRADED),
    Told("لا تزال منظومة التموين متوقفة منذ صباح أمس حتى إشعار آخر بسبب عطل في الخوادم.", ONGOING, Impact.OUTAGE),
    Told("أكدت المصرية للاتصالات أن خدمات الإنترنت عادت إلى طبيعتها بعد انقطاع دام ثلاث ساعات.", OVER),
    Told(
        "ستتوقف الخدمات الإلكترونية للأحوال المدنية الأردنية يوم الجمعة لغايات التحديث، وتعود السبت.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "تعتزم وزارة التجارة إغلاق نظام السجل التجاري ابتداء من الخميس ولمدة يومين لترحيل البيانات إلى النظام الجديد.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("يتعذر حالياً الوصول إلى منصة إيفاد، ويجري العمل على إصلاح الخلل.", ONGOING, Impact.OUTAGE),
    Told(
        "تعذر على المواطنين الدخول إلى تطبيق معاً صباح اليوم بسبب ضغط كبير على الخوادم، بحسب بيان "
        "الوزارة، والفرق تعمل على الحل.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("كان موقع الضمان الاجتماعي متوقفاً ليلة أمس للصيانة، وقد استأنف العمل صباح اليوم.", OVER),
    Told(
        "تحيطكم الجامعة علماً بتعطل نظام القبول والتسجيل من الساعة 10 مساء وحتى منتصف الليل لإجراء "
        "صيانة دورية، علماً بأن البريد الإلكتروني لن يتأثر.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "صيانة مجدولة لأنظمة الكهرباء الإلكترونية يوم الثلاثاء من 1 إلى 4 فجراً، ومن المتوقع ألا تتأثر الخدمات.", PLANNED
    ),
    Told(
        "المصرف المركزي: حجب منظومة حجز العملة الأجنبية من مساء الخميس لجرد الحسابات وإقفال السنة.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "تأخر الانتهاء من تحديث منصة بلدي عن الموعد المحدد، وستستمر أعمال التحديث حتى مساء اليوم بدلاً من الظهر.", LONGER
    ),
    Told(
        "انقطعت خدمة الإنترنت في عدن إثر عطل مفاجئ في الكابل البحري، وتعمل الفرق الفنية على إصلاحه.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told(
        "تنبيه لعملاء بنك مسقط: لن تتوفر خدمة الرسائل النصية وأجهزة الصراف يوم 3 مايو بين 1:00 و3:00 صباحاً.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("اكتملت أعمال تطوير الأنظمة المصرفية في بنك فلسطين وعادت القنوات الرقمية للعمل بشكل طبيعي.", OVER),
    Told("عاجل: خروج تطبيق الخدمات الصحية عن الخدمة مؤقتاً، والوزارة تقول إن العمل جار لإعادته.", ONGOING),
    Told(
        "نفت وزارة الداخلية تعرض أنظمتها للاختراق، وأوضحت أن التوقف سببه صيانة طارئة وأن الخدمات ما زالت متوقفة.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("سيتم تعليق العمل في مراكز الخدمة الإلكترونية يومي الأحد والاثنين لتحديث النظام.", PLANNED, Impact.OUTAGE),
    Told(
        "نظراً لأعمال الترقية، لا يمكن إصدار شهادات المنشأ عبر المنصة مساء الأربعاء. باقي الخدمات متاحة كالمعتاد.",
        PLANNED,
        Impact.OUTAGE,
    ),
)

ARABIC_CALM = (
    Told("كيفية رفع إيقاف الخدمات عن المدين بعد سداد المديونية لدى محكمة التنفيذ عبر منصة ناجز.", None),
    Told("أمر قاضي التنفيذ بإيقاف خدمات المنفذ ضده الحكومية خلال خمسة أيام من تاريخ الإبلاغ.", None),
    Told("تعلن الأحوال المدنية أن ساعات العمل في رمضان من العاشرة صباحاً حتى الثالثة عصراً.", None),
    Told("تتوقف البنوك عن العمل بمناسبة عيد الأضحى من الثلاثاء إلى السبت، وتستأنف عملها الأحد.", None),
    Told("دعا المصرف عملاءه إلى تحديث بياناتهم قبل نهاية الشهر عبر التطبيق.", None),
    Told("أطلقت وزارة الصحة خدمة جديدة في تطبيق صحتي تعمل على مدار الساعة.", None),
    Told("بدأت البلدية صيانة طريق الملك فهد، وسيغلق النفق من الخميس إلى السبت.", None),
    Told(
        "نفت مصلحة الضرائب ما تردد عن توقف منظومة الفاتورة الإلكترونية يوم الأحد من 8 صباحاً حتى 4 "
        "عصراً، مؤكدة أنها تعمل بكفاءة.",
        None,
    ),
    Told("لا صحة لما يتداول عن إيقاف خدمات الصراف الآلي نهاية الأسبوع، والخدمات تعمل كالمعتاد.", None),
    Told("تداول مستخدمون رسالة عن توقف تطبيق البنك ثلاثة أيام. وأكد البنك أن الرسالة مزيفة وغير صحيحة.", None),
    Told("اشتكى طلاب من بطء منصة مدرستي وتكرار خروجها، وطالبوا بحل.", None),
    Told("إذا تعطل التطبيق فأعد تشغيل الهاتف، وفي حال استمرار المشكلة تواصل مع مركز الاتصال.", None),
    Told("تأجيل مباراة الاتحاد والنصر إلى يوم الاثنين بسبب الأحوال الجوية.", None),
    Told("مددت وزارة التعليم فترة التسجيل عبر منصة القبول حتى الخميس.", None),
    Told("ألغت الوزارة رسوم خدمة الاستعلام في منصة أبشر.", None),
    Told("إغلاق جزئي لجسر الملك عبدالله للصيانة فجر الجمعة من 12 إلى 6 صباحاً.", None),
    Told("مطلوب فني صيانة شبكات للعمل في شركة اتصالات، والتقديم عبر المنصة حتى 15 مايو.", None),
    Told("انقطاع التيار الكهربائي عن أحياء شرق الرياض يوم الثلاثاء لصيانة محول.", None),
    Told("علق الوزير على أداء منصة الدعم قائلاً إنها خدمت مليون مواطن.", None),
    Told("يستطيع المستفيد إيقاف الاشتراك في الخدمة من إعدادات التطبيق في أي وقت.", None),
    Told("أعلنت البورصة إيقاف التداول على سهم الشركة يوم الأحد لحين الإفصاح.", None),
    Told("رئيس الهيئة: نسبة توافر المنصة بلغت 99.9% في عام 2023 ولم تتوقف سوى ساعتين.", None),
    Told("تعديل مواعيد الزيارة في المستشفى خلال إجازة عيد الفطر من 4 إلى 8 مساء.", None),
    Told("رفع الحظر عن حسابات موقوفة في منصة إكس بعد تحديث سياسة الاستخدام.", None),
)

ENGLISH = (
    Told(
        "Scheduled maintenance: DBS digibank online and mobile will be unavailable on Sunday 12 May "
        "from 2am to 6am. ATMs remain available.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "We will be carrying out essential maintenance on Saturday night. You may experience "
        "intermittent issues logging in to the app.",
        PLANNED,
        Impact.DEGRADED,
    ),
    Told(
        "GOV.UK One Login is currently down. We are investigating and will provide an update as soon as possible.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("Service restored: all Bell Canada internet services are back online following this morning's outage.", OVER),
    Told(
        "The maintenance on the myTax portal is taking longer than expected and is now due to finish at "
        "3pm. We apologise for the inconvenience.",
        LONGER,
    ),
    Told(
        "The upgrade of our core banking system planned for this weekend has been postponed. A new date "
        "will be announced.",
        LATER,
    ),
    Told(
        "Please note that the system outage planned for Friday has been rescheduled to Sunday, 8 June, 1am-5am.", LATER
    ),
    Told(
        "Tonight's planned maintenance of the e-court filing system has been cancelled. Services will "
        "operate as normal.",
        OFF,
    ),
    Told("The scheduled downtime will no longer take place on 4 July.", OFF),
    Told(
        "SBI: UPI services will not be available between 00:30 and 02:00 hrs on 15.06.2025 due to technology upgrade.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Our customers are unable to use their cards at the moment because of a technical issue. "
        "Engineers are working to fix it.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("The issue affecting online banking has been resolved. Thank you for your patience.", OVER),
    Told(
        "CM/ECF will be offline for a software upgrade from 5 p.m. Friday until 8 a.m. Saturday. PACER "
        "is not affected.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "ICEGATE portal: planned downtime on 21st March from 22:00 to 04:00 hrs for migration to the new data centre.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Medicare online accounts will be down for maintenance overnight Saturday. You can still call us.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Completed - The scheduled maintenance has been completed.\nIn progress - Scheduled maintenance "
        "is currently in progress.\nScheduled - We will be undergoing scheduled maintenance of payments.",
        OVER,
    ),
    Told(
        "In progress - Scheduled maintenance is currently in progress.\nScheduled - The API will be "
        "unavailable for up to one hour.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told(
        "Investigating - Some users cannot access the portal.\nIdentified - A network fault was "
        "found.\nResolved - The portal is working again.",
        OVER,
    ),
    Told(
        "Update: the driving licence portal remains unavailable following a hardware failure. We expect "
        "to restore it on Monday.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("Network failover test on 3 August, 01:00 to 03:00 SGT. No downtime is expected.", PLANNED, Impact.NONE),
    Told("HMRC services are unavailable until further notice while we deal with a problem.", ONGOING, Impact.OUTAGE),
    Told("Etisalat by e& said its network was hit by a cable cut on Sunday; services were restored by 6 pm.", OVER),
    Told(
        "The Passport Seva portal will remain shut from 8 PM on August 29 until 6 AM on September 2 for "
        "maintenance; no appointments will be processed.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "The bank is closing its legacy app for good-housekeeping work: log-ins will be blocked and "
        "transfers stopped on 2 and 3 June during system migration.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "The maintenance window for the land registry has been extended until 22:00 tonight. The portal "
        "stays offline until then.",
        LONGER,
    ),
    Told(
        "Access to the student portal was interrupted on Tuesday morning by a server fault. It is working again.", OVER
    ),
    Told(
        "Due to a power failure at our data centre, the online renewal service is experiencing "
        "disruption. We are working to restore it.",
        ONGOING,
    ),
    Told(
        "Additional time is needed to complete the network upgrade. E-services will be back at 9 pm instead of 6 pm.",
        LONGER,
    ),
    Told(
        "We regret to inform you that internet banking will be temporarily suspended on Saturday from "
        "10 pm to 6 am for annual closing.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Appointments booked for Friday have been cancelled because the booking system will be down for "
        "an upgrade that day.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Telstra engineers have fixed the fault that left customers in Perth without internet. Normal "
        "service has resumed.",
        OVER,
    ),
    Told("Bank denies hack: the app was offline for planned maintenance last night and is back up, it said.", OVER),
    Told(
        "Tax portal still down: third day without e-filing, department says teams are working on it.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told(
        "System maintenance\nMy Health Record\nSaturday 9 May, 11pm to 3am\nThe service may be slow or unavailable.",
        PLANNED,
    ),
)

ENGLISH_CALM = (
    Told("The court may order that a debtor's services be suspended until the judgment is paid.", None),
    Told("All branches will be closed on Monday 26 May for the bank holiday and reopen on Tuesday.", None),
    Told("Our office is open from 9am to 5pm, Monday to Friday.", None),
    Told("Please update your contact details in the app before 30 June.", None),
    Told("The ministry launched a new version of its app with a redesigned home page.", None),
    Told("Harbour Bridge: two lanes closed for maintenance from Friday 10pm to Sunday 4am.", None),
    Told(
        "The bank denied rumours that its app would be suspended from Friday to Sunday and said "
        "services work as usual.",
        None,
    ),
    Told("Messages claiming that ATMs will be closed for three days are fake, the central bank said.", None),
    Told("Customers complained on social media that the airline's website kept crashing.", None),
    Told("If the website is unavailable, you can send the form by post.", None),
    Told("How to report an outage: call 19 and choose option two.", None),
    Told("We aim to keep planned downtime to a minimum and give at least 48 hours' notice of maintenance.", None),
    Told("The match has been postponed to Saturday at 8 pm because of rain.", None),
    Told("The deadline for registration on the portal has been extended to 31 May.", None),
    Told("Flights were cancelled on Monday after snow closed the runway.", None),
    Told("Trading in the company's shares was halted at 10:15 am pending an announcement.", None),
    Told("We are hiring a maintenance technician for our network team. Apply online by 12 June.", None),
    Told(
        "Last year the platform averaged 99.95 per cent uptime, with four hours of downtime, the annual report says.",
        None,
    ),
    Told("Water will be shut off in Elm Street on Thursday from 9am to 1pm for repairs to the main.", None),
    Told("Regulator fines bank 5 million over 2022 outage.", None),
    Told("The city library is closed on Thursday for renovation of the building.", None),
    Told("New fees for international transfers apply from 1 July. See the schedule of charges.", None),
    Told("A guide to the maintenance mode plugin: how to show visitors a page while your site is offline.", None),
    Told("Free training session on the e-procurement system on 14 May, 10am to noon. Register online.", None),
    Told("The council suspended its parking charges over the holidays; pay by app as usual from 2 January.", None),
)

ENGLISH_ODD = (
    Told(
        "The deadline for filing returns has been extended to 7 August after taxpayers found the portal "
        "slow on the last day.",
        None,
    ),
    Told("The nightly trading session on the derivatives exchange will be extended by one hour from 1 June.", None),
    Told(
        "A hearing scheduled for Monday in the online fraud case has been rescheduled to 4 March, the court said.", None
    ),
    Told("Patent maintenance fees are due on 3 May; the fee can be paid online until midnight.", None),
    Told(
        "Train services between Delhi and Agra will be suspended on Sunday from 8am to noon for track "
        "maintenance. Check the app for updates.",
        None,
    ),
    Told("The ministry has blocked 14 websites for selling counterfeit medicines.", None),
    Told("Facebook suspended the account of the minister for 24 hours over a post.", None),
    Told("Swimming pool closed for maintenance, 3 to 7 July. Book other sessions on our website.", None),
    Told(
        "The agency will permanently retire its legacy fax service on 31 December and asks users to "
        "move to the portal.",
        None,
    ),
    Told("From Monday the mobile app supports fingerprint log-in; update to version 4.2 to use it.", None),
    Told("The bank extended its branch hours until 8 pm during Ramadan; the app works around the clock.", None),
    Told("The launch of the e-invoicing platform has been postponed to 1 January, the tax authority said.", None),
    Told(
        "The visa application centre will be closed from 5 to 9 April for Eid and will resume services on 10 April.",
        None,
    ),
    Told(
        "Users say the ticketing site crashed within minutes when sales opened at 10am. The company has not commented.",
        None,
    ),
    Told("In the event of a system outage, filers may submit by email and must note the time of the failure.", None),
    Told(
        "Our standard maintenance window is every Sunday from 02:00 to 06:00. Customers will be "
        "notified of any planned outage.",
        None,
    ),
    Told("Uptime in the second quarter was 99.97%. There were two outages, lasting 14 minutes in total.", None),
    Told("The school moved classes online on Thursday because of the storm; exams were cancelled.", None),
    Told("The regulator suspended the broker's licence for three months from 1 May.", None),
    Told(
        "Electricity will be interrupted in Ajman industrial area on Friday from 7am to 3pm for substation upgrade.",
        None,
    ),
    Told("A study of bank outages in 2023 found that most lasted under two hours.", None),
    Told("Registration for the webinar closes at 5pm on Friday. Join online.", None),
    Told("Police close road for diplomatic convoy; navigation apps will show detours from 4pm to 7pm.", None),
    Told("The website has been redesigned and new payment services are now available.", None),
    Told("ATM withdrawals limited to 2,000 a day from 1 April under new rules.", None),
    Told("Air traffic resumed at noon after a drone sighting closed the airport.", None),
    Told("Court closes its registry on 25 and 26 December. E-filing is available throughout.", None),
    Told("The company's shares resumed trading on Tuesday after a two-day suspension.", None),
    Told("No, the government is not shutting down WhatsApp on Sunday: a forwarded message is a hoax.", None),
    Told("Your services may be suspended if you fail to renew your trade licence by 30 June.", None),
    Told("Road users can pay tolls in the app from 1 July; paper tickets will no longer be available.", None),
    Told(
        "Interview: the chief technology officer on how his team migrated 40 systems to the cloud without an outage.",
        None,
    ),
    Told("Voters can register online until 11:59 pm on 18 June. After that the register is closed.", None),
    Told("What is scheduled maintenance? It is time set aside to update systems before they fail.", None),
    Told("Please renew your certificate before it expires on 9 May, otherwise you will be unable to log in.", None),
)

ARABIC_ODD = (
    Told("مددت هيئة الزكاة مهلة تقديم الإقرارات عبر بوابتها حتى نهاية الشهر.", None),
    Told("تأجيل إطلاق منصة الإيجار الموحد إلى مطلع العام المقبل، بحسب الوزارة.", None),
    Told("تأجيل جلسة محاكمة المتهمين باختراق نظام المصرف إلى 15 مايو.", None),
    Told("استأنفت المحاكم جلساتها بعد إجازة العيد، ويمكن حجز الموعد عبر البوابة.", None),
    Told("استأنفت الخطوط الجوية رحلاتها إلى بيروت بعد توقف دام شهراً.", None),
    Told("أغلقت البلدية 12 محلاً مخالفاً وحررت مخالفات عبر تطبيق بلدي.", None),
    Told("حظر الجهاز القومي 30 موقعاً إلكترونياً تروج لأدوية مغشوشة.", None),
    Told("تعليق الدراسة الحضورية يوم الأحد وتحويلها عن بعد عبر منصة مدرستي بسبب الأمطار.", None),
    Told("إيقاف بطاقة الصراف عند فقدانها يتم من التطبيق أو بالاتصال بالمصرف.", None),
    Told("وزارة العمل: إيقاف خدمات المنشآت المخالفة لنظام حماية الأجور على منصة قوى.", None),
    Told("تعمل فروع البنك خلال رمضان من العاشرة إلى الثالثة، والخدمات الرقمية متاحة على مدار الساعة.", None),
    Told("انتهت صيانة مصاعد مبنى الجوازات، وعاد المبنى لاستقبال المراجعين.", None),
    Told("قطع المياه عن حي النزهة 8 ساعات الجمعة لأعمال صيانة الخط الرئيسي.", None),
    Told("أوقفت الجمارك شحنة أجهزة إلكترونية مخالفة في الميناء.", None),
    Told("إصدار جديد من تطبيق توكلنا يتضمن تحسينات وإصلاح أخطاء.", None),
    Told("سترتفع رسوم التحويل عبر التطبيق ابتداء من 1 يونيو.", None),
    Told("نصائح لتجنب توقف هاتفك عن العمل أثناء تحديث النظام.", None),
    Told("ما أسباب بطء الإنترنت في المنازل؟ خبير يجيب.", None),
    Told("المركزي: لا نية لإيقاف خدمة المحافظ الإلكترونية، وما يتداول شائعات.", None),
    Told("مواطنون يشكون تعطل منظومة الخبز وطوابير طويلة أمام المخابز.", None),
    Told("ينظم المعهد دورة في صيانة الشبكات من 3 إلى 7 مايو، والتسجيل عبر الموقع.", None),
    Told("رفعت المنصة تعليق حسابات التجار بعد استكمال المستندات.", None),
    Told("انقطاع الكهرباء عن مناطق في بغداد بسبب عطل في خط النقل.", None),
    Told("إلغاء مواعيد المرضى يوم الخميس في المركز الصحي لانعقاد مؤتمر.", None),
    Told("غرامة على شركة اتصالات بعد انقطاع الخدمة العام الماضي.", None),
    Told("كيف تحدث بياناتك في حساب المواطن قبل توقف الدعم؟ الخطوات بالتفصيل.", None),
)

ENGLISH_MORE = (
    Told("Heads-up: e-stamping will be out of action on 14 Feb, 6pm-9pm. Plan ahead.", PLANNED, Impact.OUTAGE),
    Told("Our website is having a rest. Back at 7am on Monday after some essential work on the servers.", PLANNED),
    Told(
        "We're carrying out planned work on our systems this Sunday between 1am and 7am. During this "
        "time you won't be able to log in to mobile banking.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Notice of system maintenance. System: e-Courts. Date: 11 October. Time: 20:00-23:00. Impact: "
        "users will be unable to submit documents.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Commonwealth Bank says some customers cannot see their balances in NetBank this morning; it is "
        "urgently working on a fix.",
        ONGOING,
    ),
    Told("Myki top-ups may be delayed on Saturday while we upgrade the ticketing database.", PLANNED, Impact.DEGRADED),
    Told(
        "The Aadhaar authentication service has been hit by an outage since 10 am; UIDAI says it is "
        "looking into the matter.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("All clear: yesterday's disruption to Singpass logins is over.", OVER),
    Told(
        "Rogers apologises for Friday's nationwide outage. Service has now been restored for the vast "
        "majority of customers.",
        OVER,
    ),
    Told("Works on the GST portal, due to end at noon, will now continue until 6 pm.", LONGER),
    Told("The migration to our new card platform, originally set for 5 May, will now happen on 19 May.", LATER),
    Told("We have decided not to go ahead with Thursday's system upgrade. Online services will run as usual.", OFF),
    Told(
        "Web filing will not be possible on Bank Holiday Monday while Companies House replaces its servers.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Between 11pm on Friday and 5am on Saturday the Student Loans portal goes offline so that we "
        "can move it to new servers.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "The Emirates ID e-services will be temporarily suspended on Friday, from 12 am until 8 am, "
        "owing to system upgrades.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "ADCB: our contact centre and app are facing technical difficulties. We are doing our best to resolve this.",
        ONGOING,
    ),
    Told(
        "The outage map shows 40,000 broadband customers without service in Leeds; Virgin Media has "
        "sent engineers and expects to fix it by 9pm.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told(
        "Post-incident note: between 09:10 and 10:45 today the payments gateway returned errors. The "
        "cause was a faulty switch, since replaced.",
        OVER,
    ),
    Told("Downtime notification - PACER Case Locator, January 9, 6:00 a.m. to 2:00 p.m. CT.", PLANNED, Impact.OUTAGE),
    Told(
        "MyJPJ is undergoing maintenance and is temporarily inaccessible. We are sorry for the trouble.",
        ONGOING,
        Impact.OUTAGE,
    ),
)

ARABIC_MORE = (
    Told(
        "يرجى العلم أن نظام التأمينات سيخضع لأعمال صيانة من الساعة 9 مساء الجمعة إلى 9 صباح السبت، ولن "
        "يتمكن المستخدمون من الدخول خلالها.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "عزيزنا العميل، قد تواجه صعوبة في استخدام تطبيق الأهلي موبايل فجر الغد نظراً لأعمال التحديث.",
        PLANNED,
        Impact.DEGRADED,
    ),
    Told(
        "توقفت صباح اليوم خدمات مصلحة الأحوال المدنية في عموم المحافظات جراء عطل في الشبكة، وأفادت "
        "المصلحة أن الفنيين يعملون على إعادتها.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("أعادت شركة كورك خدماتها في أربيل بعد معالجة الخلل الذي أصاب أحد مراكز البيانات.", OVER),
    Told(
        "بنك الكويت الوطني: نقوم حالياً بأعمال صيانة، وخدماتنا الهاتفية غير متوفرة حتى الساعة 6.", ONGOING, Impact.OUTAGE
    ),
    Told(
        "المؤسسة العامة للضمان الاجتماعي: الموقع الإلكتروني والتطبيق خارج الخدمة من مساء غد ولغاية ظهر "
        "السبت لغايات تحديث الأنظمة.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "الصندوق الوطني للضمان الاجتماعي يعلم منخرطيه بتوقف خدماته عن بعد من الجمعة 17:00 إلى الأحد "
        "08:00 لأسباب تقنية.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("تقرر تمديد توقف منظومة المرور الإلكترونية يوماً إضافياً لاستكمال ربط قواعد البيانات.", LONGER),
    Told("استمرار أعمال التحديث في نظام البريد المصري حتى مساء السبت بدلا من صباحه.", LONGER),
    Told("أعلن مصرف الجمهورية تغيير موعد تحديث منظومته المصرفية من 3 إلى 10 يوليو.", LATER),
    Told("تراجع البنك المركزي عن إيقاف منظومة التحويلات الذي كان مقررا الأحد، وستعمل المنظومة كالمعتاد.", OFF),
    Told("عادت منظومة الرقم القومي للعمل في جميع السجلات بعد توقف استمر ساعتين.", OVER),
    Told(
        "ستخضع بوابة الصحة لأعمال ترقية الليلة، وتكون غير متاحة للمستفيدين من 11 مساء حتى 3 فجراً.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("سيتم إيقاف خدمة الدفع الإلكتروني في المحاكم يوم 30 ديسمبر للإقفال السنوي.", PLANNED, Impact.OUTAGE),
    Told("جدول توقف خدمات البنوك عبر شبكة بنفت: الجمعة 2 مايو من 1 إلى 3 صباحا.", PLANNED, Impact.OUTAGE),
    Told("السيستم واقع في السجل المدني من الصبح، والمصلحة بتقول إنه هيرجع بعد ساعتين.", ONGOING),
    Told("اعتذرت بيلدكس عن خلل أصاب الخدمة أمس، مؤكدة حله بالكامل.", OVER),
    Told(
        "عزيزي المواطن، نأسف لعدم توفر خدمة إصدار جواز السفر إلكترونيا مؤقتا، وسنوافيكم حال عودتها.",
        ONGOING,
        Impact.OUTAGE,
    ),
)

THIRD_CALM = (
    Told(
        "BankApp 7.3 is out today. The update fixes a bug that stopped notifications and adds dark "
        "mode. Download it from 9am.",
        None,
    ),
    Told(
        "Version 12 of the tax app arrives on 3 March; older phones will stop receiving updates and must be replaced.",
        None,
    ),
    Told(
        "The new app replaces the old one, which stops working on 31 March. Users should switch before that date.", None
    ),
    Told(
        "In 2024 our systems were down for 3 hours and 20 minutes; 98 per cent of incidents were "
        "resolved within the hour.",
        None,
    ),
    Told(
        "The audit office counted 41 stoppages of the customs system between 2019 and 2022. All were "
        "resolved, most within a day.",
        None,
    ),
    Told("The vote on the digital services act has been postponed to 14 September.", None),
    Told("The switch-off of the 3G network has been postponed until 2027, the regulator said.", None),
    Told(
        "Phase two of e-invoicing, planned for January, has been delayed until July, the authority said in an update.",
        None,
    ),
    Told(
        "The A40 flyover will be shut overnight from 9pm on Friday for maintenance. See the traffic "
        "website for diversions.",
        None,
    ),
    Told(
        "The ring road will be closed in both directions on 5 May, 22:00 to 05:00, while crews carry "
        "out maintenance; live updates on the app.",
        None,
    ),
    Told(
        "The ministry denied that its portal went offline because of an attack and that exams are "
        "cancelled; results come out on 3 July.",
        None,
    ),
    Told(
        "Claims that the tax portal was hacked and taken offline on Sunday are false, the authority "
        "said. The deadline of 31 July stands.",
        None,
    ),
    Told("The tax authority updated its guidance: the amnesty has been extended to 30 June.", None),
    Told(
        "The validity of visit visas expiring in May has been extended automatically in the system, "
        "with no update needed.",
        None,
    ),
    Told("Passengers may update their details until 9pm; the check-in period has been extended by two hours.", None),
    Told("The board suspended the chief executive on Friday after an audit of the payment system.", None),
    Told(
        "Under the regulation, accounts of firms that do not update their address will be suspended "
        "from 1 June and restored within 24 hours of payment.",
        None,
    ),
    Told("Applications for the grant close at noon on Friday. Apply on the portal.", None),
    Told(
        "The stock exchange will be closed on 15 August for Independence Day. Trading resumes on Monday at 9:15.", None
    ),
    Told("Elevator out of service in Block C from Monday to Wednesday. Report faults on the app.", None),
    Told("How we plan maintenance: work is done at night and customers hear of it two days before.", None),
    Told("Public consultation on the new booking system closes on 5 May.", None),
    Told("يبدأ العمل بنظام الحجز الجديد في 1 يونيو من 8 صباحاً، ويتوقف استقبال الطلبات الورقية.", None),
    Told("انطلقت منصة جديدة للتأشيرات تعمل من الأحد إلى الخميس، ويتوقف العمل بالنماذج الورقية اعتباراً من مايو.", None),
    Told("أكد البنك المركزي أن تطبيقه لم يتوقف، وأن ما نشر عن اختراقه لا أساس له.", None),
    Told("بلغ عدد مرات توقف المنظومة خمس مرات خلال العام الماضي، عولجت كلها.", None),
    Told("تمديد فترة التسجيل في نظام نور حتى الأحد بعد تحديث الشروط.", None),
    Told("تأجيل تطبيق نظام الفوترة الإلكترونية إلى يناير المقبل.", None),
    Told("أغلق المرور طريق المطار من 11 مساء إلى 5 صباحاً لأعمال الصيانة، ودعا إلى متابعة تطبيق الخرائط.", None),
    Told("تعلن الجامعة عن تعليق الدوام الخميس، وتقدم المحاضرات عبر المنصة.", None),
    Told("يستعرض المقال أسباب توقف التطبيقات وكيف تعالجها.", None),
)

THIRD = (
    Told(
        "شهدت شبكة الإنترنت في درنة ضعفاً شديداً، وتقول الشركة إن فرقها تعمل على إصلاح المشكلة وإن الخدمة ستعود غداً.",
        ONGOING,
    ),
    Told("تستمر أعمال الصيانة في موقع الجمارك إلى يوم الأحد بدلاً من الجمعة.", LONGER),
    Told("تمديد إيقاف منصة النافذة الواحدة إلى غاية 15 جويلية.", LONGER),
    Told("يوقف البنك أنظمته ليلة الخميس لإطلاق النظام المصرفي الجديد.", PLANNED, Impact.OUTAGE),
    Told("تكون خدمات بريد الجزائر متوقفة من 5 إلى 7 جوان بسبب أشغال الصيانة.", PLANNED, Impact.OUTAGE),
    Told("أوقفت الشركة خدمة الشحن الإلكتروني الأسبوع الماضي لتحديث النظام ثم أعادتها.", OVER),
    Told("كان عملاء المصرف قد واجهوا تعذراً في الدخول إلى التطبيق أمس، وتمت معالجة الخلل.", OVER),
    Told("نعلم زبناءنا الكرام أن الوكالة الرقمية ستعرف توقفاً مؤقتاً يوم السبت.", PLANNED, Impact.OUTAGE),
    Told("الرجاء العلم بأنه سيتم فصل الأنظمة لمدة ساعتين غداً لإجراء اختبار التعافي من الكوارث.", PLANNED),
    Told(
        "Reminder: the registry's search service closes at 5 pm today and reopens at 8 am on Monday "
        "while we replace the database.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told(
        "Internet banking and the mobile app: not available on Sunday, 1.00am-5.00am (system enhancement).",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("Work on our payment systems has finished early. Everything is up and running.", OVER),
    Told("We had hoped to be done by 6am. The upgrade is not finished and the site will stay down until noon.", LONGER),
    Told("Planned work on the ID portal will not happen tonight after all. A new date follows.", LATER),
    Told("MTNL broadband subscribers in Delhi faced an outage on Monday night; it was fixed by 2 am.", OVER),
    Told(
        "OVO Pay is down: payments fail for many users. The company says it is fixing the problem.",
        ONGOING,
        Impact.OUTAGE,
    ),
    Told("E-Gazette: downtime on 7/11 from 20:00 hrs to 23:59 hrs for patching of servers.", PLANNED, Impact.OUTAGE),
    Told("The Digital ID service returned to normal at 4pm after a two-hour failure.", OVER),
    Told(
        "Because tests failed, the bank has put off its systems switch, due this weekend. Cards and the "
        "app will work as usual.",
        LATER,
    ),
    Told(
        "Customers of Ooredoo lost service across Doha this afternoon. Technicians are at work.", ONGOING, Impact.OUTAGE
    ),
)

FOURTH = (
    Told("The sanctions list update was meant to be postponed, the minister said in an update.", None),
    Told("The Board has rescheduled its annual general meeting to 12 June; members can vote online.", None),
    Told("The auction of 5G spectrum has been put off to October.", None),
    Told(
        "Subsidised-loan applications: the second phase has been extended to 15 March following a "
        "system update of the rules.",
        None,
    ),
    Told(
        "Statistics: the help desk closed 4,112 tickets in March, and 97% of system faults were resolved the same day.",
        None,
    ),
    Told(
        "Westbound lanes of the tunnel will shut for maintenance from 10pm Sunday to 5am Monday, the "
        "transport authority said on its website.",
        None,
    ),
    Told("Carriageway closed for resurfacing work, 3-6 May, 9pm-6am. Bus services will be diverted.", None),
    Told(
        "The university said reports that its portal is offline are untrue, and that the deadline remains 5 May.", None
    ),
    Told(
        "A spokesperson said it was false that the payments app is down, blaming a cancelled promotion "
        "for the confusion.",
        None,
    ),
    Told("A patch day note: update 14.2 stops the app from draining the battery and is rolled out from 6 May.", None),
    Told(
        "Firms that miss the date will have their access to the platform stopped within 48 hours and face fines.", None
    ),
    Told("تطلق الوزارة منصة موحدة للعقود، ويبدأ استقبال الطلبات من 8 صباحاً إلى 3 عصراً، وتتوقف القنوات القديمة.", None),
    Told("قال الناطق إن ما أشيع عن إغلاق التطبيق يوم الجمعة مجرد كذب.", None),
    Told("Heavy rain: metro services suspended until further notice; follow the app for news.", None),
    Told("The consulate's visa section is closed on 12 May. Online applications can be made at any time.", None),
    Told("Hospital suspends visiting from Monday; video calls are available through the portal.", None),
    Told("Your session will be closed after ten minutes without activity.", None),
    Told("Parking app users no longer need a permit from 3 May.", None),
    Told("يتوقف صرف الدعم للأسر غير المحدثة لبياناتها في المنصة اعتباراً من يونيو.", None),
    Told("Renewal reminder: cards that have not been renewed by 30 June will be blocked.", None),
    Told("أعلنت الهيئة بيع تذاكر المباراة عبر المنصة من 10 صباحاً، ويتوقف البيع عند نفاد التذاكر.", None),
    Told("The power plant returned to service on Monday after maintenance.", None),
    Told("Ferry crossing cancelled on 3 May for vessel maintenance; refunds through the app.", None),
    Told("Bridge maintenance has been postponed to 9 June because of the weather.", None),
    Told("Cable car maintenance completed; rides resumed at 9 am.", None),
    Told("تمديد أعمال صيانة جسر الملك فهد أسبوعاً إضافياً.", None),
    Told("انتهاء أعمال صيانة محطة التحلية وعودة ضخ المياه إلى طبيعته.", None),
    Told("The scheduled maintenance of our website took place last night and everything now works.", OVER),
    Told("NHS app: some users could not log in this morning. This has been fixed.", OVER),
    Told(
        "Our phones and online chat will be down on Thursday from 5 to 7 pm while we move offices.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("The EFS will be in maintenance mode from 1200 hrs to 1800 hrs on 9 June.", PLANNED),
    Told(
        "Please be advised the CORE system is expected to be unavailable this Saturday for year-end processing.",
        PLANNED,
        Impact.OUTAGE,
    ),
    Told("Court e-filing system outage extended: the clerk's office says the vendor needs more time.", LONGER),
    Told("Saturday's DR drill at the exchange is called off.", OFF),
    Told("نظام حافز سيكون متوقفاً مساء اليوم لأعمال الصيانة وسيعود في الصباح.", PLANNED, Impact.OUTAGE),
    Told("تأجلت عملية تحديث أنظمة الجوازات إلى إشعار آخر.", LATER),
    Told("أعلن ديوان الخدمة إلغاء عملية الصيانة التي كانت مقررة على موقعه مساء اليوم.", OFF),
    Told("خدمات مصرف الوحدة متوقفة بسبب خلل بالمنظومة، وجار العمل على حله.", ONGOING, Impact.OUTAGE),
)

FIFTH = (
    Told("تعيش منصة الضرائب أعطاباً متكررة منذ يومين، والوزارة تؤكد أن إصلاحها سيتم قبل الأحد المقبل.", ONGOING),
    Told("منصة حكومي لا تستجيب منذ ساعات، والمهندسون يبذلون جهدهم لإعادتها.", ONGOING),
    Told("تعاني تطبيقات شركة آسياسيل من مشكلة، وتقول الشركة إنها ستعود قبل المساء.", ONGOING),
    Told("يشهد نظام الحجز الإلكتروني صعوبات تقنية، وسيتم حلها غداً الأربعاء المقبل بحسب الإدارة.", ONGOING),
    Told("خرج موقع السجل التجاري عن العمل ظهر اليوم إثر حريق في غرفة الخوادم، ولم يعد بعد.", ONGOING, Impact.OUTAGE),
    Told("فقدت محافظات الجنوب خدمة الإنترنت بعد قطع كابل الألياف، وفرق الصيانة في الموقع.", ONGOING),
    Told(
        "البنك الأهلي الأردني: تحديثات على الأنظمة ليلة 14/5 من 11:30 إلى 3:00، وتكون البطاقات خلالها غير فعالة.",
        PLANNED,
    ),
    Told("تتوقف خدمات الجوازات الآلية في المنافذ مساء الاثنين ساعتين لتركيب خوادم جديدة.", PLANNED, Impact.OUTAGE),
    Told("إجراء تحسينات على بوابة الدفع يوم 4 يونيو. لن تقبل البوابة أي عملية حتى اكتمالها.", PLANNED),
    Told("مددت وزارة المالية إغلاق نظام اعتماد حتى منتصف ليل الأحد لاستكمال إقفال السنة المالية.", LONGER),
    Told("لم تكتمل أعمال الترقية في الوقت المحدد، وسيبقى تطبيق البنك متوقفاً حتى الظهر.", LONGER),
    Told("زال الخلل الذي عطل محطات الدفع في المتاجر، والمدفوعات تسير بصورة اعتيادية.", OVER),
    Told("نُقل موعد إيقاف أنظمة الجامعة للصيانة من الخميس إلى السبت.", LATER),
    Told("صُرف النظر عن إيقاف تطبيق النقل ليلة الغد للصيانة.", OFF),
    Told("Zenith has moved Sunday's database maintenance to the following weekend.", LATER),
    Told("We will no longer be upgrading the claims portal on 6 May.", OFF),
    Told("The e-tendering site, offline since Monday for repairs, reopened today.", OVER),
    Told("Users of the CPF site will see a maintenance page from midnight to 8am on 1 January.", PLANNED),
    Told("Customers may have trouble paying by card: our processor has a fault and is fixing it.", ONGOING),
    Told(
        "The property tax portal goes into read-only mode on 1 June, 6pm to midnight, for a database upgrade.",
        PLANNED,
        Impact.DEGRADED,
    ),
    Told(
        "NSW: Service disruption. Digital driver licence not loading for some users. Last updated "
        "9.40am. Fix in progress.",
        ONGOING,
    ),
)
