//! What a button carries: at most 64 bytes, so short words and ids of the content pack.

/// A press, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Back to the main menu.
    Home,
    /// The help page.
    Help,
    /// The last recommendation.
    Plan,
    /// The subscription page.
    Subscription,
    /// The subscription page, looked up again.
    CheckSubscription,
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
}

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

impl Press {
    /// The data of a button. Ids are at most 16 characters, so this is at most 35 bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Home => "home".into(),
            Self::Help => "help".into(),
            Self::Plan => "plan".into(),
            Self::Subscription => "sub".into(),
            Self::CheckSubscription => "sub:check".into(),
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
        }
    }

    /// Reads the data of a press; `None` for data of another version, or made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        Some(match *parts.as_slice() {
            ["home"] => Self::Home,
            ["help"] => Self::Help,
            ["plan"] => Self::Plan,
            ["sub"] => Self::Subscription,
            ["sub", "check"] => Self::CheckSubscription,
            ["quiz", id] => Self::OpenQuiz(id.into()),
            ["quiz", id, "start"] => Self::StartQuiz(id.into()),
            ["quiz", id, "go"] => Self::ResumeQuiz(id.into()),
            ["qa", quiz, run, question, answer] => {
                Self::Answer(step(quiz, run, question)?, answer.parse().ok()?)
            }
            ["qb", quiz, run, question] => Self::Back(step(quiz, run, question)?),
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
            Press::Subscription,
            Press::CheckSubscription,
            Press::OpenQuiz(id()),
            Press::StartQuiz(id()),
            Press::ResumeQuiz(id()),
            Press::Answer(step(), u8::MAX),
            Press::Back(step()),
        ] {
            let data = press.encode();
            assert!((1..=64).contains(&data.len()), "{data}");
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
