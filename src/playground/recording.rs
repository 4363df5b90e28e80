//! A conversation saved from what happened.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::conversation::{Conversation, Participant, Seen, SeenAs, Step, written};
use super::handle::Playground;
use super::shown::ShownButton;
use super::story::{Act, Event, How, Moment, Said};
use super::world::World;

/// The step of the clock that texts show, in seconds: a step in another minute than the one before keeps its moment.
const MINUTE: i64 = 60;

impl Playground {
    /// What happened in the chats of these people so far; the first one is who acts where nothing else is said.
    pub fn conversation(&self, people: &[i64]) -> Conversation {
        self.read(|world| recorded(world, people))
    }
}

fn recorded(world: &World, people: &[i64]) -> Conversation {
    let participant = |id: &i64| {
        let person = world.people.get(id)?;
        Some(Participant {
            id: *id,
            first_name: person.first_name.clone(),
            language: person.language_code.clone(),
        })
    };
    let moments: Vec<&Moment> = world.story.of(people).collect();
    let mut last_act = moments
        .first()
        .map_or_else(|| world.now(), |first| first.at);
    let began = Timestamp::from_second(last_act).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut conversation =
        Conversation::new(began, people.iter().filter_map(participant).collect());
    let mut watch = Watch::default();
    let mut under_way: Option<(i64, Step)> = None;
    let mut copies = 0;
    for moment in moments {
        match &moment.what {
            Event::Did(act) => {
                if watch.is_copy(under_way.as_ref(), act) {
                    copies += 1;
                    continue;
                }
                watch.end(&mut conversation, under_way.take(), copies, people);
                copies = 0;
                let mut step = watch.step(moment.chat_id, act);
                if moment.at / MINUTE != last_act / MINUTE {
                    step.at = Timestamp::from_second(moment.at).ok();
                }
                last_act = moment.at;
                under_way = Some((moment.chat_id, step));
            }
            seen => watch.see(moment.chat_id, seen),
        }
    }
    watch.end(&mut conversation, under_way, copies, people);
    conversation
}

/// What the chats show while the story is read.
#[derive(Default)]
struct Watch {
    /// Seen since the last step of the chat.
    new: BTreeMap<i64, Vec<Seen>>,
    /// Every version of the bot's messages, by chat, oldest first.
    versions: BTreeMap<i64, Vec<Said>>,
}

impl Watch {
    fn see(&mut self, chat_id: i64, event: &Event) {
        if let Event::Said(said) = event {
            self.versions.entry(chat_id).or_default().push(said.clone());
        }
        if let Some(seen) = seen(event) {
            self.new.entry(chat_id).or_default().push(seen);
        }
    }

    /// Whether this is the same event of Tribute, before anything came of the first. Which of the copies the answer
    /// belongs to cannot be known, and a replay sends one after the other: the first has it, the others come after.
    fn is_copy(&self, under_way: Option<&(i64, Step)>, act: &Act) -> bool {
        let (
            Some((_, step)),
            Act::Pays {
                body,
                is_badly_signed,
            },
        ) = (under_way, act)
        else {
            return false;
        };
        step.tribute.as_ref() == Some(body)
            && step.badly_signed == *is_badly_signed
            && self.new.values().all(Vec::is_empty)
    }

    /// The step under way is over; whoever else saw something has a step of their own.
    fn end(
        &mut self,
        conversation: &mut Conversation,
        under_way: Option<(i64, Step)>,
        copies: usize,
        people: &[i64],
    ) {
        let copy = under_way.as_ref().map(|(id, step)| Step {
            who: Some(*id).filter(|id| people.first() != Some(id)),
            at: None,
            ..step.clone()
        });
        let first = people.first().copied();
        let who = |id: i64| Some(id).filter(|_| Some(id) != first);
        let actor = under_way.as_ref().map(|(id, _)| *id);
        if let Some((id, mut step)) = under_way {
            step.who = who(id);
            step.sees = in_order(self.new.remove(&id).unwrap_or_default());
            conversation.step.push(step);
        }
        for id in people.iter().filter(|id| Some(**id) != actor) {
            if let Some(sees) = self.new.remove(id).filter(|sees| !sees.is_empty()) {
                conversation.step.push(Step {
                    who: who(*id),
                    sees: in_order(sees),
                    ..Step::default()
                });
            }
        }
        conversation
            .step
            .extend(copy.into_iter().cycle().take(copies));
    }

