//! A loaded pack and everything the bot asks of it.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::advice::{Advice, Measure};
use super::calculator::Calculator;
use super::format;
use super::keys::TextKey;
use super::locale::Locale;
use super::matching;
use super::model::{Assistant, MenuDoor, Plan, Plans, Product, Quiz, Reminder};
use super::navigator::Page;
use super::picker::Picker;
use super::picture::Picture;
use super::result::{measure_text, plan_text, result_text};
use super::texts::Texts;

/// Everything the bot says and offers. Immutable, complete and checked; share it behind an `Arc`.
#[derive(Debug)]
pub struct Content {
    pub(super) texts: Texts,
    /// Texts that the pack leaves out, with the file of the embedded pack that they were taken from.
    pub(super) lent: Vec<(TextKey, String)>,
    pub(super) menu: Vec<Vec<MenuDoor>>,
    pub(super) quizzes: Vec<Quiz>,
    pub(super) calculators: Vec<Calculator>,
    pub(super) picker: Option<Picker>,
    pub(super) pages: Vec<Page>,
    pub(super) products: Vec<Product>,
    pub(super) order_link: Option<String>,
    pub(super) plans: Plans,
    /// By the names of their files.
    pub(super) pictures: BTreeMap<String, Picture>,
    pub(super) assistant: Assistant,
    pub(super) reminders: Vec<Reminder>,
}

impl Content {
    /// The text of `key` with its placeholders filled from `args`.
    ///
    /// In messages, arguments are escaped for HTML. A placeholder without an argument stays visible.
    pub fn text(&self, locale: Locale, key: TextKey, args: &[(&str, &str)]) -> String {
        self.texts.text(locale, key, args)
    }

    /// The form of `key` that goes with `n`; `{n}` is filled in, the rest comes from `args`.
    pub fn plural(&self, locale: Locale, key: TextKey, n: u64, args: &[(&str, &str)]) -> String {
        self.texts.plural(locale, key, n, args)
    }

    /// `5 декабря 2026`, `5 December 2026`.
    pub fn date(&self, locale: Locale, date: jiff::civil::Date) -> String {
        let month = self.text(locale, month(date.month()), &[]);
        format!("{} {month} {}", date.day(), date.year())
    }

    /// An amount in minor units as people write it: `499 ₽`, `499,50 ₽`, `$15`.
    pub fn money(&self, locale: Locale, minor: i64, currency: &str) -> String {
        format::money(locale, minor, currency)
    }

    /// The main menu, row by row.
    pub fn menu(&self) -> &[Vec<MenuDoor>] {
        &self.menu
    }

    /// What stands on the button of a door.
    pub fn door_label(&self, locale: Locale, door: &MenuDoor) -> String {
        match door {
            MenuDoor::Quiz { id } => self
                .quiz(id)
                .map(|quiz| quiz.title.get(locale).to_owned())
                .unwrap_or_default(),
            MenuDoor::Calculator { id } => self
                .calculator(id)
                .map(|calculator| calculator.title.get(locale).to_owned())
                .unwrap_or_default(),
            MenuDoor::Picker => self
                .picker()
                .map(|picker| picker.title.get(locale).to_owned())
                .unwrap_or_default(),
            MenuDoor::Page { id } => self
                .page(id)
                .map(|page| page.title.get(locale).to_owned())
                .unwrap_or_default(),
            MenuDoor::Link { label, .. } => label.get(locale).to_owned(),
            MenuDoor::Plan => self.text(locale, TextKey::MenuPlan, &[]),
            MenuDoor::Catalogue => self.text(locale, TextKey::MenuCatalogue, &[]),
            MenuDoor::Subscription => self.text(locale, TextKey::MenuSubscription, &[]),
            MenuDoor::Consult => self.text(locale, TextKey::MenuConsult, &[]),
            MenuDoor::Referral => self.text(locale, TextKey::MenuReferral, &[]),
            MenuDoor::Assistant => self.text(locale, TextKey::MenuAssistant, &[]),
            MenuDoor::Profile => self.text(locale, TextKey::ProfileButton, &[]),
            MenuDoor::Help => self.text(locale, TextKey::MenuHelp, &[]),
        }
    }

    /// Every quiz, in the order of their numbers.
    pub fn quizzes(&self) -> &[Quiz] {
        &self.quizzes
    }

    /// The quiz with this id.
    pub fn quiz(&self, id: &str) -> Option<&Quiz> {
        self.quizzes.iter().find(|quiz| quiz.id == id)
    }

    /// Every calculator, in the order of their numbers.
    pub fn calculators(&self) -> &[Calculator] {
        &self.calculators
    }

    /// The calculator with this id.
    pub fn calculator(&self, id: &str) -> Option<&Calculator> {
        self.calculators
            .iter()
            .find(|calculator| calculator.id == id)
    }

