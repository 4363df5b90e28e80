//! What a button carries: at most 64 bytes, so short words and ids of the content pack.

pub use super::lead_buttons::{LeadAct, LeadStep};
use super::{admin::Ask, rights::Right};

/// A press, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Back to the main menu.
    Home,
    /// The help page.
    Help,
    /// The last recommendation.
    Plan,
    /// The last recommendation as a PDF.
    PlanPdf,
    /// The products of the last recommendation.
    Advised,
    /// A page of the catalogue, from zero.
    Catalogue(u16),
    /// Asks for a word to look for in the catalogue.
    CatalogueSearch,
    /// A product closer up.
    Product(String),
    /// The subscription page.
    Subscription,
    /// The subscription page, looked up again.
    CheckSubscription,
    /// A link into the private channel or group with this number.
    Door(i64),
    /// The person's own link.
    Referral,
    /// A calculator's door.
    Calculator(String),
    /// The picker's door.
    Picker,
    /// Choices made in the picker with this mark, one for each step so far.
    Pick(u16, Vec<u8>),
    /// A page of the navigator.
    Page(String),
    /// A quiz's door: its introduction, or the offer to go on.
    OpenQuiz(String),
    /// Begin a quiz from the first question.
    StartQuiz(String),
    /// Go on with the quiz under way.
    ResumeQuiz(String),
    /// An answer to a question.
    Answer(Step, u8),
    /// Back from a question to the one before.
    Back(Step),
    /// Ask for a consultation; with the quiz whose result the button stands under.
    Consult(Option<String>),
    /// A button of a form for a consultation.
    Lead(LeadStep, LeadAct),
    /// The owner is done with a lead.
    LeadDone(i64),
    /// The page about reminders.
    Notify,
    /// Reminders on.
    NotifyOn,
    /// Reminders off.
    NotifyOff,
    /// No to the question about reminders.
    NotifyNo,
    /// No more reminders, from one of them.
    NotifyStop,
    /// A page of time zones.
    Zones(u8),
    /// A time zone by its IANA name.
    Zone(String),
    /// Lets the person write a city.
    WriteCity,
    /// Something that only admins are shown.
    Admin(Ask),
    /// Something about the person themselves.
    Right(Right),
    /// The assistant's door.
    Assistant,
}

/// Stands before the data of a button whose message is to stay: what it opens goes below.
const BELOW: char = '+';

/// A question of one attempt at a quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The quiz's id.
    pub quiz: String,
    /// The attempt.
    pub run: u32,
    /// The question's index.
    pub question: u8,
}

/// Stands before what only admins' buttons carry.
const ADMIN: &str = "adm";
/// Stands before what is about the person themselves.
const RIGHT: &str = "me";

impl Press {
    /// The data of a button. Ids are at most 16 characters, so this is at most 35 bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Home => "home".into(),
            Self::Help => "help".into(),
            Self::Plan => "plan".into(),
            Self::PlanPdf => "plan:pdf".into(),
            Self::Advised => "plan:cards".into(),
            Self::Catalogue(page) => format!("cat:{page}"),
            Self::CatalogueSearch => "cat:find".into(),
            Self::Product(id) => format!("item:{id}"),
            Self::Subscription => "sub".into(),
            Self::CheckSubscription => "sub:check".into(),
            Self::Door(chat) => format!("door:{chat}"),
            Self::Referral => "ref".into(),
            Self::Calculator(id) => format!("calc:{id}"),
            Self::Picker => "pick".into(),
            Self::Pick(mark, choices) => {
                let choices: String = choices.iter().map(u8::to_string).collect();
                format!("pick:{mark:x}:{choices}")
            }
            Self::Page(id) => format!("page:{id}"),
            Self::OpenQuiz(id) => format!("quiz:{id}"),
            Self::StartQuiz(id) => format!("quiz:{id}:start"),
            Self::ResumeQuiz(id) => format!("quiz:{id}:go"),
            Self::Answer(
                Step {
                    quiz,
                    run,
                    question,
                },
                answer,
            ) => {
                format!("qa:{quiz}:{run}:{question}:{answer}")
            }
            Self::Back(Step {
                quiz,
                run,
                question,
            }) => format!("qb:{quiz}:{run}:{question}"),
            Self::Consult(None) => "consult".into(),
            Self::Consult(Some(quiz)) => format!("consult:{quiz}"),
            Self::Lead(LeadStep { form, turn }, act) => {
                format!("lead:{form}:{turn}:{}", act.word())
            }
            Self::LeadDone(key) => format!("leaddone:{key}"),
            Self::Notify => "notify".into(),
            Self::NotifyOn => "notify:on".into(),
            Self::NotifyOff => "notify:off".into(),
            Self::NotifyNo => "notify:no".into(),
            Self::NotifyStop => "notify:stop".into(),
            Self::Zones(page) => format!("zones:{page}"),
            Self::Zone(name) => format!("zone:{name}"),
            Self::WriteCity => "city".into(),
            Self::Admin(ask) => format!("{ADMIN}:{}", ask.encode()),
            Self::Right(right) => format!("{RIGHT}:{}", right.encode()),
            Self::Assistant => "ask".into(),
        }
    }

    /// The data of a button under something worth keeping: what it opens does not take its place.
    #[must_use]
    pub fn encode_below(&self) -> String {
        format!("{BELOW}{}", self.encode())
    }

    /// Whether what a button opens goes below the message it stands under.
    #[must_use]
    pub fn goes_below(data: &str) -> bool {
        data.starts_with(BELOW)
    }

    /// Reads the data of a press; `None` for data of another version, or made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let data = data.strip_prefix(BELOW).unwrap_or(data);
        match data.split_once(':') {
            Some((ADMIN, ask)) => return Ask::parse(ask).map(Self::Admin),
            Some((RIGHT, right)) => return Right::parse(right).map(Self::Right),
            _ => {}
        }
        let parts: Vec<&str> = data.split(':').collect();
        Some(match *parts.as_slice() {
            ["home"] => Self::Home,
            ["help"] => Self::Help,
            ["plan"] => Self::Plan,
            ["plan", "pdf"] => Self::PlanPdf,
            ["plan", "cards"] => Self::Advised,
            ["cat", "find"] => Self::CatalogueSearch,
            ["cat", page] => Self::Catalogue(page.parse().ok()?),
            ["item", id] => Self::Product(id.into()),
            ["sub"] => Self::Subscription,
            ["sub", "check"] => Self::CheckSubscription,
            ["door", chat] => Self::Door(chat.parse().ok()?),
            ["ref"] => Self::Referral,
            ["calc", id] => Self::Calculator(id.into()),
            ["pick"] => Self::Picker,
            ["pick", mark, choices] => {
                Self::Pick(u16::from_str_radix(mark, 16).ok()?, digits(choices)?)
            }
            ["page", id] => Self::Page(id.into()),
            ["quiz", id] => Self::OpenQuiz(id.into()),
            ["quiz", id, "start"] => Self::StartQuiz(id.into()),
            ["quiz", id, "go"] => Self::ResumeQuiz(id.into()),
            ["qa", quiz, run, question, answer] => {
                Self::Answer(step(quiz, run, question)?, answer.parse().ok()?)
            }
            ["qb", quiz, run, question] => Self::Back(step(quiz, run, question)?),
            ["consult"] => Self::Consult(None),
            ["consult", quiz] => Self::Consult(Some(quiz.into())),
            ["lead", form, turn, word] => Self::Lead(
                LeadStep {
                    form: form.parse().ok()?,
                    turn: turn.parse().ok()?,
                },
                LeadAct::parse(word)?,
            ),
            ["notify"] => Self::Notify,
            ["notify", "on"] => Self::NotifyOn,
            ["notify", "off"] => Self::NotifyOff,
            ["notify", "no"] => Self::NotifyNo,
            ["notify", "stop"] => Self::NotifyStop,
            ["zones", page] => Self::Zones(page.parse().ok()?),
            ["zone", name] => Self::Zone(name.into()),
            ["city"] => Self::WriteCity,
            ["leaddone", key] => Self::LeadDone(key.parse().ok()?),
            ["ask"] => Self::Assistant,
            _ => return None,
        })
    }
}

