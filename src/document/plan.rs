//! What stands in a plan: plain words in one language, without markup.

use serde::{Deserialize, Serialize};

/// A person's plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// IETF tag of the language, for readers and screen readers.
    pub language: String,
    /// The document's name in its properties.
    pub name: String,
    /// A line above the title.
    pub eyebrow: String,
    /// The title.
    pub title: String,
    /// Who it is for and when it was made.
    pub byline: String,
    /// The level reached.
    pub level: Level,
    /// What that means; paragraphs are separated by empty lines.
    pub note: String,
    /// What to do, with a box to tick for each day.
    pub actions: Actions,
    /// What to look at.
    pub products: Products,
    /// When to take what.
    pub intake: Intake,
    /// Where to order.
    pub order: Option<Order>,
    /// The careful words at the end.
    pub disclaimer: Passage,
    /// Stands at the foot of every page.
    pub footer: String,
}

/// The level of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Level {
    /// Stands above the level.
    pub label: String,
    /// The level.
    pub name: String,
    /// The points, in words.
    pub points: String,
}

/// A heading and a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// The heading.
    pub heading: String,
    /// Paragraphs are separated by empty lines.
    pub text: String,
}

/// What to do in the week.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actions {
    /// The heading.
    pub heading: String,
    /// How to use the boxes.
    pub hint: String,
    /// First things first.
    pub items: Vec<Action>,
}

/// One thing to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Action(pub String);

/// What to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Products {
    /// The heading.
    pub heading: String,
    /// Most fitting first.
    pub items: Vec<Product>,
}

/// One product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Its price, in words.
    pub price: String,
    /// Why it is here.
    pub reason: String,
    /// What it is.
    pub description: String,
    /// Its page in the shop.
    pub link: String,
}

/// The intake table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Intake {
    /// The heading.
    pub heading: String,
    /// What stands above the columns: product, morning, day, evening, note.
    pub columns: [String; 5],
    /// One for each product.
    pub rows: Vec<IntakeRow>,
}

/// A row of the intake table, in the order of its columns; an empty cell is shown as a dash.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IntakeRow(pub [String; 5]);

/// Where to order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Order {
    /// The heading.
    pub heading: String,
    /// What to do with the code.
    pub text: String,
    /// What the code says to somebody who cannot see it.
    pub alt: String,
    /// The address: under the code, and in it.
    pub link: String,
}
