//! Round numbers for an axis, and numbers as people read them.

/// Where an axis ends and how far its lines are apart: at most four lines above zero, at whole numbers.
pub(super) fn axis(most: u64) -> (u64, u64) {
    let most = most.max(1);
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let step = power.saturating_mul(step);
            if most.div_ceil(step) <= 4 {
                return (most.div_ceil(step).saturating_mul(step), step);
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return (u64::MAX, u64::MAX / 4),
        }
    }
}

/// A number in groups of three digits.
pub(super) fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_lines_at_round_numbers_and_holds_everything() {
        for (most, expected) in [
            (0, (1, 1)),
            (1, (1, 1)),
            (4, (4, 1)),
            (5, (6, 2)),
            (9, (10, 5)),
            (21, (30, 10)),
            (1_234_567, (1_500_000, 500_000)),
        ] {
            assert_eq!(axis(most), expected, "{most}");
        }
        let (end, step) = axis(u64::MAX);
        assert!(end == u64::MAX && step > 0);
    }

    #[test]
    fn long_numbers_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1 000"),
            (12_345_678, "12 345 678"),
        ] {
            assert_eq!(grouped(number, " "), expected);
        }
    }
}
