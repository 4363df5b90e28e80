//! The form for a consultation, step by step, without anything around.

use super::*;
use crate::bot::{
    dialogue::Dialogue,
    lead::{Asking, Lead, LeadForm},
    state::{Advisor, Recommendation},
};

impl Talk {
    fn form(&self) -> &LeadForm {
        self.state.dialogue.lead_form().expect("a form is open")
    }

    fn asking(&self) -> Asking {
        self.form().asking
    }

    /// Presses the newest button with these words.
    fn taps(&mut self, words: &str) -> Effects {
        let found = (0..self.screens.len()).rev().find_map(|number| {
            let button = self
                .buttons(number)
                .into_iter()
                .find(|button| button.text.contains(words))?;
            match &button.action {
                ButtonAction::CallbackData(data) => Some((number, data.clone())),
                ButtonAction::Url(_) => None,
            }
        });
        let (number, data) =
            found.unwrap_or_else(|| panic!("no button {words}: {:?}", self.screens));
        self.presses(number, Some(&data))
    }

    fn fills_in(&mut self, answers: &[&str]) {
        self.says(Some("/consult"));
        for answer in answers {
            self.says(Some(answer));
        }
    }
}

fn sent(effects: &Effects) -> Option<&Lead> {
    effects.changes.iter().find_map(|change| match change {
        Change::Lead(lead) => Some(lead),
        _ => None,
    })
}

/// What goes to the owner.
fn notice(effects: &Effects) -> Option<(&String, &Keyboard)> {
    effects
        .outgoing
        .iter()
        .find_map(|outgoing| match &outgoing.call {
            Call::SendMessage {
                chat_id,
                text,
                keyboard: Some(keyboard),
            } if chat_id.0 == OWNER => {
                assert!(outgoing.keep_for_unreachable);
                Some((text, keyboard))
            }
            _ => None,
        })
}

#[test]
fn each_answer_is_taken_in_its_turn_and_nothing_else_is() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/consult"));
    for (text, asking, words) in [
        (Some("Я"), Asking::Name, "хотя бы две буквы"),
        (Some("42"), Asking::Name, "хотя бы две буквы"),
        (None, Asking::Name, "хотя бы две буквы"),
        (Some("/unknown"), Asking::Name, "хотя бы две буквы"),
        (
            Some(" Анна  Петровна "),
            Asking::Phone,
            "познакомиться, Анна Петровна",
        ),
        (Some("позвоните"), Asking::Phone, "Не получилось"),
        (Some("8 999 123"), Asking::Phone, "Не получилось"),
        (None, Asking::Phone, "Не получилось"),
        (
            Some("8 999 123-45-67"),
            Asking::Comment,
            "О чём хотите поговорить",
        ),
        (None, Asking::Comment, "покороче"),
        (Some(&"я".repeat(1_001)), Asking::Comment, "покороче"),
        (Some("утром"), Asking::Check, "Комментарий: утром"),
        (Some("отправляй"), Asking::Check, "Комментарий: утром"),
    ] {
        let effects = talk.says(text);
        assert_eq!(talk.asking(), asking, "{text:?}");
        assert!(talk.text.contains(words), "{text:?}: {}", talk.text);
        assert_eq!(sent(&effects), None);
    }
    assert_eq!(talk.form().name.as_deref(), Some("Анна Петровна"));
    assert_eq!(talk.form().phone.as_deref(), Some("+79991234567"));
}

