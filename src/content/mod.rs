//! The content pack: everything the bot says and offers, read from files that its owner edits.
//!
//! A pack is a folder of TOML files, `texts.toml`, `texts/*.toml`, `menu.toml`, `products.toml`, `plans.toml`,
//! `assistant.toml` and `quizzes/*.toml`, and if wanted `reminders.toml`, `calculators/*.toml`, `picker.toml` and
//! `navigator.toml`, with Russian and English side by side, and of `pictures`; `content/README.md` explains it to its owner.
//! The default pack is embedded. Loading checks everything and either gives a [`Content`] that cannot
//! produce a message Telegram refuses, or a [`Report`] with every [`Problem`], its file and its line.
//!
//! In reading order: the [`model`](Quiz), the table of [`TextKey`]s, [`Content`] and what it answers; then
//! loading: `folder` finds the files (`fingerprint` tells when they change, an [`Edition`] is what is in use), `load` reads and cross-checks them in order, one file per subject. `trial` tries a loaded pack out, for its author.
//! Nothing here knows the rest of the program, and only `folder` and `fingerprint` touch a disk.

mod advice;
mod calculator;
mod calculator_values;
mod catalogue;
mod doctor_keys;
mod door_keys;
mod format;
mod formula;
mod html;
mod html_tags;
mod key_table;
mod keys;
mod limits;
mod locale;
mod matching;
mod model;
mod money_keys;
mod navigator;
mod nearest;
mod numbers;
mod owner_keys;
mod pack;
mod parked_keys;
mod payment_keys;
mod picker;
mod picker_results;
mod picture;
mod plain;
mod plan_doors;
mod plurals;
mod report;
mod result;
mod search;
mod template;
mod texts;

mod check_text;
mod fields;
mod own_text;
mod source;
mod unique;
mod values;

mod edition;
mod fingerprint;
mod folder;
mod load;
mod long_results;
mod read_all_texts;
mod read_assistant;
mod read_band;
mod read_calculator;
mod read_door;
mod read_menu;
mod read_navigator;
mod read_picker;
mod read_pictures;
mod read_plan_doors;
mod read_plans;
mod read_products;
mod read_quiz;
mod read_reminders;
mod read_texts;
mod scores;
mod trial;

#[cfg(test)]
mod tests;

pub use advice::{Advice, Measure};
pub use calculator::{Calculator, Finding, Input, InputKind};
pub use edition::Edition;
pub use fingerprint::Fingerprint;
pub use format::WHOLE_CURRENCIES;
pub use html::{Inspection, escape_html, inspect};
pub use keys::{TextKey, TextKind};
pub use locale::{Locale, Localized};
pub use model::{
    Answer, Assistant, Band, Intake, MenuDoor, Plan, PlanDoor, Product, Question, Quiz,
    Recommended, Reminder,
};
pub use navigator::{Page, Premium};
pub use nearest::distance as edits;
pub use numbers::NumbersError;
pub use pack::Content;
pub use picker::{Goal, Picker, Step, StepOption};
pub use picture::Picture;
pub use plain::plain_text;
pub use report::{Problem, Report};
pub use trial::Trial;
