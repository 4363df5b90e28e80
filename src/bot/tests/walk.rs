//! Random walks: whatever is written and pressed, in whatever order, there is an answer and a way on.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Says(String),
    SendsSomethingElse,
    SharesContact(bool),
    /// A button of one of the bot's messages, both by their place.
    Presses(usize, usize),
    PressesData(usize, Option<String>),
}

fn step() -> impl Strategy<Value = Step> {
    let known = prop::sample::select(vec![
        "/start",
        "/start x",
        "/menu",
        "/help",
        "/pdf",
        "/subscription",
        "/consult",
        "/assistant",
        "/assistant Как уснуть?",
        "/catalog",
        "/catalog магний",
        "/catalog xyz",
        "/cancel",
        "/profile",
        "/language",
        "/language en",
        "/language telegram",
        "/privacy",
        "/export_me",
        "/delete_me",
        "183 95",
        "165 Ж",
        "/notify",
        "/notify_on",
        "/notify_off",
        "/timezone",
        "/timezone Омск",
        "новосибрск",
        "UTC+5",
        "Анна",
        "8 999 123-45-67",
        "-",
    ]);
    let data = "[+]?(quiz|qa|qb|calc|pick|page|home|sub|plan|cat|item|consult|lead|leaddone|ask|notify|zones|zone|city|me)(:(profile|lang|en|auto|delete|forget|export|energy|omega3|cards|find|bmi|sleep_course|gone|go|start|on|off|no|stop|Asia/Omsk|pdf|send|skip|[0-9]{1,3})){0,4}";
    prop_oneof![
        3 => known.prop_map(|text| Step::Says(text.to_owned())),
        1 => any::<String>().prop_map(Step::Says),
        1 => Just(Step::SendsSomethingElse),
        1 => any::<bool>().prop_map(Step::SharesContact),
        12 => (0..3_usize, any::<usize>()).prop_map(|(back, button)| Step::Presses(back, button)),
        2 => (any::<usize>(), prop::option::of(data)).prop_map(|(at, data)| Step::PressesData(at, data)),
        1 => (any::<usize>(), any::<String>()).prop_map(|(at, data)| Step::PressesData(at, Some(data))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_walk_is_answered_within_limits_and_never_ends(
        language in prop::sample::select(vec![None, Some("ru"), Some("en")]),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut talk = Talk::new(language);
        talk.says(Some("/start"));
        for step in steps {
            match step {
                Step::Says(text) => drop(talk.says(Some(&text))),
                Step::SendsSomethingElse => drop(talk.says(None)),
                Step::SharesContact(own) => drop(talk.shares_contact("79990000001", ANNA + i64::from(!own))),
                Step::PressesData(at, data) => drop(talk.presses(at % (talk.screens.len() + 1), data.as_deref())),
                Step::Presses(back, button) => {
                    let number = talk.screens.len().saturating_sub(1 + back);
                    let data: Vec<String> = talk.buttons(number).into_iter().filter_map(|button| match &button.action {
                        ButtonAction::CallbackData(data) => Some(data.clone()),
                        ButtonAction::Url(_) => None,
                    }).collect();
                    if data.is_empty() {
                        let last = number + 1 == talk.screens.len();
                        prop_assert!(!last || !talk.below.is_empty(), "a dead end");
                        continue;
                    }
                    talk.presses(number, data.get(button % data.len()).map(String::as_str));
                }
            }
        }
    }
}
