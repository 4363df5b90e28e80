//! Telegram's limits, counted in UTF-16 units of the visible text, and our own that keep within them.

/// A message.
pub(super) const MESSAGE: usize = 4096;
/// What stands under a file.
pub(super) const CAPTION: usize = 1024;
/// A file of texts: the embedded pack's largest has a tenth of it.
pub(super) const FILE_BYTES: usize = 1 << 20;
/// A picture: Telegram takes ten times as much, but all of them are kept in memory and sent many times.
pub(super) const PICTURE_BYTES: usize = 1 << 20;
/// Width and height of a picture together.
pub(super) const PICTURE_SIDES: u32 = 10_000;
/// The longer side of a picture by the shorter one.
pub(super) const PICTURE_RATIO: u32 = 20;
/// The answer to a button press.
pub(super) const TOAST: usize = 200;
/// What goes along with a link that is passed on: even where a letter takes nine signs of an address, all of it fits.
pub(super) const SHARE: usize = 140;
/// The description of a command.
pub(super) const COMMAND: usize = 256;
/// A button label: Telegram takes more, but a phone does not show it.
pub(super) const BUTTON: usize = 64;
/// A word or two inside another text.
pub(super) const FRAGMENT: usize = 64;
/// A text of the pack that is shown with a heading above it: leaves room for the heading.
pub(super) const LONG_TEXT: usize = 3000;
/// A text of the pack that becomes one line of a longer message.
pub(super) const SHORT_TEXT: usize = 300;
/// What a program is told before it answers people.
pub(super) const INSTRUCTIONS: usize = 4000;
/// The length of an answer that a program writes, in its own units.
pub(super) const ANSWER_TOKENS: std::ops::RangeInclusive<u32> = 100..=4000;
/// A link on a button.
pub(super) const LINK: usize = 1024;
/// Points, ranks, and the like: sums of these stay far from overflowing.
pub(super) const MAX_NUMBER: u32 = 1000;
/// The dearest product: ten million.
pub(super) const MAX_PRICE_MINOR: i64 = 1_000_000_000;
/// Questions in a quiz, answers to a question, doors in the menu: so many buttons fit a screen.
pub(super) const QUESTIONS: usize = 30;
pub(super) const ANSWERS: usize = 8;
pub(super) const DOORS: usize = 20;
/// Steps of the picker: one digit of a button each.
pub(super) const STEPS: usize = 12;
/// Pages of the navigator.
pub(super) const PAGES: usize = 100;
/// Inputs of a calculator: so many a person writes in one line, and every mix of them can be tried.
pub(super) const INPUTS: usize = 3;
/// The largest number a calculator takes, and what its value is multiplied by.
pub(super) const LARGEST_INPUT: f64 = 1_000_000.0;
/// The value of a calculator, in hundredths, that takes the most room.
pub(super) const LONGEST_VALUE: u32 = 888_888_888;
/// Products and plans: their ids and buttons fit one message.
pub(super) const PRODUCTS: usize = 100;
pub(super) const PLANS: usize = 10;
/// Private channels and groups that a plan opens, and all plans together: each is a button.
pub(super) const PLAN_DOORS: usize = 5;
pub(super) const ALL_DOORS: usize = 10;
/// Reminders: those that a person has seen are kept with the person.
pub(super) const REMINDERS: usize = 100;

/// The most room an argument can take. Names come from Telegram (64 + 64 characters) and Tribute.
pub(super) fn longest_argument(placeholder: &str) -> usize {
    match placeholder {
        "n" | "max" | "min" | "number" | "total" | "length" => 10,
        "date" | "amount" | "phone" | "hour" | "zone" => 40,
        "event" => 64,
        "plan" | "title" | "product" | "level" => 300,
        "person" => 400,
        "door" | "state" => BUTTON,
        "inside" | "strangers" | "absent" | "waiting" | "failing" => 10,
        // So many are named that there is room for the rest.
        "people" => 2_000,
        // A quiz, a level, and what joins them.
        "source" => 700,
        // The form takes 1,000; the rest is room for the link below the owner's notice.
        "comment" => 1_200,
        _ => SHORT_TEXT,
    }
}

/// Days of grace after the end of a period, at most: so long Tribute tries to charge for the next one.
pub(super) const GRACE_DAYS: u32 = 7;
/// Days of grace when the pack does not say.
pub(super) const GRACE_DAYS_UNLESS_TOLD: u32 = 3;
/// Days that something paid for once may open a plan: ten years.
pub(super) const PLAN_DAYS: u32 = 3_660;
