//! Formulas of calculators: `weight / (height / 100) ^ 2`. Numbers, names, `+ - * / ^` and parentheses.

use std::collections::BTreeMap;

/// Nested deeper than this, nobody reads it; and reading it would need the stack.
const DEEPEST: usize = 20;

/// A formula that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    Number(f64),
    Name(String),
    Binary(Box<Formula>, char, Box<Formula>),
    Minus(Box<Formula>),
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What is wrong with it, for its author.
    pub(super) fn parse(text: &str) -> Result<Formula, String> {
        let mut reader = Reader {
            rest: text.trim_start(),
            depth: 0,
        };
        let formula = reader.sum()?;
        match reader.rest.chars().next() {
            None => Ok(formula),
            Some(_) => Err(format!(
                "`{}` is not expected there",
                reader.rest.trim_end()
            )),
        }
    }

    /// Every name that stands in it.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Formula::Number(_) => Vec::new(),
            Formula::Name(name) => vec![name],
            Formula::Binary(left, _, right) => [left.names(), right.names()].concat(),
            Formula::Minus(inner) => inner.names(),
        }
    }

    /// Its value. `None` for an unknown name, and for what is no number, such as a division by zero.
    pub(super) fn value(&self, values: &BTreeMap<&str, f64>) -> Option<f64> {
        let value = match self {
            Formula::Number(number) => *number,
            Formula::Name(name) => *values.get(name.as_str())?,
            Formula::Minus(inner) => -inner.value(values)?,
            Formula::Binary(left, sign, right) => {
                let (left, right) = (left.value(values)?, right.value(values)?);
                match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    '/' => left / right,
                    _ => left.powf(right),
                }
            }
        };
        value.is_finite().then_some(value)
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn sum(&mut self) -> Result<Formula, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the parentheses are nested too deeply".to_owned());
        }
        let mut left = self.product()?;
        while let Some(sign) = self.take(&['+', '-']) {
            left = Formula::Binary(Box::new(left), sign, Box::new(self.product()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Result<Formula, String> {
        let mut left = self.power()?;
        while let Some(sign) = self.take(&['*', '/']) {
            left = Formula::Binary(Box::new(left), sign, Box::new(self.power()?));
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Formula, String> {
        let base = self.single()?;
        // Of several the first counts first, as on a pocket calculator.
        let mut left = base;
        while let Some(sign) = self.take(&['^']) {
            left = Formula::Binary(Box::new(left), sign, Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Formula, String> {
        if self.take(&['-']).is_some() {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err("there are too many signs in a row".to_owned());
            }
            let inner = self.single()?;
            self.depth -= 1;
            return Ok(Formula::Minus(Box::new(inner)));
        }
        if self.take(&['(']).is_some() {
            let inner = self.sum()?;
            return match self.take(&[')']) {
                Some(_) => Ok(inner),
                None => Err("a `)` is missing".to_owned()),
            };
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let formula = match word.chars().next() {
            None => {
                let found = self.rest.chars().next();
                let found = found.map_or_else(|| "its end".to_owned(), |c| format!("`{c}`"));
                return Err(format!("a number or a name is missing before {found}"));
            }
            Some(first) if first.is_ascii_digit() => {
                let number = word.parse();
                Formula::Number(number.map_err(|_| format!("`{word}` is not a number"))?)
            }
            Some(_) => Formula::Name(word.to_owned()),
        };
        self.rest = rest.trim_start();
        Ok(formula)
    }

    fn take(&mut self, signs: &[char]) -> Option<char> {
        let sign = self
            .rest
            .chars()
            .next()
            .filter(|sign| signs.contains(sign))?;
        self.rest = self.rest.strip_prefix(sign)?.trim_start();
        Some(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<f64>) {
        let values = BTreeMap::from([("height", 183.0), ("weight", 95.0), ("zero", 0.0)]);
        let value = Formula::parse(text).expect(text).value(&values);
        match (value, expected) {
            (Some(value), Some(expected)) => {
                assert!((value - expected).abs() < 1e-6, "{text} {value}")
            }
            (value, expected) => assert_eq!(value, expected, "{text}"),
        }
    }

    #[test]
    fn formulas_are_worked_out_as_at_school() {
        check("1 + 2 * 3", Some(7.0));
        check("(1 + 2) * 3", Some(9.0));
        check("10 - 4 - 3", Some(3.0));
        check("2 * 3 ^ 2", Some(18.0));
        check("-2 + 5", Some(3.0));
        check(" weight/(height/100)^2 ", Some(28.367_523_665));
        check("(height / 100) ^ 2 * 23.0", Some(77.0247));
        check("weight / zero", None);
        check("age + 1", None);
    }

    #[test]
    fn what_is_no_formula_is_told_to_its_author() {
        for (text, words) in [
            ("", "missing before its end"),
            ("1 +", "missing before its end"),
            ("(1 + 2", "`)` is missing"),
            ("1 2", "`2` is not expected"),
            ("1.2.3", "`1.2.3` is not a number"),
            ("рост / 2", "missing before `р`"),
            ("2 % 3", "`% 3` is not expected"),
        ] {
            let problem = Formula::parse(text).expect_err(text);
            assert!(problem.contains(words), "{text}: {problem}");
        }
        assert!(Formula::parse(&"(".repeat(10_000)).is_err());
        assert!(Formula::parse(&"-".repeat(10_000)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = Formula::parse(&text);
        }
    }
}
