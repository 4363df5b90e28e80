//! The two long messages that are put together from many texts. They are built here, and not where they
//! are sent, so that loading a pack can prove that none of them is longer than Telegram takes.

use super::keys::TextKey;
use super::locale::Locale;
use super::model::{Band, Product, Quiz};
use super::texts::Texts;

/// What the messages are made of.
pub(super) struct ResultTexts<'c> {
    pub(super) texts: &'c Texts,
    pub(super) products: &'c [Product],
}

impl ResultTexts<'_> {
    /// The result of a quiz.
    pub(super) fn result(&self, locale: Locale, quiz: &Quiz, band: &Band, points: u32) -> String {
        let heading = self.texts.text(
            locale,
            TextKey::ResultTitle,
            &[("title", quiz.title.get(locale))],
        );
        self.with_heading(heading, locale, quiz, band, points)
    }

    /// The same, as the plan the person comes back to.
    pub(super) fn plan(
        &self,
        locale: Locale,
        quiz: &Quiz,
        band: &Band,
        points: u32,
        date: &str,
    ) -> String {
        let args = [("title", quiz.title.get(locale)), ("date", date)];
        let heading = self.texts.text(locale, TextKey::PlanTitle, &args);
        self.with_heading(heading, locale, quiz, band, points)
    }

    fn with_heading(
        &self,
        heading: String,
        locale: Locale,
        quiz: &Quiz,
        band: &Band,
        points: u32,
    ) -> String {
        let text = |key, args: &[(&str, &str)]| self.texts.text(locale, key, args);
        let max = quiz.max_points().to_string();
        let level = [
            text(TextKey::ResultLevel, &[("level", band.level.get(locale))]),
            self.texts.plural(
                locale,
                TextKey::ResultPoints,
                u64::from(points),
                &[("max", &max)],
            ),
        ];
        let products = band.products.iter().filter_map(|recommended| {
            let product = self
                .products
                .iter()
                .find(|product| product.id == recommended.product)?;
            let args = [
                ("product", product.name.get(locale)),
                ("reason", recommended.reason.get(locale)),
            ];
            Some(text(TextKey::ResultProductLine, &args))
        });
        let products: Vec<String> = std::iter::once(text(TextKey::ResultProducts, &[]))
            .chain(products)
            .collect();
        let actions = band.actions.iter().zip(1u32..).map(|(action, number)| {
            text(
                TextKey::ResultActionLine,
                &[
                    ("number", &number.to_string()),
                    ("action", action.get(locale)),
                ],
            )
        });
        let actions: Vec<String> = std::iter::once(text(TextKey::ResultActions, &[]))
            .chain(actions)
            .collect();

        let mut paragraphs = vec![heading, level.join("\n")];
        // A heading over an empty list would promise something.
        paragraphs.extend(
            [products, actions]
                .into_iter()
                .filter(|lines| lines.len() > 1)
                .map(|lines| lines.join("\n")),
        );
        paragraphs.push(band.note.get(locale).to_owned());
        paragraphs.push(text(TextKey::ResultDisclaimer, &[]));
        paragraphs.join("\n\n")
    }
}