    /// The picker, when the pack has one.
    pub fn picker(&self) -> Option<&Picker> {
        self.picker.as_ref()
    }

    /// Every page of the navigator, the first one first.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// Every product, in the order of the file.
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// The product with this id.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// Where everything that a plan suggests can be ordered.
    pub fn order_link(&self) -> Option<&str> {
        self.order_link.as_deref()
    }

    /// Every plan, in the order of the file.
    pub fn plans(&self) -> &[Plan] {
        &self.plans.all
    }

    /// How long doors stay open after the end of a period that was to be renewed.
    pub fn grace(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.plans.grace_days))
    }

    /// Every reminder, in the order of the file; none when the owner wants none.
    pub fn reminders(&self) -> &[Reminder] {
        &self.reminders
    }

    /// The plan with this id.
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans().iter().find(|plan| plan.id == id)
    }

    /// How the assistant answers.
    pub fn assistant(&self) -> &Assistant {
        &self.assistant
    }

    /// Whether the pack says how; without `assistant.toml` it has no assistant.
    pub fn has_assistant(&self) -> bool {
        self.assistant.daily_limit > 0
    }

    /// The plan that Tribute means by these ids and this `subscription_name`.
    ///
    /// A plan that lists the period wins over one that lists only the subscription; without either, the
    /// words in the name decide, the longest match first. When two plans fit equally well, none does:
    /// opening the wrong door is worse than asking the owner.
    pub fn find_plan(&self, subscription_id: i64, period_id: i64, name: &str) -> Option<&Plan> {
        matching::find_plan(self.plans(), subscription_id, period_id, name)
    }

    /// The plan that a digital product of Tribute opens; most open none.
    pub fn find_product_plan(&self, product_id: i64) -> Option<&Plan> {
        let mut plans = self.plans().iter();
        plans.find(|plan| plan.product_ids.contains(&product_id))
    }

    /// The plan that the orders of a shop of Tribute open; most open none.
    pub fn find_shop_plan(&self, shop_id: i64) -> Option<&Plan> {
        let mut plans = self.plans().iter();
        plans.find(|plan| plan.shop_ids.contains(&shop_id))
    }

    /// What a person knows a plan by; `name`, which Tribute gave it, when the pack does not have it any more.
    pub fn plan_name<'n>(&'n self, locale: Locale, id: &str, name: &'n str) -> &'n str {
        match self.plan(id) {
            Some(plan) => plan.title.get(locale),
            None => name,
        }
    }

    /// What a quiz advises for a band of its results. `None` when the pack has no such quiz or band.
    pub fn quiz_advice(&self, quiz: &str, band: &str, points: u32) -> Option<Advice<'_>> {
        let quiz = self.quiz(quiz)?;
        let band = quiz.band(band)?;
        Some(Advice::of_quiz(quiz, band, points, &self.products))
    }

    /// What a calculator advises for a band of its values. `None` when the pack has no such calculator or band.
    pub fn calculator_advice(
        &self,
        calculator: &str,
        band: &str,
        hundredths: u32,
    ) -> Option<Advice<'_>> {
        let calculator = self.calculator(calculator)?;
        let band = calculator.band(band)?;
        let measure = calculator.measure(hundredths);
        Some(Advice::of_band(
            &calculator.id,
            &calculator.title,
            band,
            measure,
            &self.products,
        ))
    }

    /// What the picker advises for a goal with these products. `None` when the pack has no such goal.
    pub fn picker_advice(&self, goal: &str, products: &[String]) -> Option<Advice<'_>> {
        let picker = self.picker()?;
        let goal = picker.goal(goal)?;
        Some(picker.advice(goal, products.iter(), &self.products))
    }

    /// The whole result message, HTML, within Telegram's limit for every advice of the pack.
    pub fn result_text(&self, locale: Locale, advice: &Advice<'_>) -> String {
        result_text(&self.texts, locale, advice)
    }

    /// The saved plan: the same as the result, headed by the day it was made.
    pub fn plan_text(
        &self,
        locale: Locale,
        advice: &Advice<'_>,
        made: jiff::civil::Date,
    ) -> String {
        plan_text(&self.texts, locale, advice, &self.date(locale, made))
    }

    /// What an advice rests on, HTML; nothing for choices.
    pub fn measure_text(&self, locale: Locale, measure: &Measure<'_>) -> Option<String> {
        measure_text(&self.texts, locale, measure)
    }
}

fn month(number: i8) -> TextKey {
    match number {
        1 => TextKey::Month1,
        2 => TextKey::Month2,
        3 => TextKey::Month3,
        4 => TextKey::Month4,
        5 => TextKey::Month5,
        6 => TextKey::Month6,
        7 => TextKey::Month7,
        8 => TextKey::Month8,
        9 => TextKey::Month9,
        10 => TextKey::Month10,
        11 => TextKey::Month11,
        _ => TextKey::Month12,
    }
}
