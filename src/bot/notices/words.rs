//! What is said, and the ways on below it.

use jiff::civil::Date;

use super::Notice;
use crate::{
    bot::{
        Context,
        access::Subscription,
        effects::{Lane, Outgoing},
        state::Person,
    },
    content::TextKey,
    telegram::calls::{Call, Keyboard},
};

/// Everybody's notices are due at the same hours, so they are paced like reminders. News that stays true waits for
/// whoever cannot be reached; news about what is ahead would come when it is over, and does not.
pub(super) fn message(
    notice: Notice,
    subscription: &Subscription,
    person: &Person,
    context: &Context<'_>,
) -> Outgoing {
    let locale = context.locale(Some(person), person.language_code.as_deref());
    let content = context.content;
    let zone = context.zone_of(Some(person));
    let end = subscription.access_until.to_zoned(zone.clone());
    let today = context.now.to_zoned(zone).date();
    let left = days_between(today, end.date());
    let closes = subscription.open_until(content.grace());
    let at = match notice {
        Notice::Unpaid | Notice::Ended => closes,
        _ => subscription.access_until,
    };
    let (plan, date) = (
        context.plan_name(locale, subscription),
        context.date_for(Some(person), locale, at),
    );
    let time = end.strftime("%H:%M").to_string();
    let args = [
        ("plan", plan.as_str()),
        ("date", date.as_str()),
        ("time", time.as_str()),
    ];
    let key = match (notice, left) {
        (Notice::Days | Notice::Tomorrow | Notice::Today, 2..) => TextKey::NoticeDays,
        (Notice::Days | Notice::Tomorrow | Notice::Today, 1) => TextKey::NoticeTomorrow,
        (Notice::Days | Notice::Tomorrow | Notice::Today, 0) => TextKey::NoticeToday,
        (Notice::Trial, 1..) => TextKey::NoticeTrialTomorrow,
        (Notice::Trial, 0) => TextKey::NoticeTrialToday,
        (Notice::Unpaid, _) => TextKey::NoticeUnpaid,
        (Notice::Ended, _) => TextKey::NoticeEnded,
    };
    let text = if key.is_plural() {
        content.plural(locale, key, left, &args)
    } else {
        content.text(locale, key, &args)
    };
    let way = match notice {
        Notice::Unpaid | Notice::Trial => context.manage_button(locale, &subscription.plan),
        _ => context.pay_button(locale, &subscription.plan),
    };
    let keyboard = Keyboard::default()
        .row(way.into_iter().collect())
        .row(vec![context.subscription_button(locale)]);
    Outgoing {
        call: Call::SendMessage {
            chat_id: person.id.private_chat(),
            text,
            keyboard: Some(keyboard),
        },
        lane: Lane::Bulk,
        keep_for_unreachable: notice == Notice::Ended,
    }
}

fn days_between(from: Date, to: Date) -> u64 {
    let days = (to - from).get_days();
    u64::try_from(days).unwrap_or(0)
}
