//! Payments as a table that opens in a spreadsheet, in the same form as that of leads.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::lead_table::{MARK, safe};

/// What stands in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTable {
    /// So many of the newest.
    pub limit: u16,
    /// The zone of its dates, by name.
    pub zone: String,
    /// What stands above the columns, in their order.
    pub columns: [String; 10],
    /// Events in words; others stand as they are.
    pub events: Vec<(String, String)>,
    /// What became of them, in words.
    pub outcomes: Vec<(String, String)>,
    /// Plans by their id.
    pub plans: Vec<(String, String)>,
    /// Currencies without hundredths.
    pub whole: Vec<String>,
    /// Newest first. Filled in when the table is written; nobody's payments wait in the outbox.
    #[serde(skip)]
    pub rows: Vec<PaymentRow>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// When it happened.
    pub at: Timestamp,
    /// Its own name.
    pub event: String,
    /// Telegram's id, when somebody is known for it.
    pub person: Option<i64>,
    /// As Telegram shows them.
    pub name: String,
    /// The plan's id.
    pub plan: Option<String>,
    /// What it is about, as Tribute calls it.
    pub title: String,
    /// In minor units, negative for money given back; nothing when no money moved.
    pub gross: Option<i64>,
    /// The same after Tribute's commission, when that is known.
    pub net: Option<i64>,
    /// Lower-case code.
    pub currency: String,
    /// What became of it.
    pub outcome: String,
    /// Its name for ever.
    pub key: String,
}

/// The bytes of the file.
pub(super) fn write(table: &PaymentTable) -> Option<Vec<u8>> {
    let zone = TimeZone::get(&table.zone).unwrap_or(TimeZone::UTC);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    writer
        .write_record(table.columns.iter().map(|cell| safe(cell)))
        .ok()?;
    for row in &table.rows {
        let at = row.at.to_zoned(zone.clone());
        let is_whole = table.whole.contains(&row.currency);
        let amount = |minor: Option<i64>| minor.map(|minor| decimal(minor, is_whole));
        let plan = row.plan.as_ref().and_then(|id| find(&table.plans, id));
        let cells = [
            at.strftime("%Y-%m-%d %H:%M").to_string(),
            safe(find(&table.events, &row.event).unwrap_or(&row.event)),
            row.person.map(|id| id.to_string()).unwrap_or_default(),
            safe(&row.name),
            safe(plan.unwrap_or(&row.title)),
            amount(row.gross).unwrap_or_default(),
            amount(row.net).unwrap_or_default(),
            safe(&row.currency.to_uppercase()),
            safe(find(&table.outcomes, &row.outcome).unwrap_or(&row.outcome)),
            safe(&row.key),
        ];
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

fn find<'w>(words: &'w [(String, String)], name: &str) -> Option<&'w str> {
    let found = words.iter().find(|(known, _)| known == name);
    found.map(|(_, words)| words.as_str())
}

/// An amount as every spreadsheet reads it, without a sign for its currency.
fn decimal(minor: i64, is_whole: bool) -> String {
    if is_whole {
        return minor.to_string();
    }
    let minus = if minor < 0 { "-" } else { "" };
    let size = minor.unsigned_abs();
    format!("{minus}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_and_words_are_no_formulas() {
        let row = |gross, net, currency: &str| PaymentRow {
            at: "2026-11-24T21:30:00Z".parse().expect("a moment"),
            event: "new_thing".into(),
            person: Some(5_301_000_111),
            name: "=Анна, \"К\"".into(),
            plan: None,
            title: "+1".into(),
            gross,
            net,
            currency: currency.into(),
            outcome: "applied".into(),
            key: "@x".into(),
        };
        let table = PaymentTable {
            zone: "Europe/Moscow".into(),
            columns: std::array::from_fn(|at| format!("Столбец {at}")),
            outcomes: vec![("applied".into(), "доступ открыт".into())],
            whole: vec!["xtr".into()],
            rows: vec![
                row(Some(49_905), Some(44_900), "rub"),
                row(Some(-5), None, "usd"),
                row(Some(250), None, "xtr"),
                row(None, None, ""),
            ],
            ..PaymentTable::default()
        };
        let bytes = write(&table).expect("a table");
        let text = bytes.strip_prefix(MARK).expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text);
        let rows: Vec<csv::StringRecord> = reader
            .records()
            .map(|record| record.expect("a record"))
            .collect();
        let first: Vec<&str> = rows[1].iter().collect();
        assert_eq!(
            first,
            [
                "2026-11-25 00:30",
                "new_thing",
                "5301000111",
                "'=Анна, \"К\"",
                "'+1",
                "499.05",
                "449.00",
                "RUB",
                "доступ открыт",
                "'@x"
            ]
        );
        let amounts = |at: usize| (rows[at][5].to_owned(), rows[at][6].to_owned());
        assert_eq!(amounts(2), ("-0.05".to_owned(), String::new()));
        assert_eq!(amounts(3), ("250".to_owned(), String::new()));
        assert_eq!(amounts(4), (String::new(), String::new()));
        assert_eq!(decimal(i64::MIN, false), "-92233720368547758.08");
    }
}
