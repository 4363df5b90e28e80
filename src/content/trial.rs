//! A pack tried out as people will: every answer, every way through the picker, every value of a calculator, in every
//! language. Loading proves the same in a shorter way, because it must not keep a start waiting; this takes no
//! short cuts, and also finds what nobody can get to.

use std::collections::{BTreeMap, BTreeSet};

use super::advice::Advice;
use super::calculator::Calculator;
use super::calculator_values::every_mix;
use super::html::inspect;
use super::limits;
use super::locale::Locale;
use super::model::{MenuDoor, Quiz};
use super::pack::Content;
use super::picker::Picker;
use super::picker_results::every_way;
use super::report::Problem;
use super::scores::reachable_totals;

/// So many choices of answers of one quiz are gone through; a pack may allow for more.
const MOST: usize = 200_000;

/// What was tried, and what went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Everything that people would stumble over, ordered by file.
    pub problems: Vec<Problem>,
    /// Choices of answers of all quizzes.
    pub answers: usize,
    /// Ways through the picker.
    pub picker_ways: usize,
    /// Values of all calculators.
    pub values: usize,
    /// Result messages and plans that were put together.
    pub messages: usize,
}

impl Content {
    /// Tries everything out. `folder` is what problems call the pack.
    #[must_use]
    pub fn try_out(&self, folder: &str) -> Trial {
        let mut tryout = Tryout {
            content: self,
            folder: folder.trim_end_matches('/'),
            told: BTreeSet::new(),
            trial: Trial::default(),
        };
        for quiz in self.quizzes() {
            tryout.quiz(quiz);
        }
        for calculator in self.calculators() {
            tryout.calculator(calculator);
        }
        if let Some(picker) = self.picker() {
            tryout.picker(picker);
        }
        tryout.doors();
        tryout.trial.problems = tryout.told.into_iter().collect();
        tryout.trial
    }

    /// Every door there is: of the menu, of the pages, of the reminders.
    fn doors(&self) -> impl Iterator<Item = &MenuDoor> {
        let pages = self.pages().iter().flat_map(|page| &page.doors);
        let reminders = self.reminders().iter().filter_map(|one| one.door.as_ref());
        self.menu().iter().flatten().chain(pages).chain(reminders)
    }
}

struct Tryout<'c> {
    content: &'c Content,
    folder: &'c str,
    told: BTreeSet<Problem>,
    trial: Trial,
}

