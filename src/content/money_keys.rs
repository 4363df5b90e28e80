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
            AdminPayment "admin.payment" Message needs(event) may(plan amount person date) "tells the owner about a payment";
            AdminUnmatched "admin.unmatched" Message needs(event) may(plan amount reason) "tells the owner about an event without a known person";
            AdminUnplanned "admin.unplanned" Message needs(plan) may() "tells the owner about a paid plan the pack does not know";
            CommandSubscription "command.subscription" Command needs() may() "describes /subscription";
        }
    };
}

pub(super) use money_keys;
