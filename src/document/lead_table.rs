//! Requests for a consultation as a table that opens in a spreadsheet: UTF-8 with its mark (without which Excel takes
//! Cyrillic for something else), commas, quotes where they are needed, line ends of Windows.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// The mark of UTF-8.
pub(super) const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadTable {
    /// So many of the newest.
    pub limit: u16,
    /// The zone of its dates, by name.
    pub zone: String,
    /// What stands above the columns, in their order.
    pub columns: [String; 11],
    /// The word for a request that waits.
    pub open: String,
    /// The word for one that somebody was done with.
    pub done: String,
    /// Sources in words; others stand as they are.
    pub sources: Vec<(String, String)>,
    /// Newest first. Filled in when the table is written; nobody's words wait in the outbox.
    #[serde(skip)]
    pub rows: Vec<LeadRow>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadRow {
    /// Its number.
    pub number: i64,
    /// Whether somebody was done with it.
    pub done: bool,
    /// When it came.
    pub created_at: Timestamp,
    /// When somebody was done with it.
    pub closed_at: Option<Timestamp>,
    /// How to address the person.
    pub name: String,
    /// International form.
    pub phone: String,
    /// Their own words.
    pub comment: String,
    /// Where the form was opened.
    pub source: String,
    /// The start payload that brought them first.
    pub first_source: String,
    /// Telegram's id.
    pub person: i64,
    /// Without the `@`.
    pub username: Option<String>,
}

/// The bytes of the file.
pub(super) fn write(table: &LeadTable) -> Option<Vec<u8>> {
    let zone = TimeZone::get(&table.zone).unwrap_or(TimeZone::UTC);
    let moment = |at: Timestamp| {
        let at = at.to_zoned(zone.clone());
        at.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    writer
        .write_record(table.columns.iter().map(|cell| safe(cell)))
        .ok()?;
    for row in &table.rows {
        let status = if row.done { &table.done } else { &table.open };
        let known = table
            .sources
            .iter()
            .find(|(source, _)| *source == row.source);
        let source = known.map_or(&row.source, |(_, words)| words);
        let username = row.username.as_deref();
        let cells = [
            row.number.to_string(),
            safe(status),
            moment(row.created_at),
            row.closed_at.map(moment).unwrap_or_default(),
            safe(&row.name),
            safe(&row.phone),
            safe(&row.comment),
            safe(source),
            safe(&row.first_source),
            row.person.to_string(),
            username.map_or_else(String::new, |name| safe(&format!("https://t.me/{name}"))),
        ];
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

/// A cell that no spreadsheet takes for a formula: people write these words, and a formula can send what stands beside it
/// to a stranger. An apostrophe in front makes it text; so a phone number also stays one and does not become a number.
///
/// Where the decimal sign is a comma, Excel parts cells at semicolons and takes no notice of quotes that do not begin a
/// cell: then one of these words ends at a semicolon, a tab or a line's end, and behind it another cell begins.
pub(super) fn safe(cell: &str) -> String {
    let parts = cell.split_inclusive([';', '\t', '\r', '\n']);
    let safe = parts.enumerate().map(|(at, part)| {
        let begins = part.trim_start_matches([' ', '\u{a0}', '"']).chars().next();
        let formula = |sign| match sign {
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' => true,
            '\t' | '\r' | '\n' => at == 0,
            _ => false,
        };
        let mark = if begins.is_some_and(formula) { "'" } else { "" };
        [mark, part].concat()
    });
    safe.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, comment: &str) -> LeadRow {
        LeadRow {
            number: 7,
            done: false,
            created_at: "2026-11-24T21:30:00Z".parse().expect("a moment"),
            closed_at: None,
            name: name.into(),
            phone: "+79991234567".into(),
            comment: comment.into(),
            source: "quiz:energy:saving".into(),
            first_source: "insta".into(),
            person: 5_301_000_111,
            username: Some("anna_x".into()),
        }
    }

    fn table(rows: Vec<LeadRow>) -> LeadTable {
        LeadTable {
            limit: 10,
            zone: "Europe/Moscow".into(),
            columns: std::array::from_fn(|at| format!("Столбец {at}")),
            open: "новая".into(),
            done: "готово".into(),
            sources: vec![("quiz:energy:saving".into(), "Энергия".into())],
            rows,
        }
    }

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = bytes.strip_prefix(MARK).expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text);
        let records = reader.records().map(|record| record.expect("a record"));
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn what_people_wrote_reads_back_as_they_wrote_it() {
        let words = "утром, \"если\" можно;\r\nили вечером\n🌿";
        let mut closed = row("Анна \"К\", Петровна", words);
        closed.done = true;
        closed.closed_at = Some("2026-11-25T09:00:00Z".parse().expect("a moment"));
        let bytes = write(&table(vec![closed])).expect("a table");
        assert!(bytes.ends_with(b"\r\n"));
        let read = read(&bytes);
        assert_eq!(read[0][0], "Столбец 0");
        assert_eq!(
            read[1],
            [
                "7",
                "готово",
                "2026-11-25 00:30",
                "2026-11-25 12:00",
                "Анна \"К\", Петровна",
                "'+79991234567",
                words,
                "Энергия",
                "insta",
                "5301000111",
                "https://t.me/anna_x"
            ]
        );
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for word in [
            "=1+1", "+7", "-1", "@SUM(A1)", "\t1", "\r1", "\n1", "  =1", "\u{a0}=1", "＝1", "\"=1",
        ] {
            let bytes = write(&table(vec![row(word, word)])).expect("a table");
            let read = read(&bytes);
            for cell in [&read[1][4], &read[1][6]] {
                assert_eq!(*cell, format!("'{word}"));
            }
        }
        for word in [
            "Анна",
            "1-2",
            "a=b",
            "",
            "'",
            "утром; вечером",
            "a\r\nb;\r\nc",
            ";",
        ] {
            let read = read(&write(&table(vec![row(word, word)])).expect("a table"));
            assert_eq!(read[1][4], word);
        }
    }

    #[test]
    fn no_cell_is_a_formula_where_semicolons_part_cells() {
        for word in [
            "утром;=cmd|' /C calc'!A0",
            "утром; @SUM(A1)",
            "утром,\"да\"\n=HYPERLINK(A1)",
            "a;\"=1+1\"",
            "a\r\n-1",
            "\t=1",
        ] {
            let bytes = write(&table(vec![row("Анна", word)])).expect("a table");
            let text = String::from_utf8(bytes).expect("UTF-8");
            for cell in text.split([';', '\t', '\r', '\n']) {
                let begins = cell.trim_start_matches([' ', '"']).chars().next();
                assert!(
                    !begins.is_some_and(|sign| "=+-@".contains(sign)),
                    "{word}: {cell}"
                );
            }
        }
    }

    #[test]
    fn what_waits_in_the_outbox_holds_nobodys_words() {
        let stored = serde_json::to_string(&table(vec![row("Анна", "утром")])).expect("JSON");
        assert!(
            !stored.contains("Анна") && !stored.contains("утром"),
            "{stored}"
        );
    }
}
