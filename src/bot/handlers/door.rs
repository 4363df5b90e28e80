//! Doors: private channels and groups that a plan opens. Who asks to come in, comes in or goes; links on demand; the
//! bot's own standing there.

use super::{Talk, subscription};
use crate::{
    bot::{
        Context,
        callback_data::Press,
        doors::{BotStanding, DoorChange, Named, ToAdmins, link_message, open_until, who},
        effects::{Change, Effects},
        state::ChatState,
    },
    content::{Locale, PlanDoor, TextKey},
    telegram::{
        ChatId,
        calls::{Button, Call, CallbackAnswer, Keyboard},
        types::{
            CallbackQuery, ChatJoinRequest, ChatMember, ChatMemberUpdated, Update, UpdateKind, User,
        },
    },
};

/// Whose update it is, when it is about a door: who asks to come in, or whose standing there changed.
pub(in crate::bot) fn actor<'u>(update: &'u Update, context: &Context<'_>) -> Option<&'u User> {
    let (chat, user) = match &update.kind {
        UpdateKind::ChatJoinRequest(request) => (request.chat.id, &request.from),
        UpdateKind::ChatMember(change) => (change.chat.id, change.new_chat_member.user.as_ref()?),
        _ => return None,
    };
    let is_door = context.content.plan_door(chat.0).is_some();
    (is_door && !user.is_bot).then_some(user)
}

/// What happens at doors, and to the bot itself in groups and channels; `None` for everything else.
pub(in crate::bot) fn outside(
    update: &Update,
    state: &ChatState,
    context: &Context<'_>,
) -> Option<Effects> {
    match &update.kind {
        UpdateKind::ChatJoinRequest(request) => {
            let door = context.content.plan_door(request.chat.id.0)?;
            actor(update, context).map(|_| asked(request, door, state, context))
        }
        UpdateKind::ChatMember(change) => {
            let user = actor(update, context)?;
            Some(moved(change, user, state, context))
        }
        UpdateKind::MyChatMember(change) if !change.chat.is_private() => Some(standing(change)),
        _ => None,
    }
}

/// Somebody with access is let in; everybody else is told how to get it, and their request waits until then.
fn asked(
    request: &ChatJoinRequest,
    door: &PlanDoor,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let mut effects = Effects::default();
    let chat = request.chat.id;
    let welcome = open(state, context, chat).is_some();
    effects.changes.push(Change::Door(DoorChange::Asked {
        door: chat,
        welcome,
    }));
    if !welcome {
        let language = request.from.language_code.as_deref();
        let locale = context.locale(state.person.as_ref(), language);
        effects.send(how_to_pay(context, locale, request.user_chat_id, door));
    }
    effects
}

fn open(state: &ChatState, context: &Context<'_>, door: ChatId) -> Option<jiff::Timestamp> {
    open_until(context.content, &state.subscriptions, door, context.now)
}

/// The plans that open the door, each with the page that takes the payment.
fn how_to_pay(context: &Context<'_>, locale: Locale, chat_id: ChatId, door: &PlanDoor) -> Call {
    let content = context.content;
    let opening = content.plans_opening(door.chat);
    let plans = content.plans().iter();
    let pay = plans
        .filter(|plan| opening.contains(&plan.id.as_str()))
        .map(|plan| {
            let args = [
                ("plan", plan.title.get(locale)),
                ("price", plan.price_label.get(locale)),
            ];
            let label = content.text(locale, TextKey::ButtonSubscribe, &args);
            Button::url(label, plan.link.clone())
        });
    let keyboard = pay.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    });
    let about = Button::callback(
        content.text(locale, TextKey::MenuSubscription, &[]),
        Press::Subscription.encode_below(),
    );
    Call::SendMessage {
        chat_id,
        text: content.text(
            locale,
            TextKey::DoorRequest,
            &[("door", door.title.get(locale))],
        ),
        keyboard: Some(keyboard.row(vec![about])),
    }
}

