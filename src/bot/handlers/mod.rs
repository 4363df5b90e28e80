//! One file for each conversation; here is only who takes what.

pub(super) mod membership;
mod menu;
mod plan;
mod quiz;
mod start;
mod subscription;

use super::{
    Context, callback_data::Press, command::Command, effects::Effects, screen::Screen,
    state::ChatState,
};
use crate::{
    content::{Locale, TextKey},
    telegram::{
        UpdateId,
        calls::CallbackAnswer,
        types::{CallbackQuery, Message},
    },
};

/// Everything a conversation's function needs, gathered once for each update.
#[derive(Clone, Copy)]
struct Talk<'a> {
    update: UpdateId,
    locale: Locale,
    state: &'a ChatState,
    context: &'a Context<'a>,
}

impl Talk<'_> {
    fn text(&self, key: TextKey, args: &[(&str, &str)]) -> String {
        self.context.content.text(self.locale, key, args)
    }
}

/// What a press leads to: a screen, and perhaps more.
struct Reply {
    screen: Screen,
    /// A word shown for a moment over the chat.
    toast: Option<TextKey>,
    effects: Effects,
}

impl From<Screen> for Reply {
    fn from(screen: Screen) -> Self {
        Self {
            screen,
            toast: None,
            effects: Effects::default(),
        }
    }
}

/// A message in the private chat.
pub(super) fn message(
    update: UpdateId,
    message: &Message,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else {
        return Effects::default();
    };
    let locale = context.locale(from.language_code.as_deref());
    let talk = Talk {
        update,
        locale,
        state,
        context,
    };
    let mut effects = Effects::default();
    let screen = match message.text.as_deref().and_then(Command::parse) {
        Some(Command::Start(source)) => {
            start::welcome(&talk, &from.first_name, source, &mut effects)
        }
        Some(Command::Menu) => menu::main(&talk),
        Some(Command::Help) => menu::help(&talk),
        Some(Command::Subscription) => subscription::page(&talk),
        None => menu::fallback(&talk),
    };
    effects.send(screen.send(message.chat.id));
    effects
}

/// A press of a button.
pub(super) fn callback(
    update: UpdateId,
    query: &CallbackQuery,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let locale = context.locale(query.from.language_code.as_deref());
    let talk = Talk {
        update,
        locale,
        state,
        context,
    };
    let reply = match query.data.as_deref().and_then(Press::parse) {
        Some(Press::Home) => menu::main(&talk).into(),
        Some(Press::Help) => menu::help(&talk).into(),
        Some(Press::Plan) => plan::page(&talk).into(),
        Some(Press::Subscription) => subscription::page(&talk).into(),
        Some(Press::CheckSubscription) => Reply {
            toast: Some(TextKey::SubscriptionChecked),
            ..subscription::page(&talk).into()
        },
        Some(Press::OpenQuiz(id)) => quiz::open(&talk, &id),
        Some(Press::StartQuiz(id)) => quiz::start(&talk, &id),
        Some(Press::ResumeQuiz(id)) => quiz::resume(&talk, &id),
        Some(Press::Answer(step, answer)) => quiz::answer(&talk, &step, answer),
        Some(Press::Back(step)) => quiz::back(&talk, &step),
        None => outdated(&talk),
    };
    let mut effects = reply.effects;
    effects.send(reply.screen.show_for(query));
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: reply.toast.map(|key| talk.text(key, &[])),
    });
    effects
}

/// A button that leads nowhere any more (an old message, a changed pack): the menu, and a word why.
fn outdated(talk: &Talk<'_>) -> Reply {
    Reply {
        toast: Some(TextKey::ToastExpired),
        ..menu::main(talk).into()
    }
}
