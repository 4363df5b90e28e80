//! The metrics as text: OpenMetrics for a scraper that asks for it, the classic Prometheus format for the rest.
//! The library writes only the former; the latter differs in a few lines.

/// Media type of OpenMetrics.
pub const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Media type of the classic format.
pub const CLASSIC: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether an `Accept` header asks for OpenMetrics.
#[must_use]
pub fn wants_openmetrics(accept: Option<&str>) -> bool {
    accept.is_some_and(|accept| {
        accept.split(',').any(|part| {
            let mut parameters = part.split(';').map(str::trim);
            parameters.next() == Some("application/openmetrics-text")
                && !parameters.any(|parameter| matches!(parameter, "q=0" | "q=0.0"))
        })
    })
}

/// OpenMetrics as classic text: counters carry `_total` in their family's name, there are no units, no info
/// type and no end mark.
#[must_use]
pub fn to_classic(openmetrics: &str) -> String {
    let types: std::collections::HashMap<&str, &str> = openmetrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .collect();
    let family = |name: &str| match types.get(name) {
        Some(&"counter") => format!("{name}_total"),
        Some(&"info") => format!("{name}_info"),
        _ => name.to_owned(),
    };
    let mut classic = String::with_capacity(openmetrics.len());
    for line in openmetrics.lines() {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        match words.as_slice() {
            ["#", "EOF"] | ["#", "UNIT", ..] => continue,
            ["#", "HELP", name, help] => {
                classic.push_str(&format!("# HELP {} {help}", family(name)));
            }
            ["#", "TYPE", name, kind] => {
                let kind = if *kind == "info" { "gauge" } else { kind };
                classic.push_str(&format!("# TYPE {} {kind}", family(name)));
            }
            _ => classic.push_str(line),
        }
        classic.push('\n');
    }
    classic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openmetrics_is_given_to_who_asks_for_it() {
        let prometheus =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3";
        assert!(wants_openmetrics(Some(prometheus)));
        for other in [
            None,
            Some("text/plain"),
            Some("*/*"),
            Some("application/openmetrics-text;q=0"),
        ] {
            assert!(!wants_openmetrics(other), "{other:?}");
        }
    }

    #[test]
    fn the_classic_text_names_counters_by_their_total() {
        let openmetrics = "# HELP bot_updates Updates.\n# TYPE bot_updates counter\nbot_updates_total{update_type=\"message\"} 3\n\
            # HELP bot_uptime_seconds Up.\n# TYPE bot_uptime_seconds gauge\n# UNIT bot_uptime_seconds seconds\nbot_uptime_seconds 5\n\
            # HELP bot_build Version.\n# TYPE bot_build info\nbot_build_info{version=\"1\"} 1\n# EOF\n";
        assert_eq!(
            to_classic(openmetrics),
            "# HELP bot_updates_total Updates.\n# TYPE bot_updates_total counter\nbot_updates_total{update_type=\"message\"} 3\n\
            # HELP bot_uptime_seconds Up.\n# TYPE bot_uptime_seconds gauge\nbot_uptime_seconds 5\n\
            # HELP bot_build_info Version.\n# TYPE bot_build_info gauge\nbot_build_info{version=\"1\"} 1\n"
        );
    }
}
