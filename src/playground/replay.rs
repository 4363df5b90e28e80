//! A saved conversation is played again, step by step, against the bot that is there.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use super::conversation::{Conversation, Seen, Step};
use super::difference;
use super::handle::Playground;
use super::recording::{button, in_order, newest_with, seen};
use super::story::{Event, How, Moment, Said};
use super::tribute::sign;

/// How long a step waits for what is to be seen.
const PATIENCE: Duration = Duration::from_secs(15);

/// In what somebody says: what the newest link of the bot in anybody's chat carries.
const START: &str = "{start}";

/// Where a replay ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// Everything was as in the file.
    Same {
        /// How many steps were played.
        steps: usize,
    },
    /// The first step at which something was not.
    Different {
        /// The step, from 1; one more than there are when it was seen after the last.
        step: usize,
        /// Who did what.
        act: String,
        /// The difference, line by line; or why the step could not be played.
        difference: String,
    },
}

impl Playground {
    /// Plays a conversation. `clock` is told each moment to which the bot's clock must be set.
    pub async fn replay(&self, conversation: &Conversation, clock: impl Fn(Timestamp)) -> Replayed {
        self.gather(conversation);
        let mut looked: HashMap<i64, u64> = HashMap::new();
        for (step, number) in conversation.step.iter().zip(1..) {
            let who = conversation.actor(step);
            self.begin(step, &clock);
            let since = looked.entry(who).or_default();
            let outcome = match self.play(who, step).await {
                Ok(()) => self.compare(who, since, &step.sees).await,
                Err(why) => Some(why),
            };
            if let Some(difference) = outcome {
                return Replayed::Different {
                    step: number,
                    act: conversation.act(step),
                    difference,
                };
            }
        }
        // What somebody got who had nothing more to see is in no step.
        for person in &conversation.person {
            let since = looked.entry(person.id).or_default();
            if let Some(difference) = self.compare(person.id, since, &[]).await {
                return Replayed::Different {
                    step: conversation.step.len() + 1,
                    act: format!("{} looks, after everything", person.first_name),
                    difference,
                };
            }
        }
        Replayed::Same {
            steps: conversation.step.len(),
        }
    }

    /// Everybody who takes part is there.
    pub(super) fn gather(&self, conversation: &Conversation) {
        for person in &conversation.person {
            self.add_person(person.id, &person.first_name, person.language.as_deref());
        }
    }

    /// The clocks go on to the moment of the step.
    pub(super) fn begin(&self, step: &Step, clock: impl Fn(Timestamp)) {
        if let Some(at) = step.at
            && self.set_clock(at)
        {
            clock(at);
        }
    }

    /// The pretend clock goes to this moment, but never back; says whether it went.
    fn set_clock(&self, at: Timestamp) -> bool {
        self.change(|world| {
            let by = (at.as_second() - world.now()).max(0);
            world.ahead += by;
            by > 0
        })
    }

    /// Does what the person does in this step.
    pub(super) async fn play(&self, who: i64, step: &Step) -> Result<(), String> {
        if let Some(text) = &step.says {
            let text = self.with_start(text)?;
            self.send_text(who, &text);
        } else if let Some(words) = &step.presses {
            let (message_id, data) = self.find_button(who, words, step.on_message)?;
            self.press(who, message_id, &data);
        } else if let Some(phone) = &step.shares {
            self.share_contact(who, phone);
        } else if let Some(blocks) = step.blocks {
            self.change(|world| world.set_blocked(who, blocks));
        } else if let Some(body) = &step.tribute {
            let key = match step.badly_signed {
                true => "not the key",
                false => &self.settings().tribute_key,
            };
            let signature = sign(key, body.as_bytes());
            self.tribute_send_signed_as(body, Some(&signature)).await;
        }
        Ok(())
    }

    /// The text with what the newest link of the bot carries in place of [`START`]: a code that differs each time.
    fn with_start(&self, text: &str) -> Result<String, String> {
        if !text.contains(START) {
            return Ok(text.to_owned());
        }
        let newest = self.read(|world| {
            let everybody: Vec<i64> = world.people.keys().copied().collect();
            let texts = world.story.of(&everybody).filter_map(said);
            let payloads = texts.filter_map(|said| payload(&said.text).map(str::to_owned));
            payloads.last()
        });
        let newest = newest.ok_or_else(|| {
            format!("{START} is what a link of the bot carries, and the bot has shown none yet\n")
        })?;
        Ok(text.replace(START, &newest))
    }

    fn find_button(
        &self,
        who: i64,
        words: &str,
        on_message: Option<usize>,
    ) -> Result<(i64, String), String> {
        let chats = [who];
        let versions = self.read(|world| {
            let moments = world.story.of(&chats).filter_map(said);
            moments.cloned().collect::<Vec<Said>>()
        });
        let message_id = match on_message {
            Some(number) => {
                let mut new = versions.iter().filter(|said| said.how == How::New);
                let message = new.nth(number.saturating_sub(1));
                message
                    .map(|said| said.message_id)
                    .ok_or_else(|| format!("the bot has not written {number} messages here\n"))?
            }
            None => newest_with(&versions, words)
                .ok_or_else(|| super::script::no_such_button(self, who, words) + "\n")?,
        };
        let mut newest = versions.iter().rev();
        let data = newest.find_map(|said| {
            let here = said.message_id == message_id;
            let found = button(&said.buttons, |button| here && button.text == words)?;
            found.action.data().map(str::to_owned)
        });
        let data = data.ok_or_else(|| {
            format!("message {message_id} never had a button \"{words}\" that can be pressed\n")
        })?;
        Ok((message_id, data))
    }

    /// Waits for as much as is to be seen, and for quiet; then looks whether it is that.
    async fn compare(&self, who: i64, since: &mut u64, expected: &[Seen]) -> Option<String> {
        let mut version = self.version();
        let enough = async {
            loop {
                let is_quiet = self.read(|world| world.queues.is_idle());
                let now = self.new_moments(who, *since);
                if is_quiet
                    && now.iter().filter_map(|one| seen(&one.what)).count() >= expected.len()
                {
                    return;
                }
                if version.changed().await.is_err() {
                    return;
                }
            }
        };
        let _ = tokio::time::timeout(PATIENCE, enough).await;
        let moments = self.new_moments(who, *since);
        *since = moments.last().map_or(*since, |last| last.number);
        let seen = moments.iter().filter_map(|one| seen(&one.what)).collect();
        difference::between(expected, &in_order(seen))
    }

    pub(super) fn new_moments(&self, who: i64, since: u64) -> Vec<Moment> {
        let chats = [who];
        self.read(|world| {
            let moments = world.story.of(&chats).filter(|one| one.number > since);
            moments.cloned().collect()
        })
    }
}

/// What follows `?start=` in a text.
fn payload(text: &str) -> Option<&str> {
    let (_, rest) = text.rsplit_once("?start=")?;
    let is_payload = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let end = rest.find(|letter| !is_payload(letter));
    let payload = rest.get(..end.unwrap_or(rest.len()))?;
    Some(payload).filter(|payload| !payload.is_empty())
}

fn said(moment: &Moment) -> Option<&Said> {
    match &moment.what {
        Event::Said(said) => Some(said),
        _ => None,
    }
}