fn step(quiz: &str, run: &str, question: &str) -> Option<Step> {
    Some(Step {
        quiz: quiz.into(),
        run: run.parse().ok()?,
        question: question.parse().ok()?,
    })
}

/// One choice a digit: a step has at most eight options, and there are at most twelve steps.
fn digits(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: char| {
        digit
            .to_digit(10)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let choices: Option<Vec<u8>> = text.chars().map(digit).collect();
    choices.filter(|choices| choices.len() <= 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_reads_back_and_fits_into_64_bytes() {
        let id = || "x".repeat(16);
        let step = || Step {
            quiz: id(),
            run: u32::MAX,
            question: u8::MAX,
        };
        for press in [
            Press::Home,
            Press::Help,
            Press::Plan,
            Press::PlanPdf,
            Press::Advised,
            Press::Catalogue(u16::MAX),
            Press::CatalogueSearch,
            Press::Product(id()),
            Press::Subscription,
            Press::CheckSubscription,
            Press::Door(i64::MIN),
            Press::Referral,
            Press::Calculator(id()),
            Press::Picker,
            Press::Pick(u16::MAX, vec![7; 12]),
            Press::Pick(0, Vec::new()),
            Press::Page(id()),
            Press::OpenQuiz(id()),
            Press::StartQuiz(id()),
            Press::ResumeQuiz(id()),
            Press::Answer(step(), u8::MAX),
            Press::Back(step()),
            Press::Consult(None),
            Press::Consult(Some(id())),
            Press::LeadDone(i64::MAX),
            Press::Assistant,
            Press::Notify,
            Press::NotifyOn,
            Press::NotifyOff,
            Press::NotifyNo,
            Press::NotifyStop,
            Press::Zones(u8::MAX),
            Press::Zone("America/Argentina/ComodRivadavia".into()),
            Press::WriteCity,
            Press::Right(Right::Profile),
        ]
        .into_iter()
        .chain(LeadAct::ALL.map(|(act, _)| {
            let (form, turn) = (u32::MAX, u32::MAX);
            Press::Lead(LeadStep { form, turn }, act)
        })) {
            let data = press.encode();
            assert!((1..=64).contains(&data.len()), "{data}");
            assert!(!Press::goes_below(&data), "{data}");
            let below = press.encode_below();
            assert!(below.len() <= 64 && Press::goes_below(&below), "{below}");
            assert_eq!(Press::parse(&below).as_ref(), Some(&press), "{below}");
            assert_eq!(Press::parse(&data), Some(press), "{data}");
        }
    }

    proptest::proptest! {
        #[test]
        fn made_up_data_is_refused_or_read_but_never_panics(data: String) {
            let _ = Press::parse(&data);
        }
    }
}