impl Tryout<'_> {
    fn quiz(&mut self, quiz: &Quiz) {
        let file = format!("quizzes/{}.toml", quiz.id);
        let mut messages: BTreeSet<(&str, u32)> = BTreeSet::new();
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        for points in self.totals(quiz) {
            match quiz.band_for(points) {
                Some(band) => {
                    reached.insert(&band.id);
                    messages.insert((&band.id, points));
                }
                None => self.report(
                    &file,
                    format!(
                        "answers that add up to {points} lead to no band; widen a range or add a `[[band]]`"
                    ),
                ),
            }
        }
        for band in &quiz.bands {
            if !reached.contains(band.id.as_str()) {
                self.report(
                    &file,
                    format!(
                        "no answers lead to the band `{}`; change its range or remove it",
                        band.id
                    ),
                );
            }
        }
        for (band, points) in messages {
            let what = format!("the band `{band}` with {points} points");
            let advice = self.content.quiz_advice(&quiz.id, band, points);
            self.messages(&file, &what, advice);
        }
    }

    /// The total of every choice of answers. Of a quiz with more choices than can be gone through, only every total.
    fn totals(&mut self, quiz: &Quiz) -> BTreeSet<u32> {
        let counts = quiz.questions.iter().map(|one| one.answers.len());
        let ways = counts.fold(1_usize, usize::saturating_mul);
        if ways > MOST {
            let totals = reachable_totals(&quiz.questions);
            self.trial.answers += totals.len();
            return totals;
        }
        let mut totals = BTreeSet::new();
        // Counted through like the digits of a number: nothing grows with the ways.
        let mut answers = vec![0_usize; quiz.questions.len()];
        loop {
            self.trial.answers += 1;
            let chosen = quiz.questions.iter().zip(&answers);
            let chosen = chosen.filter_map(|(question, answer)| question.answers.get(*answer));
            totals.insert(chosen.map(|answer| answer.points).sum());
            if !next(&mut answers, quiz) {
                return totals;
            }
        }
    }

    fn calculator(&mut self, calculator: &Calculator) {
        let file = format!("calculators/{}.toml", calculator.id);
        let mut shown: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for values in every_mix(&calculator.inputs) {
            self.trial.values += 1;
            match calculator.find(&values) {
                Some(found) => {
                    let of_band = shown.entry(&found.band.id).or_default();
                    of_band.insert(found.hundredths);
                }
                None => self.report(
                    &file,
                    "some values within the limits lead to no band; widen a range or add a `[[band]]`"
                        .to_owned(),
                ),
            }
        }
        for band in &calculator.bands {
            // Its whole range may lie between two of the values that were mixed; its ends are values all the same.
            let ends = [band.from, band.to];
            let values = shown.remove(band.id.as_str()).unwrap_or_default();
            for hundredths in values.into_iter().chain(ends).collect::<BTreeSet<u32>>() {
                let what = format!("the band `{}`", band.id);
                let advice = self
                    .content
                    .calculator_advice(&calculator.id, &band.id, hundredths);
                self.messages(&file, &what, advice);
            }
        }
    }

    fn picker(&mut self, picker: &Picker) {
        let file = "picker.toml";
        let mut results: BTreeSet<(&str, Vec<&str>)> = BTreeSet::new();
        for choices in every_way(picker) {
            self.trial.picker_ways += 1;
            match picker.pick(&choices) {
                Some((goal, products)) => {
                    results.insert((&goal.id, products));
                }
                None => self.report(
                    file,
                    "some choices lead to no goal; add a `[[goal]]` for every option of the step `goal`"
                        .to_owned(),
                ),
            }
        }
        for goal in &picker.goals {
            if !results.iter().any(|(id, _)| *id == goal.id) {
                self.report(
                    file,
                    format!(
                        "no choices lead to the goal `{}`; remove it, or add its option",
                        goal.id
                    ),
                );
            }
        }
        for (goal, products) in results {
            let what = format!("the goal `{goal}` with {}", products.join(", "));
            let ids: Vec<String> = products.iter().map(|id| (*id).to_owned()).collect();
            let advice = self.content.picker_advice(goal, &ids);
            let complete = advice
                .as_ref()
                .is_some_and(|advice| advice.products.len() == ids.len());
            if !complete {
                self.report(file, format!("{what}: a product is missing, or its reason"));
            }
            self.messages(file, &what, advice);
        }
    }

    /// Builds what people are sent, and looks at it as Telegram does.
    fn messages(&mut self, file: &str, what: &str, advice: Option<Advice<'_>>) {
        let Some(advice) = advice else {
            return self.report(file, format!("{what} gives no advice"));
        };
        let date = jiff::civil::Date::constant(2026, 9, 30);
        for locale in Locale::ALL {
            let texts = [
                self.content.result_text(locale, &advice),
                self.content.plan_text(locale, &advice, date),
            ];
            for text in texts {
                self.trial.messages += 1;
                let code = locale.code();
                let found = inspect(&text);
                for problem in found.problems {
                    self.report(file, format!("{code}: {what}: {problem}"));
                }
                let (length, limit) = (found.length, limits::MESSAGE);
                if length > limit {
                    let message = format!(
                        "{code}: {what}: the message is {length} characters long; shorten its texts so that it fits {limit}"
                    );
                    self.report(file, message);
                }
            }
        }
    }

    /// What no door leads to. Pages are looked at when the pack is loaded.
    fn doors(&mut self) {
        let content = self.content;
        let doors: Vec<&MenuDoor> = content.doors().collect();
        for quiz in content.quizzes() {
            let leads = |door: &&MenuDoor| matches!(door, MenuDoor::Quiz { id } if *id == quiz.id);
            if !doors.iter().any(leads) {
                let file = format!("quizzes/{}.toml", quiz.id);
                self.nobody(&file, "quiz", &quiz.id);
            }
        }
        for calculator in content.calculators() {
            let leads = |door: &&MenuDoor| matches!(door, MenuDoor::Calculator { id } if *id == calculator.id);
            if !doors.iter().any(leads) {
                let file = format!("calculators/{}.toml", calculator.id);
                self.nobody(&file, "calculator", &calculator.id);
            }
        }
        if content.picker().is_some() && !doors.contains(&&MenuDoor::Picker) {
            let message = "no button leads to the picker; add a door with `kind = \"picker\"` to the menu or to a page";
            self.report("picker.toml", message.to_owned());
        }
    }

    fn nobody(&mut self, file: &str, kind: &str, id: &str) {
        let message = format!(
            "no button leads to the {kind} `{id}`; add a door with `kind = \"{kind}\"` and `{kind} = \"{id}\"` to the menu or to a page"
        );
        self.report(file, message);
    }

    fn report(&mut self, file: &str, message: String) {
        self.told.insert(Problem {
            file: format!("{}/{file}", self.folder),
            line: 1,
            message,
        });
    }
}

/// Takes the next choice of answers, the last question first; `false` when every one was taken.
fn next(answers: &mut [usize], quiz: &Quiz) -> bool {
    for (answer, question) in answers.iter_mut().zip(&quiz.questions).rev() {
        *answer += 1;
        if *answer < question.answers.len() {
            return true;
        }
        *answer = 0;
    }
    false
}
