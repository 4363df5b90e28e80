//! Lists: no two items alike, and not more of them than the bot can show.

use std::collections::BTreeMap;

use super::source::Source;

/// Reports every item that has the id of an item above it. Missing ids were reported before.
pub(super) fn report_duplicates<'i>(
    source: &Source<'_>,
    ids: impl Iterator<Item = (usize, &'i str)>,
) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, id) in ids.filter(|(_, id)| !id.is_empty()) {
        match seen.get(id) {
            Some(first) => source.report(
                line,
                format!("`{id}` is already used on line {first}; give this one another id"),
            ),
            None => {
                seen.insert(id, line);
            }
        }
    }
}

/// Reports the first item over the limit.
pub(super) fn report_too_many(
    source: &Source<'_>,
    what: &str,
    limit: usize,
    mut lines: impl Iterator<Item = usize>,
) {
    if let Some(line) = lines.nth(limit) {
        source.report(
            line,
            format!("there are more than {limit} `{what}` sections; remove some"),
        );
    }
}
