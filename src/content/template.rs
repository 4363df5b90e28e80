//! Texts with `{placeholders}`.

use super::html::escape_into;

/// A text cut into what stays and what is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Placeholder(String),
}

impl Template {
    /// Reads `source`. A brace that is meant literally is doubled: `{{`, `}}`.
    pub(super) fn parse(source: &str) -> Result<Template, &'static str> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        loop {
            // Braces are rare, and a start waits for all the texts.
            let plain = rest.bytes().position(|b| b == b'{' || b == b'}');
            let (before, from) = rest.split_at(plain.unwrap_or(rest.len()));
            text.push_str(before);
            rest = if let Some(next) = from.strip_prefix("{{") {
                text.push('{');
                next
            } else if let Some(next) = from.strip_prefix("}}") {
                text.push('}');
                next
            } else if let Some(named) = from.strip_prefix('{') {
                let closed = named.split_once('}');
                let Some((name, next)) = closed.filter(|(name, _)| !name.contains(['{', '\n']))
                else {
                    return Err("a `{` is not closed; write `{name}`, or `{{` for the sign itself");
                };
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(Part::Placeholder(name.trim().to_owned()));
                next
            } else if from.is_empty() {
                break;
            } else {
                return Err(
                    "a `}` has no `{` before it; write `{name}`, or `}}` for the sign itself",
                );
            };
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Template { parts })
    }

    /// The names of the placeholders, in order, repeated as often as they stand in the text.
    pub(super) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Fills in `args`. A placeholder without an argument stays visible, so that somebody notices.
    pub(super) fn render(&self, args: &[(&str, &str)], escape: bool) -> String {
        let mut out = String::with_capacity(self.capacity(args));
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Placeholder(name) => match args.iter().find(|(arg, _)| arg == name) {
                    Some((_, value)) if escape => escape_into(&mut out, value),
                    Some((_, value)) => out.push_str(value),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                },
            }
        }
        out
    }

    /// The text with every placeholder replaced by what `fill` says.
    pub(super) fn fill(&self, fill: impl Fn(&str) -> String) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Placeholder(name) => fill(name),
            })
            .collect()
    }

    fn capacity(&self, args: &[(&str, &str)]) -> usize {
        let texts: usize = self
            .parts
            .iter()
            .map(|part| {
                if let Part::Text(text) = part {
                    text.len()
                } else {
                    0
                }
            })
            .sum();
        texts + args.iter().map(|(_, value)| value.len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn placeholders_are_filled_and_arguments_escaped_only_in_html() {
        let template = Template::parse("<b>{name}</b>: {{{name}}} {n}").unwrap();
        assert_eq!(
            template.placeholders().collect::<Vec<_>>(),
            ["name", "name", "n"]
        );
        assert_eq!(
            template.render(&[("name", "A & <b>")], true),
            "<b>A &amp; &lt;b&gt;</b>: {A &amp; &lt;b&gt;} {n}"
        );
        assert_eq!(
            template.render(&[("name", "A & B"), ("n", "3")], false),
            "<b>A & B</b>: {A & B} 3"
        );
    }

    #[test]
    fn single_braces_are_refused() {
        assert!(Template::parse("Hello {name").is_err());
        assert!(Template::parse("Hello name}").is_err());
        assert!(Template::parse("Hello {na{me}").is_err());
    }
}
