//! What admins may ask for, as they type it and as their buttons carry it. To everybody else none of it exists.

use super::{
    ledger::Action,
    parked_buttons::EventAsk,
    payment_news::News,
    report::{LeadsQuery, PaymentsQuery},
    ruling_steps::RulingStep,
};
use crate::telegram::{ChatId, UserId};

/// Leads that fit into a message, and payments.
pub const LEADS_ON_A_PAGE: u32 = 10;
/// What a button can carry behind the prefix of all these.
const LONGEST_DATA: usize = 60;
/// More of a text to find is no name.
const LONGEST_SEARCH: usize = 64;

/// Something that only admins are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The figures of so many days.
    Stats(u16),
    /// The same as a picture.
    Chart(u16),
    /// A page of the leads.
    Leads(LeadsPage),
    /// So many of the newest leads, as a table in a file.
    LeadsFile(u16),
    /// The people that a text fits.
    Find(String),
    /// All about one person.
    Card(UserId, Back),
    /// A page of the events that wait, from zero.
    Unmatched(u16),
    /// Something about one of these events.
    Event(EventAsk),
    /// The doors, and who is inside without access.
    Doors,
    /// Asks once more whether those are to be put out of a door.
    PutOut(ChatId),
    /// Puts them out; the number stands for those who were named.
    PutOutNow(ChatId, u32),
    /// A page of what Tribute told.
    Payments(PaymentsPage),
    /// So much of the newest of it, as a table in a file.
    PaymentsFile(u16),
    /// The figures of so many months.
    Revenue(u16),
    /// How the admin wants to hear of payments.
    News(News),
    /// A decision about somebody's access, in the admin's own words.
    Typed(Action, String),
    /// A step on the way to such a decision.
    Ruling(RulingStep),
}

/// Where a person's card was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// In the list of leads.
    Leads(LeadsPage),
    /// In what a text found.
    Find(String),
    /// In the list of payments.
    Payments(PaymentsPage),
}

/// A page of the list of leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadsPage {
    /// Only those that nobody is done with.
    pub open_only: bool,
    /// So many leads on all pages together.
    pub limit: u16,
    /// From zero.
    pub page: u16,
}

/// A page of the list of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentsPage {
    /// So many on all pages together.
    pub limit: u16,
    /// From zero.
    pub page: u16,
}

/// A command whose argument cannot be used: the answer says what can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// `/stats`
    Stats,
    /// `/leads`
    Leads,
    /// `/leads_csv`
    LeadsFile,
    /// `/find`
    Find,
    /// `/payments`
    Payments,
    /// `/payments_csv`
    PaymentsFile,
    /// `/revenue`
    Revenue,
}

/// How many, when nobody says, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Without a number.
    pub usual: u16,
    /// At most.
    pub most: u16,
}

/// Days of the figures.
pub const DAYS: Counts = Counts { usual: 7, most: 90 };
/// Leads in the list.
pub const IN_LIST: Counts = Counts {
    usual: 10,
    most: 50,
};
/// Months of the figures.
pub const MONTHS: Counts = Counts { usual: 3, most: 12 };
/// Leads in the file.
pub const IN_FILE: Counts = Counts {
    usual: 1_000,
    most: 10_000,
};

impl Counts {
    /// Reads a command's argument: nothing, or a number from one to the most.
    fn read(self, argument: &str) -> Option<u16> {
        if argument.is_empty() {
            return Some(self.usual);
        }
        let count = argument.parse().ok();
        count.filter(|count| (1..=self.most).contains(count))
    }
}

impl Ask {
    /// Reads a command of admins; `None` for everything else.
    #[must_use]
    pub fn parse_command(text: &str) -> Option<Result<Self, Usage>> {
        let text = text.trim();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let name = word.strip_prefix('/')?.split('@').next()?.to_lowercase();
        let rest = rest.trim();
        Some(match name.as_str() {
            "stats" => DAYS.read(rest).map(Self::Stats).ok_or(Usage::Stats),
            "leads" => IN_LIST
                .read(rest)
                .map(|limit| Self::Leads(LeadsPage::first(limit)))
                .ok_or(Usage::Leads),
            "leads_csv" => IN_FILE
                .read(rest)
                .map(Self::LeadsFile)
                .ok_or(Usage::LeadsFile),
            "doors" => Ok(Self::Doors),
            "payments" => IN_LIST
                .read(rest)
                .map(|limit| Self::Payments(PaymentsPage { limit, page: 0 }))
                .ok_or(Usage::Payments),
            "payments_csv" => IN_FILE
                .read(rest)
                .map(Self::PaymentsFile)
                .ok_or(Usage::PaymentsFile),
            "revenue" => MONTHS.read(rest).map(Self::Revenue).ok_or(Usage::Revenue),
            "grant" => Ok(Self::Typed(Action::Grant, rest.to_owned())),
            "extend" => Ok(Self::Typed(Action::Extend, rest.to_owned())),
            "revoke" => Ok(Self::Typed(Action::Revoke, rest.to_owned())),
            "find" => search(rest).map(Self::Find).ok_or(Usage::Find),
            "unmatched" => Ok(Self::Unmatched(0)),
            _ => return None,
        })
    }

