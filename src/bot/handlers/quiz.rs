//! A quiz from its door to the last answer. The question in hand is always the one after the stored answers,
//! so a press on any other question, or on an earlier attempt's buttons, changes nothing.

use super::{Reply, Talk, menu, outdated, plan};
use crate::{
    bot::{
        callback_data::{Press, Step},
        dialogue::{Dialogue, QuizRun},
        effects::{Change, Effects, EventName},
        screen::Screen,
        state::{Advisor, Recommendation},
    },
    content::{Quiz, TextKey, escape_html},
    telegram::calls::{Button, Keyboard},
};

/// The door: an introduction, or the offer to go on with an attempt under way.
pub(super) fn open(talk: &Talk<'_>, id: &str) -> Reply {
    let Some(quiz) = talk.context.content.quiz(id) else {
        return outdated(talk);
    };
    let under_way = under_way(talk, id).filter(|run| !run.answers.is_empty());
    let title = quiz.title.get(talk.locale);
    let (text, keyboard) = match under_way {
        Some(run) => {
            let (number, total) = progress(quiz, run.answers.len());
            let args = [
                ("title", title),
                ("number", number.as_str()),
                ("total", total.as_str()),
            ];
            let go_on = Button::callback(
                talk.text(TextKey::ButtonResume, &[]),
                Press::ResumeQuiz(id.into()).encode(),
            );
            (
                talk.text(TextKey::QuizResumePrompt, &args),
                Keyboard::default().row(vec![go_on]),
            )
        }
        None => (
            headed(title, "", quiz.intro.get(talk.locale)),
            Keyboard::default(),
        ),
    };
    let key = if under_way.is_some() {
        TextKey::ButtonRestart
    } else {
        TextKey::QuizStartButton
    };
    let begin = Button::callback(talk.text(key, &[]), Press::StartQuiz(id.into()).encode());
    let keyboard = keyboard.row(vec![begin]).row(vec![menu::home_button(talk)]);
    Screen { text, keyboard }.into()
}

/// A new attempt. Its number comes from the update, so buttons of older attempts are told apart.
pub(super) fn start(talk: &Talk<'_>, id: &str) -> Reply {
    let Some(quiz) = talk.context.content.quiz(id) else {
        return outdated(talk);
    };
    let number = u32::try_from(talk.update.0.rem_euclid(1 << 32)).unwrap_or_default();
    let run = QuizRun {
        quiz: id.into(),
        run: number,
        answers: Vec::new(),
    };
    let mut reply = question(talk, quiz, &run);
    reply.effects.note(EventName::QuizStarted, Some(id.into()));
    reply.effects.dialogue = Some(Dialogue::Quiz(run));
    reply
}

/// On with the attempt under way, or its introduction when there is none.
pub(super) fn resume(talk: &Talk<'_>, id: &str) -> Reply {
    match (talk.context.content.quiz(id), under_way(talk, id)) {
        (Some(quiz), Some(run)) => question(talk, quiz, run),
        _ => open(talk, id),
    }
}

/// An answer. It counts only for the question in hand of the attempt in hand.
pub(super) fn answer(talk: &Talk<'_>, step: &Step, answer: u8) -> Reply {
    let (quiz, run) = match in_hand(talk, step) {
        Ok(found) => found,
        Err(reply) => return *reply,
    };
    let known = quiz
        .questions
        .get(usize::from(step.question))
        .is_some_and(|question| usize::from(answer) < question.answers.len());
    if !known {
        return outdated(talk);
    }
    let mut run = run.clone();
    run.answers.push(answer);
    if run.answers.len() < quiz.questions.len() {
        let mut reply = question(talk, quiz, &run);
        reply.effects.dialogue = Some(Dialogue::Quiz(run));
        return reply;
    }
    finish(talk, quiz, &run)
}

/// Back to the question before; its answer is taken out.
pub(super) fn back(talk: &Talk<'_>, step: &Step) -> Reply {
    let (quiz, run) = match in_hand(talk, step) {
        Ok(found) => found,
        Err(reply) => return *reply,
    };
    let mut run = run.clone();
    if run.answers.pop().is_none() {
        return open(talk, &step.quiz);
    }
    let mut reply = question(talk, quiz, &run);
    reply.effects.dialogue = Some(Dialogue::Quiz(run));
    reply
}

