//! A conversation is played and takes over what was seen, for `git diff` to show.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use super::commented;
use super::conversation::{Conversation, Seen, Step};
use super::difference::with_patterns;
use super::handle::Playground;
use super::recording::{in_order, seen};

/// How long a step waits for the program to have said everything.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks whether it has.
const LOOK: Duration = Duration::from_millis(25);
/// So many looks must find it silent: between taking an update in and queueing an answer nothing is to be seen of either.
const SILENT: u8 = 3;

/// A conversation with what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The conversation as it goes now.
    pub conversation: Conversation,
    /// Which step of the file each of its steps was, from 0; none where somebody's news got a step of its own.
    origins: Vec<Option<usize>>,
}

impl Accepted {
    /// As a file, with the comments of the old one.
    ///
    /// # Errors
    ///
    /// A text that TOML cannot hold; none is known.
    pub fn over(&self, file: &str) -> Result<String, String> {
        commented::rewritten(file, &self.conversation, &self.origins)
    }

    fn push(&mut self, step: Step, origin: Option<usize>) {
        self.conversation.step.push(step);
        self.origins.push(origin);
    }
}

impl Playground {
    /// Plays the steps and gives back the conversation with what was seen in place of what was expected. `clock` is told
    /// each moment to which the program's clock must be set, `is_silent` whether the program has nothing left to say.
    ///
    /// # Errors
    ///
    /// The step that could not be played, and why.
    pub async fn accept(
        &self,
        conversation: &Conversation,
        clock: impl Fn(Timestamp),
        is_silent: impl AsyncFn() -> bool,
    ) -> Result<Accepted, String> {
        let mut accepted = Accepted {
            conversation: Conversation {
                step: Vec::new(),
                ..conversation.clone()
            },
            origins: Vec::new(),
        };
        self.gather(conversation);
        let mut looked: HashMap<i64, u64> = HashMap::new();
        let mut steps = conversation.step.iter().enumerate().peekable();
        while let Some((index, step)) = steps.next() {
            let who = conversation.actor(step);
            self.begin(step, &clock);
            self.play(who, step).await.map_err(|why| {
                let act = conversation.act(step);
                format!("step {} cannot be played: {act}\n{why}", index + 1)
            })?;
            self.silence(&is_silent).await;
            let sees = self.taken_in(who, &mut looked);
            // A look at nothing says nothing; it was once somebody's news.
            if !(step.is_only_look() && sees.is_empty()) {
                let step = Step {
                    sees: with_patterns(&step.sees, sees),
                    ..step.clone()
                };
                accepted.push(step, Some(index));
            }
            let is_last_look = steps.peek().is_none_or(|(_, next)| !next.is_only_look());
            if is_last_look {
                self.others_look(&mut accepted, &mut looked);
            }
        }
        Ok(accepted)
    }

    /// Whoever else got something sees it now, in a step of their own.
    fn others_look(&self, accepted: &mut Accepted, looked: &mut HashMap<i64, u64>) {
        let people: Vec<i64> = accepted
            .conversation
            .person
            .iter()
            .map(|one| one.id)
            .collect();
        for id in &people {
            let sees = self.taken_in(*id, looked);
            if !sees.is_empty() {
                let step = Step {
                    who: Some(*id).filter(|id| people.first() != Some(id)),
                    sees,
                    ..Step::default()
                };
                accepted.push(step, None);
            }
        }
    }

    /// What is new in the chat since this was asked last.
    fn taken_in(&self, who: i64, looked: &mut HashMap<i64, u64>) -> Vec<Seen> {
        let since = looked.entry(who).or_default();
        let moments = self.new_moments(who, *since);
        *since = moments.last().map_or(*since, |last| last.number);
        in_order(moments.iter().filter_map(|one| seen(&one.what)).collect())
    }

    async fn silence(&self, is_silent: &impl AsyncFn() -> bool) {
        let silent = async {
            let mut looks = 0;
            while looks < SILENT {
                let is_idle = self.read(|world| world.queues.is_idle());
                let version = *self.version().borrow();
                looks = match is_idle && is_silent().await {
                    true => looks + 1,
                    false => 0,
                };
                tokio::time::sleep(LOOK).await;
                if *self.version().borrow() != version {
                    looks = 0;
                }
            }
        };
        // Something may wait for another day; then what came so far is what there is to see.
        let _ = tokio::time::timeout(PATIENCE, silent).await;
    }
}