    /// The data of a button, behind the prefix that tells these from others. A text to find is cut where it has to
    /// be; it then finds more, never less.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Stats(days) => format!("stats:{days}"),
            Self::Chart(days) => format!("chart:{days}"),
            Self::Leads(page) => format!("leads:{}", page.encode()),
            Self::LeadsFile(count) => format!("csv:{count}"),
            Self::Find(text) => with_text("find:", text),
            Self::Doors => "doors:all".into(),
            Self::PutOut(door) => format!("out:{door}"),
            Self::PutOutNow(door, people) => format!("outnow:{door}:{people:x}"),
            Self::Card(person, Back::Leads(page)) => format!("card:{person}:l:{}", page.encode()),
            Self::Card(person, Back::Payments(page)) => {
                format!("card:{person}:p:{}", page.encode())
            }
            Self::Payments(page) => format!("pay:{}", page.encode()),
            Self::PaymentsFile(count) => format!("paycsv:{count}"),
            Self::Revenue(months) => format!("revenue:{months}"),
            Self::News(news) => format!("news:{}", news.as_str()),
            Self::Typed(action, text) => with_text(&format!("typed:{}:", action.as_str()), text),
            Self::Ruling(step) => format!("rule:{}", step.encode()),
            Self::Card(person, Back::Find(text)) => with_text(&format!("card:{person}:f:"), text),
            Self::Unmatched(page) => format!("parked:{page}"),
            Self::Event(ask) => format!("ev:{}", ask.encode()),
        }
    }

    /// Reads the data of a press; `None` for data of another version, or made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once(':').filter(|(_, rest)| !rest.is_empty())?;
        Some(match word {
            "stats" => Self::Stats(DAYS.read(rest)?),
            "chart" => Self::Chart(DAYS.read(rest)?),
            "leads" => Self::Leads(LeadsPage::parse(rest)?),
            "csv" => Self::LeadsFile(IN_FILE.read(rest)?),
            "find" => Self::Find(search(rest)?),
            "parked" => Self::Unmatched(rest.parse().ok()?),
            "ev" => Self::Event(EventAsk::parse(rest)?),
            "doors" => Self::Doors,
            "out" => Self::PutOut(rest.parse().ok().map(ChatId)?),
            "outnow" => {
                let (door, people) = rest.split_once(':')?;
                let people = u32::from_str_radix(people, 16).ok()?;
                Self::PutOutNow(door.parse().ok().map(ChatId)?, people)
            }
            "card" => {
                let (person, rest) = rest.split_once(':')?;
                let person = person.parse().ok().filter(|id| *id > 0).map(UserId)?;
                let back = match rest.split_once(':')? {
                    ("l", page) => Back::Leads(LeadsPage::parse(page)?),
                    ("f", text) => Back::Find(search(text)?),
                    ("p", page) => Back::Payments(PaymentsPage::parse(page)?),
                    _ => return None,
                };
                Self::Card(person, back)
            }
            "pay" => Self::Payments(PaymentsPage::parse(rest)?),
            "paycsv" => Self::PaymentsFile(IN_FILE.read(rest)?),
            "revenue" => Self::Revenue(MONTHS.read(rest)?),
            "news" => Self::News(News::parse(rest)?),
            "rule" => Self::Ruling(RulingStep::parse(rest)?),
            _ => return None,
        })
    }
}

/// A text to find people by: some words on one line.
pub(super) fn search(text: &str) -> Option<String> {
    let text = text.replace('\0', "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_SEARCH;
    fits.then_some(text)
}

fn with_text(prefix: &str, text: &str) -> String {
    let mut data = prefix.to_owned();
    for letter in text.chars() {
        if data.len() + letter.len_utf8() > LONGEST_DATA {
            break;
        }
        data.push(letter);
    }
    data
}

impl LeadsPage {
    /// The first page of so many leads.
    #[must_use]
    pub fn first(limit: u16) -> Self {
        Self {
            open_only: false,
            limit,
            page: 0,
        }
    }

    /// The query that shows it; one lead more tells whether there is another page.
    #[must_use]
    pub fn query(self) -> LeadsQuery {
        let skip = u32::from(self.page).saturating_mul(LEADS_ON_A_PAGE);
        let left = u32::from(self.limit).saturating_sub(skip);
        LeadsQuery {
            of: None,
            open_only: self.open_only,
            skip,
            limit: left.min(LEADS_ON_A_PAGE + 1),
        }
    }

    fn encode(self) -> String {
        let which = if self.open_only { "open" } else { "all" };
        format!("{which}:{}:{}", self.limit, self.page)
    }

    fn parse(data: &str) -> Option<Self> {
        let mut parts = data.split(':');
        let open_only = match parts.next()? {
            "open" => true,
            "all" => false,
            _ => return None,
        };
        let limit = IN_LIST.read(parts.next()?)?;
        let page = parts.next()?.parse().ok().filter(|page| *page < limit)?;
        parts.next().is_none().then_some(Self {
            open_only,
            limit,
            page,
        })
    }
}

impl PaymentsPage {
    /// The query that shows it; one more tells whether there is another page.
    #[must_use]
    pub fn query(self) -> PaymentsQuery {
        let skip = u32::from(self.page).saturating_mul(LEADS_ON_A_PAGE);
        let left = u32::from(self.limit).saturating_sub(skip);
        PaymentsQuery {
            skip,
            limit: left.min(LEADS_ON_A_PAGE + 1),
        }
    }

    fn encode(self) -> String {
        format!("{}:{}", self.limit, self.page)
    }

    fn parse(data: &str) -> Option<Self> {
        let (limit, page) = data.split_once(':')?;
        let limit = IN_LIST.read(limit).filter(|_| !page.is_empty())?;
        let page = page.parse().ok().filter(|page| *page < limit)?;
        Some(Self { limit, page })
    }
}

#[cfg(test)]
mod tests;
