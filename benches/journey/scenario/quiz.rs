//! The journey: /menu, the quiz's door, Start, five answers and the result.

use std::collections::{HashMap, VecDeque};

use super::{Delivery, Next, Source};
use crate::person::{Habits, Person};
use crate::telegram::BotApi;

pub(crate) struct Quiz {
    habits: Habits,
    waiting: VecDeque<Person>,
    under_way: HashMap<i64, Person>,
}

impl Quiz {
    pub(crate) fn new(people: &[i64], habits: &Habits) -> Self {
        Self {
            habits: habits.clone(),
            waiting: people.iter().map(|id| Person::new(*id)).collect(),
            under_way: HashMap::new(),
        }
    }
}

impl Source for Quiz {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        // Nobody presses what they do not see yet: their turn comes later.
        let ready = |person: &Person| !api.owes_reply(person.id);
        let Some(place) = self.waiting.iter().position(ready) else {
            return Next::Busy;
        };
        let Some(mut person) = self.waiting.remove(place) else {
            return Next::Busy;
        };
        let delivery = Delivery {
            chat_id: person.id,
            body: person.next_update(update_id, api, &self.habits),
            signature: None,
        };
        self.under_way.insert(person.id, person);
        Next::Delivery(delivery)
    }

    /// Whoever is in the middle of a journey goes on before others begin, so that any stretch of time sees every step.
    fn done(&mut self, chat_id: i64, accepted: bool) {
        let Some(mut person) = self.under_way.remove(&chat_id) else {
            return;
        };
        if !accepted {
            person.start_again();
        }
        if person.is_on_the_way() {
            self.waiting.push_front(person);
        } else {
            self.waiting.push_back(person);
        }
    }
}
