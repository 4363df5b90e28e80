//! Every text the code asks for by name: one table, checked against `texts.toml` when a pack is loaded.

/// Where a text is shown, which decides its length limit and whether HTML is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A message or a part of one: Telegram HTML, arguments are escaped.
    Message,
    /// Stands under a file: Telegram HTML like a message, and much shorter.
    Caption,
    /// The label of a button: plain and short.
    Button,
    /// The small note Telegram shows over the chat after a button press: plain.
    Toast,
    /// The description of a command in Telegram's menu: plain.
    Command,
    /// A word or two that become the argument of another text: plain.
    Fragment,
    /// Stands in a PDF: plain.
    Document,
    /// Goes along with a link that is passed on: plain, and short enough for an address.
    Share,
}

impl TextKind {
    /// Whether Telegram reads tags here; what is filled in is escaped then.
    #[must_use]
    pub fn is_html(self) -> bool {
        matches!(self, Self::Message | Self::Caption)
    }
}

macro_rules! text_keys {
    ($($variant:ident $name:literal $kind:ident $(+ $plural:ident)? needs($($needed:ident)*) may($($allowed:ident)*) $doc:literal;)*) => {
        /// The name of a text in `texts.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TextKey {
            $(#[doc = concat!("`", $name, "`: ", $doc)] $variant,)*
        }

        impl TextKey {
            /// Every key, in the order of the table.
            pub const ALL: &'static [TextKey] = &[$(TextKey::$variant,)*];

            /// The dotted name in files.
            pub fn name(self) -> &'static str {
                match self { $(TextKey::$variant => $name,)* }
            }

            /// Where the text is shown.
            pub fn kind(self) -> TextKind {
                match self { $(TextKey::$variant => TextKind::$kind,)* }
            }

            /// Whether the text has a form for each grammatical number; then `{n}` is the number.
            pub fn is_plural(self) -> bool {
                match self { $(TextKey::$variant => [$(stringify!($plural))?].contains(&"plural"),)* }
            }

            /// Placeholders without which the text makes no sense.
            pub fn needed(self) -> &'static [&'static str] {
                match self { $(TextKey::$variant => &[$(stringify!($needed),)*],)* }
            }

            /// Every placeholder the text may use: the needed ones, then the optional ones.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(TextKey::$variant => &[$(stringify!($needed),)* $(stringify!($allowed),)*],)* }
            }
        }
    };
}