#[test]
fn sending_makes_a_lead_and_a_notice_and_ends_the_form() {
    let mut talk = Talk::new(Some("ru"));
    talk.fills_in(&["<b>Анна</b> & Co", "8 999 123-45-67", "жду <i>звонка</i>"]);
    let effects = talk.taps("Отправить");
    let lead = sent(&effects).expect("a lead");
    assert_eq!(lead.key, talk.updates, "named by the update that sent it");
    assert_eq!(
        (lead.user.0, lead.source.as_str(), lead.done),
        (ANNA, "command", false)
    );
    assert_eq!(
        (lead.name.as_str(), lead.phone.as_str()),
        ("<b>Анна</b> & Co", "+79991234567")
    );
    let (text, keyboard) = notice(&effects).expect("a notice");
    assert!(text.contains("Имя: &lt;b&gt;Анна&lt;/b&gt; &amp; Co\nТелефон: +7 999 123-45-67\nКомментарий: жду &lt;i&gt;"), "{text}");
    assert!(
        text.contains("Откуда: команда /consult\nКогда: 6 марта 2026, 01:30\n"),
        "{text}"
    );
    assert!(
        text.ends_with(&format!(
            "<a href=\"tg://user?id={ANNA}\">👤 Открыть чат</a>"
        )),
        "{text}"
    );
    let done = Button::callback("✅ Готово", format!("leaddone:{}", lead.key));
    assert_eq!(
        keyboard,
        &Keyboard::default().row(vec![done]),
        "nobody can press a link to a person without a user name"
    );
    assert_eq!(talk.state.dialogue, Dialogue::Idle);
    assert!(
        talk.text.contains("Спасибо, &lt;b&gt;Анна"),
        "{}",
        talk.text
    );
    let again = talk.presses(talk.screens.len() - 1, Some("lead:1:3:send"));
    assert!(
        again.outgoing.is_empty()
            && again
                .answer
                .expect("answered")
                .text
                .expect("words")
                .contains("уже отправлена")
    );
}

#[test]
fn a_number_is_shared_by_its_owner_only() {
    let mut talk = Talk::new(Some("en"));
    talk.fills_in(&["Anna"]);
    assert_eq!(talk.below, ["📱 Share my number", "✖️ Cancel the request"]);
    talk.shares_contact("79990000001", ANNA + 1);
    assert!(
        talk.text.contains("somebody else’s") && talk.asking() == Asking::Phone,
        "{}",
        talk.text
    );
    assert!(!talk.below.is_empty());
    talk.shares_contact("79990000001", ANNA);
    assert_eq!(
        (talk.asking(), talk.below.len()),
        (Asking::Comment, 0),
        "the button is gone again"
    );
    talk.taps("No comment");
    assert!(
        talk.text
            .contains("Phone: +7 999 000-00-01\nComment: no comment"),
        "{}",
        talk.text
    );
    assert_eq!(sent(&talk.taps("Send")).expect("a lead").comment, None);
}

#[test]
fn whatever_is_changed_leads_back_to_the_check_with_the_rest_kept() {
    let mut talk = Talk::new(Some("ru"));
    talk.fills_in(&["Анна", "8 999 123-45-67", "утром"]);
    for (field, answer) in [
        ("Имя", "Аня"),
        ("Телефон", "+375 29 123-45-67"),
        ("Комментарий", "-"),
    ] {
        talk.taps("Изменить");
        talk.taps(field);
        assert!(
            !talk.text.contains("Три коротких") && !talk.text.contains("познакомиться"),
            "{field}: no second greeting: {}",
            talk.text
        );
        talk.says(Some(answer));
        assert_eq!(
            (talk.asking(), talk.below.len()),
            (Asking::Check, 0),
            "{field}"
        );
    }
    talk.taps("Изменить");
    talk.taps("Назад");
    // The number stays when its question is left by a button of the screen above it.
    talk.taps("Изменить");
    talk.taps("Телефон");
    talk.says(Some("/consult"));
    assert!(
        !talk.below.is_empty() && talk.text.contains("номер"),
        "the question in hand comes again"
    );
    talk.says(Some("+375 29 123-45-67"));
    assert!(
        talk.text
            .contains("Имя: Аня\nТелефон: +375 29 123-45-67\nКомментарий: без комментария"),
        "{}",
        talk.text
    );
    talk.taps("Отправить");
    assert_eq!(talk.state.lead.as_ref().expect("sent").name, "Аня");
}

#[test]
fn every_step_can_be_cancelled_by_command_and_by_button() {
    let answers = ["Анна", "8 999 123-45-67", "утром"];
    for step in 0..=3 {
        for way in ["/cancel", "button"] {
            let mut talk = Talk::new(Some("ru"));
            talk.fills_in(&answers[..step]);
            let below = talk.below.last().cloned();
            let effects = match (way, below) {
                ("button", Some(label)) => talk.says(Some(&label)),
                ("button", None) => talk.taps("Отменить заявку"),
                _ => talk.says(Some(way)),
            };
            assert_eq!(
                (&talk.state.dialogue, talk.below.len()),
                (&Dialogue::Idle, 0),
                "{way} at {step}"
            );
            assert!(notice(&effects).is_none() && sent(&effects).is_none());
            assert!(!talk.buttons(talk.screens.len() - 1).is_empty(), "the menu");
        }
    }
}

