//! Figures for a person, read from the text of the metrics: sums and quantiles, as a dashboard would show them.

/// The sum over all series of a family whose labels hold none of these texts.
#[must_use]
pub fn sum(text: &str, name: &str, without: &[&str]) -> f64 {
    series(text, name)
        .filter(|(labels, _)| !without.iter().any(|word| labels.contains(word)))
        .map(|(_, value)| value)
        .sum()
}

/// A quantile of a histogram in its own unit, between the bounds of its bucket as Prometheus does it. None before
/// anything was measured.
#[must_use]
pub fn quantile(text: &str, name: &str, quantile: f64) -> Option<f64> {
    let buckets: Vec<(f64, f64)> = series(text, &format!("{name}_bucket"))
        .filter_map(|(labels, count)| {
            let (_, bound) = labels.split_once("le=\"")?;
            let bound = bound.split('"').next()?;
            let bound = match bound {
                "+Inf" => f64::INFINITY,
                number => number.parse().ok()?,
            };
            Some((bound, count))
        })
        .collect();
    let total = buckets
        .last()
        .map(|(_, count)| *count)
        .filter(|total| *total > 0.0)?;
    let rank = quantile * total;
    let (mut low, mut below) = (0.0, 0.0);
    for (bound, count) in buckets {
        if count >= rank && count > below {
            let share = (rank - below) / (count - below);
            // Nothing is known beyond the last bound.
            return Some(if bound.is_finite() {
                low + (bound - low) * share
            } else {
                low
            });
        }
        (low, below) = (bound, count);
    }
    None
}

/// Labels and value of every series of this exact name.
fn series<'t>(text: &'t str, name: &str) -> impl Iterator<Item = (&'t str, f64)> {
    text.lines().filter_map(move |line| {
        let rest = line.strip_prefix(name)?;
        let (labels, value) = match rest.strip_prefix('{') {
            Some(rest) => rest.rsplit_once("} ")?,
            None => ("", rest.strip_prefix(' ')?),
        };
        Some((labels, value.split(' ').next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# TYPE calls counter\n\
        calls_total{method=\"a\",outcome=\"ok\"} 5\n\
        calls_total{method=\"b\",outcome=\"ok\"} 2\n\
        calls_total{method=\"b\",outcome=\"rejected\"} 1\n\
        calls_total_of_others 100\n\
        depth 4\n\
        took_bucket{le=\"0.1\"} 80\n\
        took_bucket{le=\"0.2\"} 90\n\
        took_bucket{le=\"0.4\"} 100\n\
        took_bucket{le=\"+Inf\"} 100\n\
        late_bucket{le=\"0.1\"} 1\n\
        late_bucket{le=\"+Inf\"} 10\n\
        never_bucket{le=\"+Inf\"} 0\n";

    #[test]
    fn series_of_one_family_are_added_up_and_of_no_other() {
        assert!((sum(TEXT, "calls_total", &[]) - 8.0).abs() < f64::EPSILON);
        assert!((sum(TEXT, "calls_total", &["outcome=\"ok\""]) - 1.0).abs() < f64::EPSILON);
        assert!((sum(TEXT, "depth", &[]) - 4.0).abs() < f64::EPSILON);
        assert!(sum(TEXT, "nothing", &[]).abs() < f64::EPSILON);
    }

    #[test]
    fn a_quantile_lies_inside_its_bucket() {
        let close = |name, expected: f64| {
            let found = quantile(TEXT, name, 0.95).expect("something was measured");
            assert!((found - expected).abs() < 1e-9, "{name}: {found}");
        };
        close("took", 0.3);
        close("late", 0.1);
        assert_eq!(quantile(TEXT, "never", 0.95), None);
        assert_eq!(quantile(TEXT, "nothing", 0.95), None);
    }
}