/// Somebody's standing at a door changed.
fn moved(
    change: &ChatMemberUpdated,
    user: &User,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let mut effects = Effects::default();
    let (door, now) = (change.chat.id, &change.new_chat_member);
    let news = match (change.old_chat_member.is_inside(), now.is_inside()) {
        (_, false) => Some(DoorChange::Outside { door }),
        (false, true) => Some(came(change, user, state, context, &mut effects)),
        // Another role. One that ran the chat and does so no more is the admins' own.
        (true, true) => {
            (now.is_admin() != change.old_chat_member.is_admin()).then(|| left_alone(door, now))
        }
    };
    effects.changes.extend(news.map(Change::Door));
    effects
}

fn left_alone(door: ChatId, now: &ChatMember) -> DoorChange {
    DoorChange::Inside {
        door,
        is_ours: false,
        is_admin: now.is_admin(),
        check_at: None,
    }
}

/// Whom an admin added is the admin's business. Whoever came in by the bot, or with access, is the bot's.
fn came(
    change: &ChatMemberUpdated,
    user: &User,
    state: &ChatState,
    context: &Context<'_>,
    effects: &mut Effects,
) -> DoorChange {
    let (door, now) = (change.chat.id, &change.new_chat_member);
    let by_hand = change.from.id != user.id && change.from.id != context.bot_id;
    let link = change.invite_link.as_ref();
    let creator = link.and_then(|link| link.creator.as_ref());
    let by_our_link = creator.is_some_and(|creator| creator.id == context.bot_id);
    let open = open(state, context, door);
    if by_hand || now.is_admin() || !(by_our_link || open.is_some()) {
        return left_alone(door, now);
    }
    if open.is_none() {
        let person = who(user.id, &user.first_name, user.username.as_deref());
        let named = Named {
            chat: door,
            title: change.chat.title.as_deref().unwrap_or_default(),
        };
        let admins = ToAdmins {
            content: context.content,
            locale: context.default_locale,
            admins: context.admins,
        };
        effects.outgoing.extend(admins.of_intruder(named, &person));
    }
    DoorChange::Inside {
        door,
        is_ours: true,
        is_admin: false,
        check_at: Some(open.unwrap_or(context.now)),
    }
}

/// The bot's own standing in a group or channel: what follows from it is found by looking.
fn standing(change: &ChatMemberUpdated) -> Effects {
    let mut effects = Effects::default();
    let now = &change.new_chat_member;
    let standing = BotStanding {
        chat: change.chat.id,
        title: change
            .chat
            .title
            .clone()
            .unwrap_or_default()
            .replace('\0', ""),
        status: BotStanding::word(now.status),
        is_new: now.is_inside() && !change.old_chat_member.is_inside(),
    };
    effects
        .changes
        .push(Change::Door(DoorChange::Standing(standing)));
    effects
}

/// A button for each door that the person's access opens.
pub(super) fn buttons(talk: &Talk<'_>) -> Vec<Button> {
    let (content, now) = (talk.context.content, talk.context.now);
    let doors = content.plan_doors().into_iter().filter(|door| {
        let chat = ChatId(door.chat);
        open_until(content, &talk.state.subscriptions, chat, now).is_some()
    });
    let button = |door: &PlanDoor| {
        let label = talk.text(
            TextKey::DoorButton,
            &[("door", door.title.get(talk.locale))],
        );
        Button::callback(label, Press::Door(door.chat).encode())
    };
    doors.map(button).collect()
}

/// A press of such a button: a link of the person's own, or a word why not.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, chat: i64) -> Effects {
    let mut effects = Effects::default();
    let door = talk.context.content.plan_door(chat);
    let door = door.filter(|_| open(talk.state, talk.context, ChatId(chat)).is_some());
    let toast = match door {
        Some(door) => {
            let home = query.from.id.private_chat();
            let content = talk.context.content;
            effects.send(link_message(content, talk.locale, home, door));
            TextKey::DoorWait
        }
        None => {
            effects.send(subscription::page(talk).show_for(query));
            TextKey::DoorClosed
        }
    };
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: Some(talk.text(toast, &[])),
    });
    effects
}