#[test]
fn another_command_or_another_quiz_leaves_the_form_with_a_word() {
    for command in ["/menu", "/start", "/help", "/subscription", "/pdf"] {
        let mut talk = Talk::new(Some("ru"));
        talk.state.recommendation = Some(Recommendation {
            advisor: Advisor::Quiz("energy".into()),
            band: "recharge".into(),
            points: 14,
            made_at: talk.now,
        });
        talk.fills_in(&["Анна"]);
        let effects = talk.says(Some(command));
        let Call::SendMessageBelow { text, below, .. } = &effects.outgoing[0].call else {
            panic!("{effects:?}");
        };
        assert!(text.contains("ничего не отправлено") && *below == Below::Nothing);
        // The first /start also asks about reminders.
        let messages = if command == "/start" { 3 } else { 2 };
        assert_eq!(
            (&talk.state.dialogue, effects.outgoing.len()),
            (&Dialogue::Idle, messages)
        );
    }
    let mut talk = Talk::new(Some("ru"));
    talk.fills_in(&["Анна"]);
    talk.presses(0, Some("help"));
    assert_eq!(
        talk.asking(),
        Asking::Phone,
        "a page that only tells does not disturb it"
    );
    talk.presses(0, Some("quiz:energy:start"));
    assert!(talk.state.dialogue.quiz_run().is_some() && talk.state.dialogue.lead_form().is_none());
    assert_eq!(talk.below.len(), 0);
}

#[test]
fn a_quiz_under_way_waits_behind_the_form() {
    for end in ["/cancel", "/menu", "send"] {
        let mut talk = Talk::new(Some("ru"));
        talk.says(Some("/menu"));
        talk.presses(0, Some("quiz:energy:start"));
        let before = talk.state.dialogue.clone();
        talk.fills_in(&["Анна", "89991234567", "-"]);
        match end {
            "send" => drop(talk.taps("Отправить")),
            command => drop(talk.says(Some(command))),
        }
        assert_eq!(talk.state.dialogue, before, "{end}");
    }
}

#[test]
fn buttons_of_earlier_steps_and_forms_change_nothing() {
    let mut talk = Talk::new(Some("ru"));
    talk.fills_in(&["Анна", "89991234567"]);
    let old: Vec<String> = ["skip", "send", "change", "name", "check"]
        .map(|word| format!("lead:{}:1:{word}", talk.form().form))
        .to_vec();
    talk.taps("Без комментария");
    let before = talk.state.dialogue.clone();
    let other = format!("lead:{}:{}:send", talk.form().form + 1, talk.form().turn);
    for data in old.iter().chain([&other, &other.replace("send", "cancel")]) {
        let effects = talk.presses(0, Some(data));
        assert!(
            effects.outgoing.is_empty() && effects.answer.expect("answered").text.is_some(),
            "{data}"
        );
        assert_eq!(talk.state.dialogue, before, "{data}");
    }
}

#[test]
fn the_source_is_the_result_under_which_the_form_was_opened() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let run = talk.state.dialogue.quiz_run().expect("under way").run;
    for question in 0..5 {
        talk.presses(0, Some(&format!("qa:energy:{run}:{question}:2")));
    }
    talk.taps("Консультация");
    assert_eq!(talk.form().source, "quiz:energy:recharge");
    for answer in ["Анна", "89991234567", "-"] {
        talk.says(Some(answer));
    }
    let effects = talk.taps("Отправить");
    let (text, _) = notice(&effects).expect("a notice");
    assert!(
        text.contains("Откуда: ⚡ Энергия · Пора подзарядиться"),
        "{text}"
    );
    talk.presses(0, Some("consult"));
    assert_eq!(talk.form().source, "menu");
    talk.says(Some("/cancel"));
    talk.presses(0, Some("consult:gone"));
    assert_eq!(talk.form().source, "menu");
}
