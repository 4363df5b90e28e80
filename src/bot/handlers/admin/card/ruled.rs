//! Decisions about a person's access: those that were made, and the buttons to make one.

use super::{super::Talk, day};
use crate::{
    bot::{
        admin::Ask,
        callback_data::Press,
        fit,
        ledger::{Action, DONE},
        report::{Card, Ruled},
        ruling_steps::RulingStep,
    },
    content::TextKey,
    telegram::calls::Button,
};

/// The longest of what people write.
const WORDS: usize = 60;
const NAME: usize = 30;

/// When, what, about which plan, until when, why, and who said so.
pub(super) fn line(talk: &Talk<'_>, ruled: &Ruled) -> String {
    let ruling = &ruled.ruling;
    let action = match ruling.action {
        Action::Give => TextKey::AdminActionGive,
        Action::Plan => TextKey::AdminActionPlan,
        Action::Dismiss => TextKey::AdminActionDismiss,
        Action::Retry => TextKey::AdminActionRetry,
        Action::Grant => TextKey::AdminActionGrant,
        Action::Extend => TextKey::AdminActionExtend,
        Action::Revoke => TextKey::AdminActionRevoke,
        Action::Carried => TextKey::AdminActionCarried,
    };
    let content = talk.context.content;
    let plan = ruling.plan.as_deref().unwrap_or_default();
    let plan = fit::cut(content.plan_name(talk.locale, plan, plan), WORDS);
    let until = ruling.until.filter(|_| ruling.action != Action::Revoke);
    let until = until.map(|until| {
        let is_endless = until.as_second() > jiff::Timestamp::MAX.as_second() - 86_400;
        let date = if is_endless {
            talk.text(TextKey::DateEndless, &[])
        } else {
            day(talk, until)
        };
        format!("{} {date}", talk.text(TextKey::AdminCardUntil, &[]))
    });
    let by = match fit::cut(&ruled.by, NAME) {
        name if name.is_empty() => talk.text(TextKey::AdminCardProgram, &[]),
        name => name,
    };
    let failed = match ruled.outcome.as_deref() {
        Some(DONE) => String::new(),
        Some(_) => talk.text(TextKey::AdminCardRuledNot, &[]),
        None => talk.text(TextKey::AdminCardRuledSoon, &[]),
    };
    let what = [plan, until.unwrap_or_default(), failed];
    let what: Vec<&str> = what
        .iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let what = if what.is_empty() {
        "—".to_owned()
    } else {
        what.join(", ")
    };
    let reason = fit::cut(&ruling.reason, WORDS);
    let args = [
        ("date", day(talk, ruled.at)),
        ("action", talk.text(action, &[])),
        ("what", what),
        (
            "reason",
            if reason.is_empty() {
                "—".to_owned()
            } else {
                reason
            },
        ),
        ("by", by),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::AdminCardRulingLine, &args)
}

/// Access can be given to everybody who is known, and prolonged and closed where it is open.
pub(super) fn buttons(talk: &Talk<'_>, card: &Card) -> Vec<Button> {
    if card.person.forgotten {
        return Vec::new();
    }
    let mut known = card.subscriptions.iter();
    let is_open = known.any(|one| one.is_active(talk.context.now));
    let all = [
        (Action::Grant, TextKey::AdminCardGive),
        (Action::Extend, TextKey::AdminCardExtend),
        (Action::Revoke, TextKey::AdminCardClose),
    ];
    let shown = all
        .into_iter()
        .filter(|(action, _)| is_open || *action == Action::Grant);
    shown
        .map(|(action, key)| {
            let step = RulingStep::Begin(action, card.person.id);
            let press = Press::Admin(Ask::Ruling(step));
            Button::callback(talk.text(key, &[]), press.encode())
        })
        .collect()
}