text_keys! {
    StartWelcome "start.welcome" Message needs() may(name) "greets a new person";
    StartWelcomeBack "start.welcome_back" Message needs() may(name) "greets a person who was here before";
    MenuTitle "menu.title" Message needs() may() "stands above the main menu";
    MenuPlan "menu.plan" Button needs() may() "opens the person's plan";
    MenuSubscription "menu.subscription" Button needs() may() "opens the subscription";
    MenuConsult "menu.consult" Button needs() may() "asks for a consultation";
    MenuHelp "menu.help" Button needs() may() "opens help";
    HelpText "help.text" Message needs() may() "says what the bot can do";
    FallbackText "fallback.text" Message needs() may() "answers what the bot did not understand";
    ButtonBack "button.back" Button needs() may() "one step back";
    ButtonHome "button.home" Button needs() may() "to the main menu";
    ButtonAgain "button.again" Button needs() may() "takes the quiz again";
    ButtonResume "button.resume" Button needs() may() "goes on with an unfinished quiz";
    ButtonRestart "button.restart" Button needs() may() "starts an unfinished quiz from the beginning";
    ButtonSubscribe "button.subscribe" Button needs(plan) may(price) "opens the payment page of a plan";
    ButtonCheck "button.check" Button needs() may() "asks whether the payment has arrived";
    ButtonBuy "button.buy" Button needs(product) may() "opens the shop page of a product";
    ButtonConsult "button.consult" Button needs() may() "asks for a consultation, under a result";
    ButtonSharePhone "button.share_phone" Button needs() may() "shares the person's own number, below the text box";
    ButtonSkip "button.skip" Button needs() may() "leaves the comment out";
    ButtonSend "button.send" Button needs() may() "sends the request";
    ButtonChange "button.change" Button needs() may() "changes something before it is sent";
    ButtonCancel "button.cancel" Button needs() may() "gives the request up";
    ButtonPdf "button.pdf" Button needs() may() "sends the plan as a PDF";
    QuizStartButton "quiz.start_button" Button needs() may() "starts a quiz";
    QuizProgress "quiz.progress" Message needs(number) may(total) "stands above a question";
    QuizResumePrompt "quiz.resume_prompt" Message needs(title) may(number total) "offers to go on with an unfinished quiz";
    QuizStale "quiz.stale" Toast needs() may() "the question was already answered";
    ToastExpired "toast.expired" Toast needs() may() "the button belongs to an older message";
    ResultTitle "result.title" Message needs(title) may() "first line of a quiz result";
    ResultLevel "result.level" Message needs(level) may() "the level reached";
    ResultPoints "result.points" Message + plural needs(n) may(max) "the points collected";
    ResultGoal "result.goal" Message needs(level) may() "the goal that was chosen, in place of a level";
    ResultValue "result.value" Message needs(value) may(name) "what a calculator found";
    ResultProducts "result.products" Message needs() may() "stands above the products";
    ResultProductLine "result.product_line" Message needs(product) may(reason) "one recommended product";
    ResultActions "result.actions" Message needs() may() "stands above the actions";
    ResultActionLine "result.action_line" Message needs(action) may(number) "one action";
    ResultDisclaimer "result.disclaimer" Message needs() may() "last lines of a quiz result";
    PlanTitle "plan.title" Message needs(title) may(date) "first line of the saved plan";
    PlanEmpty "plan.empty" Message needs() may() "there is no saved plan yet";
    PdfCaption "pdf.caption" Caption needs(title) may(date) "stands under the plan's PDF";
    PdfWait "pdf.wait" Toast needs() may() "the PDF is being made";
    PdfEmpty "pdf.empty" Message needs() may() "there is no plan to make a PDF of";
    PdfEyebrow "pdf.eyebrow" Document needs() may() "stands above the title of the PDF";
    PdfLevel "pdf.level" Document needs() may() "stands above the level in the PDF";
    PdfGoal "pdf.goal" Document needs() may() "stands above the chosen goal in the PDF";
    PdfActions "pdf.actions" Document needs() may() "stands above the actions in the PDF";
    PdfActionsHint "pdf.actions_hint" Document needs() may() "explains the boxes to tick in the PDF";
    PdfProducts "pdf.products" Document needs() may() "stands above the products in the PDF";
    PdfIntake "pdf.intake" Document needs() may() "stands above the intake table in the PDF";
    PdfProduct "pdf.product" Document needs() may() "first column of the intake table";
    PdfMorning "pdf.morning" Document needs() may() "second column of the intake table";
    PdfDay "pdf.day" Document needs() may() "third column of the intake table";
    PdfEvening "pdf.evening" Document needs() may() "fourth column of the intake table";
    PdfNote "pdf.note" Document needs() may() "last column of the intake table";
    PdfOrder "pdf.order" Document needs() may() "stands above the order link in the PDF";
    PdfOrderText "pdf.order_text" Document needs() may() "stands beside the QR code in the PDF";
    PdfCode "pdf.code" Document needs() may() "says what the QR code is to those who do not see it";
    PdfDisclaimer "pdf.disclaimer" Document needs() may() "stands above the careful words in the PDF";
    PdfFooter "pdf.footer" Document needs() may() "stands at the foot of every page of the PDF";
    SubscriptionTitle "subscription.title" Message needs() may() "first line of the subscription screen";
    SubscriptionNone "subscription.none" Message needs() may() "the person never subscribed";
    SubscriptionActive "subscription.active" Message needs(plan date) may() "access is open and will be renewed";
    SubscriptionNotRenewing "subscription.not_renewing" Message needs(plan date) may() "access is open and will not be renewed";
    SubscriptionEnded "subscription.ended" Message needs(plan) may(date) "access has ended";
    SubscriptionPlanLine "subscription.plan_line" Message needs(plan) may(price description) "one plan on offer";
    SubscriptionChecked "subscription.checked" Toast needs() may() "the subscription was just looked up";
    LeadAskName "lead.ask_name" Message needs() may() "asks how to address the person";
    LeadWrongName "lead.wrong_name" Message needs() may() "what was written is no name";
    LeadAskPhone "lead.ask_phone" Message needs() may(name) "asks for the phone number";
    LeadWrongPhone "lead.wrong_phone" Message needs() may() "what was written is no phone number";
    LeadForeignPhone "lead.foreign_phone" Message needs() may() "somebody else's contact was shared";
    LeadPhoneTaken "lead.phone_taken" Message needs(phone) may() "the number was understood";
    LeadPhoneKept "lead.phone_kept" Message needs(phone) may() "the number stays as it was";
    LeadAskComment "lead.ask_comment" Message needs() may() "asks for a comment";
    LeadWrongComment "lead.wrong_comment" Message needs() may() "the comment is too long or has no words";
    LeadNoComment "lead.no_comment" Fragment needs() may() "stands for a comment that is not there";
    LeadCheck "lead.check" Message needs(name phone comment) may() "shows what will be sent";
    LeadAskChange "lead.ask_change" Message needs() may() "asks what to change";
    LeadChangeName "lead.change_name" Button needs() may() "changes the name";
    LeadChangePhone "lead.change_phone" Button needs() may() "changes the number";
    LeadChangeComment "lead.change_comment" Button needs() may() "changes the comment";
    LeadThanks "lead.thanks" Message needs() may(name phone) "the request was sent";
    LeadCancelled "lead.cancelled" Message needs() may() "the request was given up";
    LeadLeft "lead.left" Message needs() may() "the form was left for something else";
    LeadLeftShort "lead.left_short" Toast needs() may() "the form was left by a press of another button";
    LeadStale "lead.stale" Toast needs() may() "the button belongs to an earlier step of the form";
    LeadClosed "lead.closed" Toast needs() may() "the button belongs to a form that was sent or left";
    LeadFromCommand "lead.from_command" Fragment needs() may() "the form was opened by the command";
    LeadFromMenu "lead.from_menu" Fragment needs() may() "the form was opened from the menu";
    TributeActivated "tribute.activated" Message needs(plan date) may() "a payment opened access";
    TributeTrial "tribute.trial" Message needs(plan date) may() "a trial opened access";
    TributeGift "tribute.gift" Message needs(plan date) may() "a gift opened access";
    TributeRenewed "tribute.renewed" Message needs(plan date) may() "a renewal went through";
    TributeCancelled "tribute.cancelled" Message needs(plan date) may() "renewal is off, access goes on";
    TributeCancelledEnded "tribute.cancelled_ended" Message needs(plan) may(date) "renewal is off and access has ended";
    TributeUnknownPlan "tribute.unknown_plan" Fragment needs() may() "stands for a plan whose name is missing";
    AdminPayment "admin.payment" Message needs(event) may(plan amount person date) "tells the owner about a payment";
    AdminUnmatched "admin.unmatched" Message needs(event) may(plan amount reason) "tells the owner about an event without a known person";
    AdminUnplanned "admin.unplanned" Message needs(plan) may() "tells the owner about a paid plan the pack does not know";
    AdminLead "admin.lead" Message needs(name phone comment) may(source date) "tells the owner about a request for a consultation";
    AdminLeadDone "admin.lead_done" Message needs(name phone comment) may(source date person) "the same, when somebody is done with it";
    AdminLeadChat "admin.lead_chat" Fragment needs() may() "links to the person who asked";
    AdminLeadAnswer "admin.lead_answer" Button needs() may() "opens the chat with the person who asked";
    AdminLeadClose "admin.lead_close" Button needs() may() "marks a request as done";
    AdminLeadClosed "admin.lead_closed" Toast needs() may() "the request is marked as done";
    AdminLeadWasClosed "admin.lead_was_closed" Toast needs() may() "the request was done before";
    AdminLeadsTitle "admin.leads.title" Message needs() may() "stands above the list of requests";
    AdminLeadsOpenTitle "admin.leads.open_title" Message needs() may() "stands above the list of requests that wait";
    AdminLeadsLine "admin.leads.line" Message needs(name phone) may(number mark date source comment) "one request in the list";
    AdminLeadsEmpty "admin.leads.empty" Message needs() may() "there are no requests";
    AdminLeadsUsage "admin.leads.usage" Message needs() may() "the number behind /leads cannot be used";
    AdminLeadsOpen "admin.leads.open" Button needs() may() "lists only requests that wait";
    AdminLeadsAll "admin.leads.all" Button needs() may() "lists all requests";
    AdminOlder "admin.older" Button needs() may() "to the next page";
    AdminNewer "admin.newer" Button needs() may() "to the page before";
    AdminMore "admin.more" Message needs() may() "not everything fits into the message";
    MenuReferral "menu.referral" Button needs() may() "opens the person's own link";
    ReferralPage "referral.page" Message needs(link) may(clicked joined paid) "the person's own link and who came by it";
    ReferralShare "referral.share" Button needs() may() "passes the person's own link on";
    ReferralShareText "referral.share_text" Share needs() may() "goes along with a link that is passed on";
    ReferralLater "referral.later" Message needs() may() "there is no link to show yet";
    ReferralTryAgain "referral.try_again" Button needs() may() "asks for the link again";
    CommandRef "command.ref" Command needs() may() "describes /ref";
    MenuAssistant "menu.assistant" Button needs() may() "opens the assistant";
    AssistantOff "assistant.off" Message needs() may() "the assistant is not connected";
    AssistantAsk "assistant.ask" Message needs() may() "asks for a question";
    AssistantLeft "assistant.left" Message + plural needs(n) may() "says how many questions are left today";
    AssistantWordsOnly "assistant.words_only" Message needs() may() "the question is no text";
    AssistantTooLong "assistant.too_long" Message needs(max) may(length) "the question is too long";
    AssistantThinking "assistant.thinking" Message needs() may() "the question was taken";
    AssistantBusy "assistant.busy" Message needs() may() "the question before is not answered yet";
    AssistantLimit "assistant.limit" Message needs() may() "there are no questions left today";
    AssistantFailed "assistant.failed" Message needs() may() "there is no answer";
    AssistantAgain "assistant.again" Button needs() may() "asks again, under an answer";
    CommandAssistant "command.assistant" Command needs() may() "describes /assistant";
    AdminCsvButton "admin.csv.button" Button needs() may() "sends the requests as a table";
    AdminCsvUsage "admin.csv.usage" Message needs() may() "the number behind /leads_csv cannot be used";
    AdminCsvCaption "admin.csv.caption" Caption needs() may(count) "stands under the table";
    AdminCsvWait "admin.csv.wait" Toast needs() may() "the table is being made";
    AdminCsvNumber "admin.csv.number" Document needs() may() "column of the table: the request's number";
    AdminCsvStatus "admin.csv.status" Document needs() may() "column of the table: new or done";
    AdminCsvOpen "admin.csv.open" Document needs() may() "the status of a request that waits";
    AdminCsvDone "admin.csv.done" Document needs() may() "the status of a request that is done";
    AdminCsvCreated "admin.csv.created" Document needs() may() "column of the table: when it came";
    AdminCsvClosed "admin.csv.closed" Document needs() may() "column of the table: when it was done";
    AdminCsvName "admin.csv.name" Document needs() may() "column of the table: the name";
    AdminCsvPhone "admin.csv.phone" Document needs() may() "column of the table: the phone number";
    AdminCsvComment "admin.csv.comment" Document needs() may() "column of the table: the comment";
    AdminCsvSource "admin.csv.source" Document needs() may() "column of the table: where the form was opened";
    AdminCsvFirstSource "admin.csv.first_source" Document needs() may() "column of the table: what brought the person";
    AdminCsvPerson "admin.csv.person" Document needs() may() "column of the table: Telegram's id";
    AdminCsvLink "admin.csv.link" Document needs() may() "column of the table: the link to the person";
    AdminStatsTitle "admin.stats.title" Message + plural needs(n) may(from to) "stands above the figures";
    AdminStatsPeople "admin.stats.people" Message needs(people new) may(day week starts) "figures of people";
    AdminStatsQuizzes "admin.stats.quizzes" Message needs() may() "stands above the figures of quizzes";
    AdminStatsQuizLine "admin.stats.quiz_line" Message needs(title begun finished) may() "figures of one quiz";
    AdminStatsLeads "admin.stats.leads" Message needs(new) may(done open) "figures of requests";
    AdminStatsSubscribers "admin.stats.subscribers" Message needs() may() "stands above the open subscriptions";
    AdminStatsSubscribersLine "admin.stats.subscribers_line" Message needs(plan count) may() "open subscriptions of one plan";
    AdminStatsMoney "admin.stats.money" Message needs() may() "stands above what was paid";
    AdminStatsMoneyLine "admin.stats.money_line" Message needs(amount) may(count refunds) "what was paid in one currency";
    AdminStatsMoneyCut "admin.stats.money_cut" Message needs() may(count) "not all payments were added up";
    AdminStatsSources "admin.stats.sources" Message needs() may() "stands above the sources";
    AdminStatsSourcesLine "admin.stats.sources_line" Message needs(source people) may(results leads paid) "figures of one source";
    AdminStatsNoSource "admin.stats.no_source" Fragment needs() may() "stands for people without a source";
    AdminStatsNothing "admin.stats.nothing" Fragment needs() may() "stands for figures that are not there";
    AdminStatsUsage "admin.stats.usage" Message needs() may() "the number behind /stats cannot be used";
    AdminStatsDays "admin.stats.days" Button + plural needs(n) may() "shows the figures of so many days";
    AdminChartButton "admin.chart.button" Button needs() may() "sends the figures as a picture";
    AdminChartWait "admin.chart.wait" Toast needs() may() "the picture is being made";
    AdminChartCaption "admin.chart.caption" Caption needs() may(from to) "stands under the picture";
    AdminChartTitle "admin.chart.title" Document needs() may() "stands on top of the picture";
    AdminChartPeople "admin.chart.people" Document needs() may() "names the bars of new people";
    AdminChartQuizzes "admin.chart.quizzes" Document needs() may() "names the bars of finished quizzes";
    AdminChartLeads "admin.chart.leads" Document needs() may() "names the bars of requests";
    AdminChartPayments "admin.chart.payments" Document needs() may() "names the bars of payments";
    AdminFindTitle "admin.find.title" Message needs(text) may() "stands above those who were found";
    AdminFindNone "admin.find.none" Message needs() may() "nobody was found";
    AdminFindSome "admin.find.some" Message needs() may() "some were found";
    AdminFindMany "admin.find.many" Message needs() may() "more were found than are shown";
    AdminFindUsage "admin.find.usage" Message needs() may() "there is nothing to look for behind /find";
    AdminCardAbout "admin.card.about" Message needs(name id) may(language source first started seen) "who a person is";
    AdminCardNameless "admin.card.nameless" Fragment needs() may() "stands for a name that is not known";
    AdminCardNever "admin.card.never" Fragment needs() may() "stands for what never happened";
    AdminCardAway "admin.card.away" Message needs() may(date) "the person cannot be written to";
    AdminCardPlan "admin.card.plan" Message needs(title) may(level date) "the person's plan";
    AdminCardSubscriptions "admin.card.subscriptions" Message needs() may() "stands above a person's subscriptions";
    AdminCardRenewing "admin.card.renewing" Message needs(plan date) may() "an open subscription that renews";
    AdminCardNotRenewing "admin.card.not_renewing" Message needs(plan date) may() "an open subscription that does not renew";
    AdminCardEnded "admin.card.ended" Message needs(plan) may(date) "a subscription that ended";
    AdminCardLeads "admin.card.leads" Message needs() may() "stands above a person's requests";
    AdminCardLeadLine "admin.card.lead_line" Message needs(name) may(mark date phone comment) "one request of a person";
    AdminCardPayments "admin.card.payments" Message needs() may() "stands above what Tribute told of a person";
    AdminCardPaymentLine "admin.card.payment_line" Message needs(event) may(date amount) "one event of Tribute";
    AdminCardEvents "admin.card.events" Message needs() may() "stands above what a person did";
    AdminCardEventLine "admin.card.event_line" Message needs(event) may(date details) "one thing a person did";
    AdminCardNone "admin.card.none" Message needs() may() "the person is not known any more";
    AdminCardBack "admin.card.back" Button needs() may() "back to the list";
    AdminEventStarted "admin.event.started" Fragment needs() may() "names an event";
    AdminEventQuizStarted "admin.event.quiz_started" Fragment needs() may() "names an event";
    AdminEventQuizFinished "admin.event.quiz_finished" Fragment needs() may() "names an event";
    AdminEventLeadSent "admin.event.lead_sent" Fragment needs() may() "names an event";
    AdminEventPlanPdf "admin.event.plan_pdf" Fragment needs() may() "names an event";
    AdminEventBlocked "admin.event.blocked" Fragment needs() may() "names an event";
    AdminEventUnblocked "admin.event.unblocked" Fragment needs() may() "names an event";
    AdminEventSubscriptionOpened "admin.event.subscription_opened" Fragment needs() may() "names an event";
    AdminEventSubscriptionCancelled "admin.event.subscription_cancelled" Fragment needs() may() "names an event";
    CommandStats "command.stats" Command needs() may() "describes /stats";
    CommandLeads "command.leads" Command needs() may() "describes /leads";
    CommandLeadsCsv "command.leads_csv" Command needs() may() "describes /leads_csv";
    CommandFind "command.find" Command needs() may() "describes /find";
    CalculatorUnclear "calculator.unclear" Message needs(example) may() "what was written to a calculator is not clear";
    CalculatorRange "calculator.range" Message needs(name min max) may(example) "a number is no height, no weight";
    PickerProgress "picker.progress" Message needs(number) may(total) "stands above a choice of the picker";
    PageLocked "page.locked" Message needs() may() "a page is only for members";
    ButtonOpenPremium "button.open_premium" Button needs() may() "leads from a locked page to the subscription";
    NotifyAsk "notify.ask" Message needs(days hour) may() "asks once whether the person would like reminders";
    NotifyYes "notify.yes" Button needs() may() "yes to the question about reminders";
    NotifyNo "notify.no" Button needs() may() "no to the question about reminders";
    NotifyDeclined "notify.declined" Message needs() may() "the person wants no reminders";
    NotifyStateOn "notify.state_on" Message needs(days hour) may(zone date) "reminders are on";
    NotifyStateOff "notify.state_off" Message needs() may(days hour zone) "reminders are off";
    NotifyStopped "notify.stopped" Message needs() may() "reminders were stopped from one of them";
    NotifyOn "notify.on" Button needs() may() "turns reminders on";
    NotifyOff "notify.off" Button needs() may() "turns reminders off";
    NotifyStop "notify.stop" Button needs() may() "stops reminders, under each of them";
    NotifyTurnedOn "notify.turned_on" Toast needs() may() "reminders were turned on";
    NotifyTurnedOff "notify.turned_off" Toast needs() may() "reminders were turned off";
    NotifyAnd "notify.and" Fragment needs() may() "stands between the last two days";
    Weekday1 "weekday.1" Fragment needs() may() "Mondays, as in \"on Mondays\"";
    Weekday2 "weekday.2" Fragment needs() may() "Tuesdays, as in \"on Mondays\"";
    Weekday3 "weekday.3" Fragment needs() may() "Wednesdays, as in \"on Mondays\"";
    Weekday4 "weekday.4" Fragment needs() may() "Thursdays, as in \"on Mondays\"";
    Weekday5 "weekday.5" Fragment needs() may() "Fridays, as in \"on Mondays\"";
    Weekday6 "weekday.6" Fragment needs() may() "Saturdays, as in \"on Mondays\"";
    Weekday7 "weekday.7" Fragment needs() may() "Sundays, as in \"on Mondays\"";
    TimezoneTitle "timezone.title" Message needs(zone) may(hour) "offers time zones";
    TimezoneAsk "timezone.ask" Message needs() may() "asks for a city in words";
    TimezoneNear "timezone.near" Message needs() may() "no such city, but similar ones stand on buttons";
    TimezoneUnknown "timezone.unknown" Message needs() may() "no such city";
    TimezoneChanged "timezone.changed" Message needs(zone) may(hour) "the time zone was saved";
    TimezoneSaved "timezone.saved" Toast needs() may() "the time zone was saved";
    TimezoneButton "timezone.button" Button needs() may() "opens the choice of a time zone";
    TimezoneWrite "timezone.write" Button needs() may() "lets the person write a city";
    TimezoneMore "timezone.more" Button needs() may() "shows more cities";
    TimezoneReminders "timezone.reminders" Button needs() may() "to the page about reminders";
    CommandNotify "command.notify" Command needs() may() "describes /notify";
    CommandTimezone "command.timezone" Command needs() may() "describes /timezone";
    CommandStart "command.start" Command needs() may() "describes /start";
    CommandMenu "command.menu" Command needs() may() "describes /menu";
    CommandHelp "command.help" Command needs() may() "describes /help";
    CommandSubscription "command.subscription" Command needs() may() "describes /subscription";
    CommandConsult "command.consult" Command needs() may() "describes /consult";
    CommandPdf "command.pdf" Command needs() may() "describes /pdf";
    Month1 "month.1" Fragment needs() may() "January, as in a date";
    Month2 "month.2" Fragment needs() may() "February, as in a date";
    Month3 "month.3" Fragment needs() may() "March, as in a date";
    Month4 "month.4" Fragment needs() may() "April, as in a date";
    Month5 "month.5" Fragment needs() may() "May, as in a date";
    Month6 "month.6" Fragment needs() may() "June, as in a date";
    Month7 "month.7" Fragment needs() may() "July, as in a date";
    Month8 "month.8" Fragment needs() may() "August, as in a date";
    Month9 "month.9" Fragment needs() may() "September, as in a date";
    Month10 "month.10" Fragment needs() may() "October, as in a date";
    Month11 "month.11" Fragment needs() may() "November, as in a date";
    Month12 "month.12" Fragment needs() may() "December, as in a date";
}

impl TextKey {
    /// The key with this dotted name.
    pub fn parse(name: &str) -> Option<TextKey> {
        TextKey::ALL.iter().copied().find(|key| key.name() == name)
    }
}