fn under_way<'a>(talk: &Talk<'a>, id: &str) -> Option<&'a QuizRun> {
    talk.state.dialogue.quiz_run().filter(|run| run.quiz == id)
}

/// The attempt that a press belongs to, or the screen for a press that belongs to none: the question in hand
/// when one is under way, else the result or the door.
fn in_hand<'a>(talk: &Talk<'a>, step: &Step) -> Result<(&'a Quiz, &'a QuizRun), Box<Reply>> {
    let Some(quiz) = talk.context.content.quiz(&step.quiz) else {
        return Err(outdated(talk).into());
    };
    match under_way(talk, &step.quiz) {
        Some(run) if run.run == step.run && run.answers.len() == usize::from(step.question) => {
            Ok((quiz, run))
        }
        Some(run) => {
            let mut reply = question(talk, quiz, run);
            reply.toast = Some(if run.run == step.run {
                TextKey::QuizStale
            } else {
                TextKey::ToastExpired
            });
            Err(reply.into())
        }
        None => match &talk.state.recommendation {
            Some(made) if made.advisor.is_quiz(&step.quiz) => {
                let reply = plan::result(talk, made).map_or_else(
                    || outdated(talk),
                    |screen| Reply {
                        toast: Some(TextKey::QuizStale),
                        ..screen.into()
                    },
                );
                Err(reply.into())
            }
            _ => Err(outdated(talk).into()),
        },
    }
}

/// A plain title over a ready-made HTML text.
fn headed(title: &str, beside: &str, html: &str) -> String {
    format!("<b>{}</b>{beside}\n\n{html}", escape_html(title))
}

fn progress(quiz: &Quiz, answered: usize) -> (String, String) {
    ((answered + 1).to_string(), quiz.questions.len().to_string())
}

fn question(talk: &Talk<'_>, quiz: &Quiz, run: &QuizRun) -> Reply {
    let index = run.answers.len();
    // A pack that lost questions since the attempt began: the answers given are enough.
    let Some(question) = quiz.questions.get(index) else {
        return finish(talk, quiz, run);
    };
    let (number, total) = progress(quiz, index);
    let progress = talk.text(
        TextKey::QuizProgress,
        &[("number", &number), ("total", &total)],
    );
    let progress = format!(" · {progress}");
    let text = headed(
        quiz.title.get(talk.locale),
        &progress,
        question.text.get(talk.locale),
    );
    let step = || Step {
        quiz: run.quiz.clone(),
        run: run.run,
        question: u8::try_from(index).unwrap_or(u8::MAX),
    };
    let answers = question.answers.iter().zip(0u8..).map(|(answer, number)| {
        Button::callback(
            answer.text.get(talk.locale),
            Press::Answer(step(), number).encode(),
        )
    });
    let keyboard = answers.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    });
    let back = Button::callback(
        talk.text(TextKey::ButtonBack, &[]),
        Press::Back(step()).encode(),
    );
    Screen {
        text,
        keyboard: keyboard.row(vec![back, menu::home_button(talk)]),
    }
    .into()
}

fn finish(talk: &Talk<'_>, quiz: &Quiz, run: &QuizRun) -> Reply {
    let points = quiz
        .questions
        .iter()
        .zip(&run.answers)
        .filter_map(|(question, answer)| question.answers.get(usize::from(*answer)))
        .map(|answer| answer.points)
        .sum();
    let Some(band) = quiz.band_for(points) else {
        return outdated(talk);
    };
    let made = Recommendation {
        advisor: Advisor::Quiz(run.quiz.clone()),
        band: band.id.clone(),
        points,
        made_at: talk.context.now,
    };
    let Some(screen) = plan::result(talk, &made) else {
        return outdated(talk);
    };
    let mut effects = Effects {
        dialogue: Some(Dialogue::Idle),
        ..Effects::default()
    };
    effects.note(EventName::QuizFinished, Some(run.quiz.clone()));
    effects.changes.push(Change::Recommended(made));
    Reply {
        screen,
        toast: None,
        effects,
    }
}
