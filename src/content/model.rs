//! What a pack describes, after everything has been checked.
//!
//! Fields marked *HTML* go into a message as they are; all others are plain text and must be escaped,
//! which passing them as arguments of [`Content::text`](super::Content::text) does.

use super::locale::Localized;

/// A short test: questions, and what each total means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    /// The name of its file without `.toml`.
    pub id: String,
    /// Shown on the menu button and in the result.
    pub title: Localized,
    /// Shown before the first question. *HTML.*
    pub intro: Localized,
    /// Where it stands among the others: smaller numbers first.
    pub order: u32,
    /// In the order in which they are asked; never empty.
    pub questions: Vec<Question>,
    /// Between them they hold every total that answers can give, each once.
    pub bands: Vec<Band>,
}

impl Quiz {
    /// The highest total.
    pub fn max_points(&self) -> u32 {
        self.questions.iter().map(Question::max_points).sum()
    }

    /// What `points` mean. `None` only for a total that no answers give.
    pub fn band_for(&self, points: u32) -> Option<&Band> {
        self.bands.iter().find(|band| band.contains(points))
    }

    /// The band with this id.
    pub fn band(&self, id: &str) -> Option<&Band> {
        self.bands.iter().find(|band| band.id == id)
    }
}

/// A question of a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// *HTML.*
    pub text: Localized,
    /// One button each; at least two.
    pub answers: Vec<Answer>,
}

impl Question {
    /// What the dearest answer is worth.
    pub fn max_points(&self) -> u32 {
        self.answers
            .iter()
            .map(|answer| answer.points)
            .max()
            .unwrap_or(0)
    }
}

/// One answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The label of its button.
    pub text: Localized,
    /// What it adds to the total.
    pub points: u32,
}

/// What a range of totals means for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Unique within its quiz; stored with the person's result.
    pub id: String,
    /// The lowest total.
    pub from: u32,
    /// The highest total, itself included.
    pub to: u32,
    /// The name of the level.
    pub level: Localized,
    /// What to look at, most fitting first.
    pub products: Vec<Recommended>,
    /// What to do, first things first.
    pub actions: Vec<Localized>,
    /// A closing word. *HTML.*
    pub note: Localized,
}

impl Band {
    /// Whether `points` fall into this band.
    pub fn contains(&self, points: u32) -> bool {
        (self.from..=self.to).contains(&points)
    }
}

/// A product recommended by a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommended {
    /// The id of a product of the same pack.
    pub product: String,
    /// Why it fits here.
    pub reason: Localized,
}

/// A thing the owner offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Unique in the pack.
    pub id: String,
    /// Shown in lists and on the buy button.
    pub name: Localized,
    /// A sentence or two.
    pub description: Localized,
    /// In hundredths of the currency unit (kopecks, cents), or whole units for currencies without them.
    pub price_minor: i64,
    /// ISO code in lower case, `rub`.
    pub currency: String,
    /// Where to buy; https.
    pub link: String,
    /// The name of its picture in the pack, when it has one.
    pub picture: Option<String>,
    /// When to take it, for the card and the table in the PDF; `None` for what is not taken.
    pub intake: Option<Intake>,
}

/// When a product is taken, and how much; at least one time of day is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// In the morning.
    pub morning: Option<Localized>,
    /// In the middle of the day.
    pub day: Option<Localized>,
    /// In the evening.
    pub evening: Option<Localized>,
    /// With food, with water, and the like.
    pub note: Option<Localized>,
}

/// `products.toml` as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Catalogue {
    pub(super) products: Vec<Product>,
    /// Where the whole plan can be ordered; https.
    pub(super) order_link: Option<String>,
}

/// A paid membership sold through Tribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Unique in the pack; stored with subscriptions.
    pub id: String,
    /// Shown in lists and on the subscribe button.
    pub title: Localized,
    /// What the member gets.
    pub description: Localized,
    /// The price as a person reads it, `499 ₽ в месяц`.
    pub price_label: Localized,
    /// The Tribute page that takes the payment; https.
    pub link: String,
    /// Tribute's `subscription_id`s that are this plan.
    pub subscription_ids: Vec<i64>,
    /// Tribute's `period_id`s that are this plan. When not empty, only these are recognised by id.
    pub period_ids: Vec<i64>,
    /// Words by which the plan is recognised in Tribute's `subscription_name`.
    pub name_words: Vec<String>,
    /// Tribute's digital products that open this plan.
    pub product_ids: Vec<i64>,
    /// Tribute's shops whose orders open this plan.
    pub shop_ids: Vec<i64>,
    /// How many days a product or a single order opens it; for ever without.
    pub days: Option<u32>,
    /// A higher plan opens everything a lower one does.
    pub rank: u32,
    /// Private channels and groups that it opens.
    pub doors: Vec<PlanDoor>,
}

/// A private channel or group that a plan opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDoor {
    /// Its number in Telegram; negative. Several plans may open the same one.
    pub chat: i64,
    /// What people know it by; on a button.
    pub title: Localized,
}

/// The memberships of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plans {
    /// In the order of the file.
    pub(super) all: Vec<Plan>,
    /// Days for which doors stay open after the end of a period that was to be renewed: so long Tribute goes on trying to
    /// charge.
    pub(super) grace_days: u32,
}

/// How the assistant answers, when it is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assistant {
    /// How many questions a person may ask in a day; at least one.
    pub daily_limit: u32,
    /// How long an answer may be, in the program's own units.
    pub max_answer_tokens: u32,
    /// What it is told beforehand.
    pub system: Localized,
    /// Stands before the person's last result in what it is told.
    pub result: Localized,
    /// Stands below every answer. *HTML.*
    pub disclaimer: Localized,
}

/// A few words for those who like to be reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Unique in the pack; kept with the people who have seen it.
    pub id: String,
    /// *HTML.*
    pub text: Localized,
    /// Only for people whose last plan is of this quiz.
    pub after: Option<String>,
    /// Where its own button leads.
    pub door: Option<MenuDoor>,
}

/// A button of the main menu, or of a page of the navigator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuDoor {
    /// Starts a quiz of the pack.
    Quiz {
        /// The quiz's id.
        id: String,
    },
    /// Opens a calculator.
    Calculator {
        /// The calculator's id.
        id: String,
    },
    /// Opens the picker.
    Picker,
    /// Opens a page of the navigator.
    Page {
        /// The page's id.
        id: String,
    },
    /// Opens a page on the web: a registration, say.
    Link {
        /// The label of its button.
        label: Localized,
        /// https.
        url: String,
    },
    /// Opens the person's saved plan.
    Plan,
    /// Opens the catalogue.
    Catalogue,
    /// Opens the subscription.
    Subscription,
    /// Asks for a consultation.
    Consult,
    /// Shows the person's own link, to bring others by.
    Referral,
    /// Asks the assistant; not shown while it is not connected.
    Assistant,
    /// Shows what the bot knows of the person.
    Profile,
    /// Opens help.
    Help,
}
