//! The part of the table of texts that is about events of Tribute that wait for the owner.

/// Hands its rows, behind those it is given, on to the next macro.
macro_rules! parked_keys {
    ($next:ident! $($before:tt)*) => {
        $next! { $($before)*
            AdminUnmatched "admin.unmatched" Message needs(event) may(number person plan amount) "stands above an event without a known person";
            AdminUnplanned "admin.unplanned" Message needs(plan) may(number event amount person) "stands above a paid plan the pack does not know";
            ParkedUnreadable "parked.unreadable" Message needs(event) may(number) "stands above an event that could not be made sense of";
            ParkedSettled "parked.settled" Message needs(number) may(event) "stands above an event that is settled";
            ParkedNumber "parked.number" Message needs(number) may(date) "which event, and when it came";
            ParkedWhat "parked.what" Message needs(text) may() "what was bought";
            ParkedAmount "parked.amount" Message needs(text) may() "for how much";
            ParkedWhose "parked.whose" Message needs(text) may() "whose an event is";
            ParkedTributeId "parked.tribute_id" Message needs(text) may() "what Tribute calls the buyer";
            ParkedEmail "parked.email" Message needs(text) may() "an address that the event carries";
            ParkedUsername "parked.username" Message needs(text) may() "a name in Telegram that the event carries";
            ParkedStill "parked.still" Message needs(time) may() "an event was looked at again and still waits";
            ParkedLink "parked.link" Message needs(link) may() "the link for the buyer";
            ParkedGone "parked.gone" Message needs() may() "the event is not there any more";
            ParkedWhyNobody "parked.why.nobody" Message needs() may(text) "an event names nobody";
            ParkedWhyStranger "parked.why.stranger" Message needs(text) may() "an event names a buyer that was not seen before";
            ParkedWhyNoPlan "parked.why.no_plan" Message needs() may(text) "the pack has no such plan";
            ParkedWhyNoEnd "parked.why.no_end" Message needs() may(text) "an event does not say until when";
            ParkedWhyField "parked.why.field" Message needs(text) may() "an event lacks a field";
            ParkedWhyForm "parked.why.form" Message needs() may(text) "an event cannot be read at all";
            ParkedWhyPoison "parked.why.poison" Message needs() may(text) "the program failed on an event";
            ParkedBecameApplied "parked.became.applied" Message needs() may(reason plan) "an event counts";
            ParkedBecameStored "parked.became.stored" Message needs() may(reason plan) "an event is kept and opens nothing";
            ParkedBecameDismissed "parked.became.dismissed" Message needs(reason) may(plan) "an event was put aside";
            ParkedBecameByHand "parked.became.by_hand" Message needs() may(plan reason) "access was given by hand because of an event";
            ParkedDecidedBy "parked.decided.by" Message needs(by) may(date) "who decided about an event";
            ParkedDecidedByBuyer "parked.decided.by_buyer" Message needs() may(date) "the buyer claimed an event";
            ParkedDecidedByItself "parked.decided.by_itself" Message needs() may() "nobody had to decide about an event";
            ParkedButtonGive "parked.button.give" Button needs() may() "asks whose an event is";
            ParkedButtonPlans "parked.button.plans" Button needs() may() "asks which plan an event is about";
            ParkedButtonHand "parked.button.hand" Button needs() may() "asks who gets access by hand";
            ParkedButtonRetry "parked.button.retry" Button needs() may() "looks at an event again";
            ParkedButtonDismiss "parked.button.dismiss" Button needs() may() "asks why an event needs nothing";
            ParkedButtonList "parked.button.list" Button needs() may() "lists all events that wait";
            ParkedButtonYes "parked.button.yes" Button needs() may() "confirms whose an event is";
            ParkedButtonBack "parked.button.back" Button needs() may() "shows the event";
            ParkedButtonEndless "parked.button.endless" Button needs() may() "access by hand without an end";
            ParkedButtonDays "parked.button.days" Button + plural needs(n) may() "access by hand for so many days";
            ParkedAskPerson "parked.ask.person" Message needs() may(number) "asks whose an event is";
            ParkedAskHand "parked.ask.hand" Message needs() may(number) "asks who gets access by hand";
            ParkedAskReason "parked.ask.reason" Message needs() may(number) "asks why an event needs nothing";
            ParkedAskConfirm "parked.ask.confirm" Message needs(person) may(number) "asks whether an event is this person's";
            ParkedAskPlan "parked.ask.plan" Message needs() may() "asks which plan an event is about";
            ParkedAskHandPlan "parked.ask.hand_plan" Message needs(person) may() "asks by which plan somebody gets access";
            ParkedAskHandDays "parked.ask.hand_days" Message needs(person) may(plan) "asks for how long somebody gets access";
            ParkedAskRecorded "parked.ask.recorded" Message needs() may(number) "a decision is written down";
            ParkedFoundSome "parked.found.some" Message needs() may(text) "some people fit what the owner wrote";
            ParkedFoundMany "parked.found.many" Message needs() may(text) "more people fit than are shown";
            ParkedFoundNone "parked.found.none" Message needs() may(text) "nobody fits what the owner wrote";
            ParkedFoundOnlyId "parked.found.only_id" Message needs() may(text) "the id is nobody's who is known";
            ParkedFoundStranger "parked.found.stranger" Button needs(id) may() "chooses an id that is not known";
            ParkedToastTaken "parked.toast.taken" Toast needs() may() "a decision is being written down";
            ParkedToastWasSettled "parked.toast.was_settled" Toast needs() may() "somebody was first";
            ParkedListTitle "parked.list.title" Message needs() may() "stands above the events that wait";
            ParkedListNone "parked.list.none" Message needs() may() "no event waits";
            ParkedListLine "parked.list.line" Message needs(number) may(date title amount) "one event that waits";
            ParkedDaily "parked.daily" Message + plural needs(n) may(date) "reminds the owner of what waits";
            CommandUnmatched "command.unmatched" Command needs() may() "describes /unmatched";
            ClaimTaken "claim.taken" Message needs() may(name) "a buyer claims a payment";
            ClaimYours "claim.yours" Message needs() may(name) "the payment is the buyer's already";
            ClaimUsed "claim.used" Message needs() may(name) "somebody claimed the payment before";
            ClaimUnknown "claim.unknown" Message needs() may(name) "the link names no payment";
            ClaimOwner "claim.owner" Message needs() may(name) "an owner opened the buyer's link";
        }
    };
}

pub(super) use parked_keys;
