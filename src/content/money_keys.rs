//! The part of the table of texts that is about access and money.

/// Hands its rows, behind those it is given, on to the next macro.
macro_rules! money_keys {
    ($next:ident! $($before:tt)*) => {
        $next! { $($before)*
            ButtonSubscribe "button.subscribe" Button needs(plan) may(price) "opens the payment page of a plan";
            ButtonCheck "button.check" Button needs() may() "asks whether the payment has arrived";
            SubscriptionTitle "subscription.title" Message needs() may() "first line of the subscription screen";
            SubscriptionNone "subscription.none" Message needs() may() "the person never subscribed";
            SubscriptionActive "subscription.active" Message needs(plan date) may() "access is open and will be renewed";
            SubscriptionNotRenewing "subscription.not_renewing" Message needs(plan date) may() "access is open and will not be renewed";
            ButtonManage "button.manage" Button needs() may(plan) "opens a plan in Tribute, to change the card or stop renewal";
            SubscriptionGrace "subscription.grace" Message needs(plan) may(date until) "a renewal has not been paid, and access is still open";
            SubscriptionOnce "subscription.once" Message needs(plan date) may() "access is open and was never to be renewed";
            SubscriptionEndless "subscription.endless" Message needs(plan) may() "access is open and has no end";
            SubscriptionTrial "subscription.trial" Message needs() may() "access is a trial";
            SubscriptionGift "subscription.gift" Message needs() may() "access is somebody's present";
            SubscriptionHand "subscription.hand" Message needs() may() "the owner opened access";
            SubscriptionHowCancel "subscription.how_cancel" Message needs() may() "where renewal is stopped";
            SubscriptionHowRenew "subscription.how_renew" Message needs() may() "how to stay";
            SubscriptionHowPay "subscription.how_pay" Message needs() may() "what to do while a renewal is not paid";
            SubscriptionMore "subscription.more" Message needs() may() "stands above higher plans";
            ProfileEndless "profile.endless" Message needs(plan) may() "access without an end, in the profile";
            AdminCardEndless "admin.card.endless" Message needs(plan) may() "a person's access without an end";
            RuledGrantedEndless "ruled.granted_endless" Message needs(plan) may(reason) "the owner opened access without an end";
            NoticeDays "notice.days" Message + plural needs(n plan) may(date time) "access ends in some days";
            NoticeTomorrow "notice.tomorrow" Message needs(plan) may(date time) "access ends tomorrow";
            NoticeToday "notice.today" Message needs(plan) may(date time) "access ends today";
            NoticeTrialTomorrow "notice.trial_tomorrow" Message needs(plan) may(date time) "a trial ends tomorrow and goes on with money";
            NoticeTrialToday "notice.trial_today" Message needs(plan) may(date time) "a trial ends today and goes on with money";
            NoticeUnpaid "notice.unpaid" Message needs(plan date) may(time) "a renewal has not gone through yet, access stays open for a while";
            NoticeEnded "notice.ended" Message needs(plan) may(date time) "access is over";
            SubscriptionEnded "subscription.ended" Message needs(plan) may(date) "access has ended";
            SubscriptionPlanLine "subscription.plan_line" Message needs(plan) may(price description) "one plan on offer";
            SubscriptionChecked "subscription.checked" Toast needs() may() "the subscription was just looked up";
            TributeActivated "tribute.activated" Message needs(plan date) may() "a payment opened access";
            TributeTrial "tribute.trial" Message needs(plan date) may() "a trial opened access";
            TributeGift "tribute.gift" Message needs(plan date) may() "a gift opened access";
            TributeRenewed "tribute.renewed" Message needs(plan date) may() "a renewal went through";
            TributeCancelled "tribute.cancelled" Message needs(plan date) may() "renewal is off, access goes on";
            TributeCancelledEnded "tribute.cancelled_ended" Message needs(plan) may(date) "renewal is off and access has ended";
            TributeUnknownPlan "tribute.unknown_plan" Fragment needs() may() "stands for a plan whose name is missing";
            TributeEndless "tribute.endless" Message needs(plan) may() "a payment opened access without an end";
            TributeReturned "tribute.returned" Message needs(plan) may(date) "the money went back and access is closed";
            TributeChargeFailed "tribute.charge_failed" Message needs(plan) may(date) "a renewal could not be charged yet";
            TributeDonation "tribute.donation" Message needs() may(amount) "thanks for a donation";
            TributeProduct "tribute.product" Message needs(title) may() "thanks for a digital product";
            TributeProductReturned "tribute.product_returned" Message needs(title) may() "the money for a product went back";
            TributeParcel "tribute.parcel" Message needs(title) may() "thanks for an order of goods";
            TributeParcelShipped "tribute.parcel_shipped" Message needs(title tracking) may() "goods are on their way, with a number";
            TributeParcelSent "tribute.parcel_sent" Message needs(title) may() "goods are on their way";
            TributeParcelCancelled "tribute.parcel_cancelled" Message needs(title) may() "an order of goods was called off";
            TributeOrder "tribute.order" Message needs() may(amount) "thanks for an order that opens nothing";
            TributeOrderReturned "tribute.order_returned" Message needs() may(amount) "the money for an order went back";
            DateEndless "date.endless" Fragment needs() may() "stands for the end of access that has none";
            RuledGranted "ruled.granted" Message needs(plan date) may(reason) "the owner opened access";
            RuledRevoked "ruled.revoked" Message needs(plan) may(reason) "the owner closed access";
            AdminPayment "admin.payment" Message needs(event) may(plan amount person date) "tells the owner about a payment";
            AdminMoney "admin.money" Message needs(event) may(plan amount person message) "tells the owner about money that opens nothing";
            AdminRuled "admin.ruled" Message needs(person) may(plan date) "a decision took effect";
            AdminRuledOnEvent "admin.ruled_on_event" Message needs(number) may(event person plan date) "a decision about an event took effect";
            AdminRuledNot "admin.ruled_not" Message needs(reason) may(number) "a decision could not take effect";
            CommandSubscription "command.subscription" Command needs() may() "describes /subscription";
        }
    };
}

pub(super) use money_keys;
