//! What is stored about people, in the owner's words.

use super::{
    super::{lead::source_in_words, plan},
    Talk,
};
use crate::{
    bot::{
        fit, referral,
        report::Happened,
        state::{Advisor, Person},
    },
    content::{Locale, TextKey},
};

/// Where somebody came from.
pub(super) fn source(talk: &Talk<'_>, source: Option<&str>, most: usize) -> String {
    match source {
        None => talk.text(TextKey::AdminStatsNoSource, &[]),
        Some(referral::SOURCE) => talk.text(TextKey::AdminStatsFriends, &[]),
        Some(source) => fit::cut(source, most),
    }
}

/// The language somebody chose, or that of their Telegram: by its name if we speak it, else by its code.
pub(super) fn language(talk: &Talk<'_>, person: &Person) -> String {
    let stored = person.locale.as_deref().or(person.language_code.as_deref());
    let Some(code) = stored else {
        return "—".to_owned();
    };
    let spoken = code.split('-').next().and_then(Locale::parse);
    spoken.map_or_else(
        || fit::cut(code, 16),
        |locale| {
            talk.context
                .content
                .text(locale, TextKey::LanguageName, &[])
        },
    )
}

/// What somebody did.
pub(super) fn event(talk: &Talk<'_>, event: &Happened) -> String {
    let key = match event.name.as_str() {
        "started" => Some(TextKey::AdminEventStarted),
        "quiz_started" => Some(TextKey::AdminEventQuizStarted),
        "quiz_finished" => Some(TextKey::AdminEventQuizFinished),
        "calculator_used" => Some(TextKey::AdminEventCalculatorUsed),
        "picker_used" => Some(TextKey::AdminEventPickerUsed),
        "lead_sent" => Some(TextKey::AdminEventLeadSent),
        "assistant_asked" => Some(TextKey::AdminEventAssistantAsked),
        "plan_pdf" => Some(TextKey::AdminEventPlanPdf),
        "reminders_on" => Some(TextKey::AdminEventRemindersOn),
        "reminders_off" => Some(TextKey::AdminEventRemindersOff),
        "product_viewed" => Some(TextKey::AdminEventProductViewed),
        "products_shown" => Some(TextKey::AdminEventProductsShown),
        "blocked" => Some(TextKey::AdminEventBlocked),
        "unblocked" => Some(TextKey::AdminEventUnblocked),
        "subscription_opened" => Some(TextKey::AdminEventSubscriptionOpened),
        "subscription_cancelled" => Some(TextKey::AdminEventSubscriptionCancelled),
        _ => None,
    };
    // Whoever adds an event without a word for it here still sees it.
    key.map_or_else(|| event.name.clone(), |key| talk.text(key, &[]))
}

/// What it was about, in brackets: a quiz, a product, a goal by its name. What the pack no longer has goes by its id.
pub(super) fn details(talk: &Talk<'_>, event: &Happened, most: usize) -> String {
    let Some(id) = event.details.as_deref().filter(|id| !id.is_empty()) else {
        return String::new();
    };
    let content = talk.context.content;
    let title = |advisor: Advisor| plan::title(content, &advisor);
    let name = match event.name.as_str() {
        "started" => return bracketed(&source(talk, Some(id), most), most),
        "lead_sent" => {
            return bracketed(&source_in_words(talk.context, talk.locale, id), most);
        }
        // Which kind of result they belong to says nothing that the line before does not.
        "products_shown" => return String::new(),
        "quiz_started" | "quiz_finished" => title(Advisor::Quiz(id.to_owned())),
        "calculator_used" => title(Advisor::Calculator(id.to_owned())),
        "picker_used" => {
            let goal = content.picker().and_then(|picker| picker.goal(id));
            goal.map(|goal| &goal.level)
        }
        "product_viewed" => content.product(id).map(|product| &product.name),
        "subscription_opened" | "subscription_cancelled" => {
            content.plan(id).map(|plan| &plan.title)
        }
        _ => None,
    };
    bracketed(name.map_or(id, |name| name.get(talk.locale)), most)
}

fn bracketed(words: &str, most: usize) -> String {
    format!("({})", fit::cut(words, most))
}
