//! What admins may ask for, as they type it and as their buttons carry it. To everybody else none of it exists.

use super::report::LeadsQuery;

/// Leads that fit into a message.
pub const LEADS_ON_A_PAGE: u32 = 10;

/// Something that only admins are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A page of the leads.
    Leads(LeadsPage),
}

/// A page of the list of leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadsPage {
    /// Only those that nobody is done with.
    pub open_only: bool,
    /// So many leads on all pages together.
    pub limit: u32,
    /// From zero.
    pub page: u32,
}

/// A command whose argument cannot be used: the answer says what can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// `/leads`
    Leads,
}

impl LeadsPage {
    /// Leads that `/leads` shows without a number, and how many it shows at most.
    pub const COUNTS: Counts = Counts {
        usual: 10,
        most: 50,
    };
}

/// How many, when nobody says, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Without a number.
    pub usual: u32,
    /// At most.
    pub most: u32,
}

impl Counts {
    /// Reads a command's argument: nothing, or a number from one to the most.
    fn read(self, argument: &str) -> Option<u32> {
        if argument.is_empty() {
            return Some(self.usual);
        }
        argument
            .parse()
            .ok()
            .filter(|count| (1..=self.most).contains(count))
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
            "leads" => LeadsPage::COUNTS
                .read(rest)
                .map(|limit| {
                    Self::Leads(LeadsPage {
                        open_only: false,
                        limit,
                        page: 0,
                    })
                })
                .ok_or(Usage::Leads),
            _ => return None,
        })
    }

    /// The data of a button, behind the prefix that tells these from others.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Leads(page) => format!("leads:{}", page.encode()),
        }
    }

    /// Reads the data of a press; `None` for data of another version, or made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once(':')?;
        Some(match word {
            "leads" => Self::Leads(LeadsPage::parse(rest)?),
            _ => return None,
        })
    }
}

impl LeadsPage {
    /// The query that shows it; one lead more tells whether there is another page.
    #[must_use]
    pub fn query(self) -> LeadsQuery {
        let skip = self.page.saturating_mul(LEADS_ON_A_PAGE);
        let left = self.limit.saturating_sub(skip);
        LeadsQuery {
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
        let limit = Self::COUNTS.read(parts.next()?)?;
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

    fn leads(limit: u32) -> Option<Result<Ask, Usage>> {
        Some(Ok(Ask::Leads(LeadsPage {
            open_only: false,
            limit,
            page: 0,
        })))
    }

    #[test]
    fn commands_are_read_with_their_numbers_and_odd_ones_are_told_apart() {
        for (text, expected) in [
            ("/leads", leads(10)),
            (" /LEADS@FiveKeysBot  50 ", leads(50)),
            ("/leads 0", Some(Err(Usage::Leads))),
            ("/leads 51", Some(Err(Usage::Leads))),
            ("/leads all", Some(Err(Usage::Leads))),
            ("/leadsx", None),
            ("leads", None),
            ("/start", None),
            ("", None),
        ] {
            assert_eq!(Ask::parse_command(text), expected, "{text}");
        }
    }

    #[test]
    fn every_button_reads_back() {
        let page = |open_only, page| {
            Ask::Leads(LeadsPage {
                open_only,
                limit: 50,
                page,
            })
        };
        for ask in [page(true, 4), page(false, 0)] {
            assert_eq!(Ask::parse(&ask.encode()), Some(ask.clone()), "{ask:?}");
            assert!(ask.encode().len() <= 60, "{ask:?}");
        }
        for data in [
            "",
            "leads",
            "leads:all:51:0",
            "leads:all:10:10",
            "leads:all:10:0:0",
            "leads:some:10:0",
        ] {
            assert_eq!(Ask::parse(data), None, "{data}");
        }
    }

    #[test]
    fn the_last_page_ends_where_the_list_was_to_end() {
        let page = |page| {
            let query = LeadsPage {
                open_only: false,
                limit: 25,
                page,
            }
            .query();
            (query.skip, query.limit)
        };
        assert_eq!(
            [page(0), page(1), page(2), page(3)],
            [(0, 11), (10, 11), (20, 5), (30, 0)]
        );
    }
}