    fn step(&self, chat_id: i64, act: &Act) -> Step {
        let mut step = Step::default();
        match act {
            Act::Says(text) => step.says = Some(text.clone()),
            Act::Shares(phone) => step.shares = Some(phone.clone()),
            Act::Blocks(blocks) => step.blocks = Some(*blocks),
            Act::Pays {
                body,
                is_badly_signed,
            } => {
                step.tribute = Some(body.clone());
                step.badly_signed = *is_badly_signed;
            }
            Act::Other(words) => step.note = Some(words.clone()),
            Act::Presses { message_id, data } => self.press(&mut step, chat_id, *message_id, data),
        }
        step
    }

    /// Callback data may differ each time, the words on the button do not.
    fn press(&self, step: &mut Step, chat_id: i64, message_id: i64, data: &str) {
        let versions = self.versions.get(&chat_id).map_or(&[][..], Vec::as_slice);
        let mut there = versions.iter().rev();
        let found = there
            .by_ref()
            .filter(|said| said.message_id == message_id)
            .find_map(|said| button(&said.buttons, |button| button.action.data() == Some(data)));
        let Some(found) = found else {
            step.note = Some("pressed a button that was never there".to_owned());
            return;
        };
        let newest = newest_with(versions, &found.text);
        if newest != Some(message_id) {
            step.on_message = ordinal(versions, message_id);
        }
        step.presses = Some(found.text.clone());
    }
}

/// The first button for which it holds.
pub(super) fn button(
    rows: &[Vec<ShownButton>],
    holds: impl Fn(&ShownButton) -> bool,
) -> Option<&ShownButton> {
    rows.iter().flatten().find(|button| holds(button))
}

/// The newest message that shows a button with these words now.
pub(super) fn newest_with(versions: &[Said], words: &str) -> Option<i64> {
    let mut current: BTreeMap<i64, &Said> = BTreeMap::new();
    for said in versions {
        current.insert(said.message_id, said);
    }
    let mut newest = current.into_values().rev();
    let found = newest.find(|said| button(&said.buttons, |button| button.text == words).is_some());
    found.map(|said| said.message_id)
}

/// The how-manieth message of the bot in the chat this is, from 1.
fn ordinal(versions: &[Said], message_id: i64) -> Option<usize> {
    let mut new = versions.iter().filter(|said| said.how == How::New);
    new.position(|said| said.message_id == message_id)
        .map(|position| position + 1)
}

/// A moment as a person sees it; nothing for what people do.
pub(super) fn seen(event: &Event) -> Option<Seen> {
    Some(match event {
        Event::Did(_) => return None,
        Event::Said(said) => Seen {
            how: match said.how {
                How::New => None,
                How::Edited => Some(SeenAs::Edited),
                How::Deleted => Some(SeenAs::Deleted),
            },
            text: said.text.clone(),
            file: said.file.clone(),
            buttons: written(&said.buttons),
        },
        Event::Toast { text, is_alert } => Seen {
            how: Some(match is_alert {
                true => SeenAs::Alert,
                false => SeenAs::Toast,
            }),
            text: text.clone(),
            ..Seen::default()
        },
        Event::Below(rows) => Seen {
            how: Some(SeenAs::Keyboard),
            buttons: written(rows),
            ..Seen::default()
        },
    })
}

/// Notes over the chat first: whether they come before or after the message is chance.
pub(super) fn in_order(mut sees: Vec<Seen>) -> Vec<Seen> {
    sees.sort_by_key(|seen| !matches!(seen.how, Some(SeenAs::Toast | SeenAs::Alert)));
    sees
}
