//! What admins may ask for, as they type it and as their buttons carry it. To everybody else none of it exists.

use super::{parked_buttons::EventAsk, report::LeadsQuery};
use crate::telegram::UserId;

/// Leads that fit into a message.
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
}

/// Where a person's card was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// In the list of leads.
    Leads(LeadsPage),
    /// In what a text found.
    Find(String),
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
            Self::Card(person, Back::Leads(page)) => format!("card:{person}:l:{}", page.encode()),
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
            "card" => {
                let (person, rest) = rest.split_once(':')?;
                let person = person.parse().ok().filter(|id| *id > 0).map(UserId)?;
                let back = match rest.split_once(':')? {
                    ("l", page) => Back::Leads(LeadsPage::parse(page)?),
                    ("f", text) => Back::Find(search(text)?),
                    _ => return None,
                };
                Self::Card(person, back)
            }
            _ => return None,
        })
    }
}

/// A text to find people by: some words on one line.
pub(super) fn search(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").replace('\0', "");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::parked_buttons::EventAct;

    fn page(open_only: bool, limit: u16, page: u16) -> LeadsPage {
        LeadsPage {
            open_only,
            limit,
            page,
        }
    }

    fn find(text: &str) -> Ask {
        Ask::Find(text.into())
    }

    #[test]
    fn commands_are_read_with_their_arguments_and_odd_ones_are_told_apart() {
        let leads = |limit| Some(Ok(Ask::Leads(LeadsPage::first(limit))));
        let long = "я".repeat(LONGEST_SEARCH + 1);
        for (text, expected) in [
            ("/stats", Some(Ok(Ask::Stats(7)))),
            ("/stats 90", Some(Ok(Ask::Stats(90)))),
            ("/stats 91", Some(Err(Usage::Stats))),
            ("/stats -1", Some(Err(Usage::Stats))),
            ("/leads", leads(10)),
            (" /LEADS@FiveKeysBot  50 ", leads(50)),
            ("/leads 0", Some(Err(Usage::Leads))),
            ("/leads 51", Some(Err(Usage::Leads))),
            ("/leads all", Some(Err(Usage::Leads))),
            ("/leads_csv", Some(Ok(Ask::LeadsFile(1_000)))),
            ("/leads_csv 10000", Some(Ok(Ask::LeadsFile(10_000)))),
            ("/leads_csv 10001", Some(Err(Usage::LeadsFile))),
            ("/find  Анна \n Петровна", Some(Ok(find("Анна Петровна")))),
            ("/find", Some(Err(Usage::Find))),
            (&format!("/find {long}"), Some(Err(Usage::Find))),
            ("/unmatched", Some(Ok(Ask::Unmatched(0)))),
            ("/leadsx", None),
            ("stats", None),
            ("/start", None),
            ("", None),
        ] {
            assert_eq!(Ask::parse_command(text), expected, "{text}");
        }
    }

    #[test]
    fn every_button_reads_back_and_is_short() {
        let most = page(true, 50, 4);
        for ask in [
            Ask::Stats(90),
            Ask::Chart(1),
            Ask::Leads(most),
            Ask::Leads(page(false, 10, 0)),
            Ask::LeadsFile(10_000),
            find("a:b: ё"),
            Ask::Card(UserId(i64::MAX), Back::Leads(most)),
            Ask::Card(UserId(5), Back::Find("Анна: 7".into())),
            Ask::Unmatched(u16::MAX),
            Ask::Event(EventAsk::new(5, EventAct::Retry)),
        ] {
            assert_eq!(Ask::parse(&ask.encode()), Some(ask.clone()), "{ask:?}");
            assert!(ask.encode().len() <= LONGEST_DATA, "{ask:?}");
        }
        for data in [
            "",
            "leads",
            "stats:",
            "leads:all:51:0",
            "leads:all:10:10",
            "leads:all:10:0:0",
            "leads:some:10:0",
            "stats:0",
            "find: ",
            "card:0:f:x",
            "card:5:x:y",
            "card:5",
            "csv:0",
        ] {
            assert_eq!(Ask::parse(data), None, "{data}");
        }
    }

    #[test]
    fn a_long_text_to_find_is_cut_between_signs() {
        let long = "ы🌿".repeat(20);
        for ask in [
            find(&long),
            Ask::Card(UserId(i64::MAX), Back::Find(long.clone())),
        ] {
            let data = ask.encode();
            assert!(
                data.len() <= LONGEST_DATA && data.len() > LONGEST_DATA - 4,
                "{data}"
            );
            assert!(Ask::parse(&data).is_some(), "{data}");
        }
    }

    #[test]
    fn the_last_page_ends_where_the_list_was_to_end() {
        let asked = |number| {
            let query = page(false, 25, number).query();
            (query.skip, query.limit)
        };
        assert_eq!(
            [0, 1, 2, 3].map(asked),
            [(0, 11), (10, 11), (20, 5), (30, 0)]
        );
    }
}
