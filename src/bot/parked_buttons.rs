//! The buttons under an event that waits for the owner.

use crate::telegram::UserId;

/// A button under an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventAsk {
    /// The event's row.
    pub event: i64,
    /// What the button does.
    pub act: EventAct,
}

/// What a button under an event does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventAct {
    /// Shows it.
    Open,
    /// Asks whose it is.
    Give,
    /// Asks whether it is this person's.
    GiveTo(UserId),
    /// It is this person's.
    Given(UserId),
    /// Asks which plan it is about.
    Plans,
    /// It is about this plan.
    Plan(String),
    /// Asks who gets access by hand.
    Hand,
    /// Asks by which plan this person gets it.
    HandTo(UserId),
    /// Asks for how long.
    HandBy(UserId, String),
    /// They get it for so many days; zero is without an end.
    HandFor(UserId, String, u16),
    /// Asks why it needs nothing.
    Dismiss,
    /// Looks at it again.
    Retry,
}

/// For how many days access is given by hand; zero is without an end.
pub const DAYS: [u16; 5] = [7, 30, 90, 365, 0];

impl EventAsk {
    /// A button of this event.
    #[must_use]
    pub fn new(event: i64, act: EventAct) -> Self {
        Self { event, act }
    }

    /// Whom the button names.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        match self.act {
            EventAct::GiveTo(person)
            | EventAct::Given(person)
            | EventAct::HandTo(person)
            | EventAct::HandBy(person, _)
            | EventAct::HandFor(person, _, _) => Some(person),
            _ => None,
        }
    }

    /// The data behind the word that tells these buttons: with the longest numbers and ids 57 bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        let id = self.event;
        match &self.act {
            EventAct::Open => id.to_string(),
            EventAct::Give => format!("{id}:give"),
            EventAct::GiveTo(person) => format!("{id}:give:{}", short(*person)),
            EventAct::Given(person) => format!("{id}:give:{}:yes", short(*person)),
            EventAct::Plans => format!("{id}:plan"),
            EventAct::Plan(plan) => format!("{id}:plan:{plan}"),
            EventAct::Hand => format!("{id}:h"),
            EventAct::HandTo(person) => format!("{id}:h:{}", short(*person)),
            EventAct::HandBy(person, plan) => format!("{id}:h:{}:{plan}", short(*person)),
            EventAct::HandFor(person, plan, days) => {
                format!("{id}:h:{}:{plan}:{days}", short(*person))
            }
            EventAct::Dismiss => format!("{id}:drop"),
            EventAct::Retry => format!("{id}:again"),
        }
    }

    /// Reads it; `None` for what is made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        let (event, act) = parts.split_first()?;
        let act = match *act {
            [] => EventAct::Open,
            ["give"] => EventAct::Give,
            ["give", person] => EventAct::GiveTo(long(person)?),
            ["give", person, "yes"] => EventAct::Given(long(person)?),
            ["plan"] => EventAct::Plans,
            ["plan", plan] => EventAct::Plan(plan.to_owned()),
            ["h"] => EventAct::Hand,
            ["h", person] => EventAct::HandTo(long(person)?),
            ["h", person, plan] => EventAct::HandBy(long(person)?, plan.to_owned()),
            ["h", person, plan, days] => {
                let days = days.parse().ok().filter(|days| DAYS.contains(days))?;
                EventAct::HandFor(long(person)?, plan.to_owned(), days)
            }
            ["drop"] => EventAct::Dismiss,
            ["again"] => EventAct::Retry,
            _ => return None,
        };
        let event = event.parse().ok().filter(|id| *id > 0)?;
        Some(Self { event, act })
    }
}

/// The base of the numerals that people's ids are written in, so that all fits.
const BASE: u32 = 36;

fn short(person: UserId) -> String {
    let mut left = person.0.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(left % u64::from(BASE)).unwrap_or_default();
        digits.extend(char::from_digit(digit, BASE));
        left /= u64::from(BASE);
        if left == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn long(text: &str) -> Option<UserId> {
    let id = i64::from_str_radix(text, BASE).ok();
    id.filter(|id| *id > 0).map(UserId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_reads_back_and_fits_behind_its_prefix() {
        let (person, plan) = (UserId(i64::MAX), || "x".repeat(16));
        for act in [
            EventAct::Open,
            EventAct::Give,
            EventAct::GiveTo(person),
            EventAct::Given(UserId(1)),
            EventAct::Given(person),
            EventAct::Plans,
            EventAct::Plan(plan()),
            EventAct::Hand,
            EventAct::HandTo(UserId(36)),
            EventAct::HandBy(person, plan()),
            EventAct::HandFor(person, plan(), 365),
            EventAct::HandFor(person, plan(), 0),
            EventAct::Dismiss,
            EventAct::Retry,
        ] {
            let ask = EventAsk::new(i64::MAX, act);
            let data = ask.encode();
            assert!(format!("adm:ev:{data}").len() <= 64, "{data}");
            assert_eq!(EventAsk::parse(&data), Some(ask), "{data}");
        }
    }

    #[test]
    fn what_is_made_up_is_no_button() {
        for data in [
            "",
            "0",
            "-4",
            "x",
            "4:what",
            "4:give:",
            "4:give:0",
            "4:give:-1",
            "4:h:a:club:8",
            "4:give:1:no",
        ] {
            assert_eq!(EventAsk::parse(data), None, "{data}");
        }
    }
}
