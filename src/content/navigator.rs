//! The navigator: short pages that lead to one another and to everything else.

use super::locale::Localized;
use super::model::MenuDoor;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Unique in the pack.
    pub id: String,
    /// Shown on buttons that lead here.
    pub title: Localized,
    /// What it says. *HTML.*
    pub text: Localized,
    /// Where it leads.
    pub doors: Vec<MenuDoor>,
    /// For members of this plan, or a higher one, only.
    pub premium: Option<Premium>,
}

/// What is only for members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premium {
    /// The plan of the same pack that opens it.
    pub plan: String,
    /// What everybody else sees. *HTML.*
    pub teaser: Localized,
}
