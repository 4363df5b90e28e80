//! Every button of every screen, pressed; what was seen before is not gone through again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    person::{World, after},
    screen::{Both, Does, Screen},
    standing::standing,
    words::asked,
};
use crate::{
    bot::{
        callback_data::Press,
        effects::{Change, Effects},
        rights::Right,
        state::ChatState,
    },
    content::{Content, Locale},
    registration::commands,
};

/// More steps than any pack needs: an end for one that makes a new screen of every step.
const MOST: usize = 200_000;

/// What makes one of all the screens that a chosen time zone leads to.
const ZONE: &str = "zone";

/// The map.
#[derive(Debug, Default)]
pub(super) struct Map {
    /// What the conversation begins with: what the person is, what they do, and the screen.
    pub(super) begins: Vec<(Both, String, usize)>,
    /// Numbered from zero.
    pub(super) screens: Vec<Listed>,
}

/// A screen on the map. Those that differ only in what was answered before are one.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) text: Both,
    pub(super) buttons: Vec<Way>,
}

/// A way on: a button, or words that are asked for.
#[derive(Debug, Default)]
pub(super) struct Way {
    pub(super) words: Both,
    /// The person writes this instead of pressing.
    pub(super) written: bool,
    pub(super) url: Option<String>,
    /// The screens that it may lead to.
    pub(super) targets: BTreeSet<usize>,
    /// What is shown for a moment.
    pub(super) toasts: BTreeSet<(String, String)>,
}

/// One step in both languages.
struct Step {
    state: ChatState,
    screen: Option<Screen>,
    toast: Option<(String, String)>,
    /// What makes it one with others on the map.
    likeness: Option<String>,
}

/// Where a person stands, with a screen whose buttons are to be pressed.
struct Stop {
    state: ChatState,
    screen: Screen,
    number: usize,
}

struct Walk<'w, 'c> {
    world: &'w World<'c>,
    map: Map,
    numbers: BTreeMap<String, usize>,
    seen: BTreeSet<String>,
    queue: VecDeque<Stop>,
}

/// Starts with every command, as somebody new and as a member, and goes on from there.
pub(super) fn everything(content: &Content) -> Map {
    let world = World::new(content);
    let mut walk = Walk {
        world: &world,
        map: Map::default(),
        numbers: BTreeMap::new(),
        seen: BTreeSet::new(),
        queue: VecDeque::new(),
    };
    let everybody = commands(content, Locale::Ru, true).into_iter().take(1);
    let mut names: Vec<String> = everybody
        .flat_map(|(_, commands)| commands)
        .map(|command| format!("/{}", command.command))
        .collect();
    // Understood, and not in the menu.
    names.extend(
        [
            "/export_me",
            "/delete_me",
            "/cancel",
            "/notify_on",
            "/notify_off",
            "?!",
        ]
        .map(str::to_owned),
    );
    let people = [
        (
            Both::new("Кто пришёл впервые", "Somebody new"),
            ChatState::default(),
        ),
        (
            Both::new("У кого есть план", "With a plan"),
            world.advised(
                content
                    .quizzes()
                    .first()
                    .map_or("", |quiz| quiz.id.as_str()),
            ),
        ),
        (
            Both::new("У кого есть подписка", "A member"),
            world.member(),
        ),
    ];
    for (who, first) in people {
        let mut state = first;
        for name in &names {
            let step = walk.written(&state, name, name);
            // Everything after the first Start is done by somebody who has started.
            if state.person.is_none() {
                state = world.newcomer();
            }
            if let Some(number) = walk.arrive(step) {
                walk.map.begins.push((who.clone(), name.clone(), number));
            }
        }
    }
    walk.reminders();
    walk.go();
    walk.map
}

impl Walk<'_, '_> {
    fn go(&mut self) {
        let mut steps = 0;
        while let Some(stop) = self.queue.pop_front() {
            for button in &stop.screen.buttons {
                steps += 1;
                if steps > MOST {
                    return;
                }
                let words = &button.words;
                let step = match &button.does {
                    Does::Press(data) => self.pressed(&stop.state, data),
                    Does::Write => self.written(&stop.state, &words.ru, &words.en),
                    Does::Share => self.shared(&stop.state),
                    Does::Open(url) => {
                        self.note(stop.number, words, false, |way| way.url = Some(url.clone()));
                        continue;
                    }
                };
                self.lead(stop.number, words, false, step);
            }
            for words in asked(&stop.state.dialogue, self.world.content) {
                let step = self.written(&stop.state, &words.ru, &words.en);
                self.lead(stop.number, &words, true, step);
            }
        }
    }

    /// Notes where a way leads.
    fn lead(&mut self, from: usize, words: &Both, written: bool, step: Step) {
        let toast = step.toast.clone();
        let target = self.arrive(step);
        self.note(from, words, written, |way| {
            way.targets.extend(target);
            way.toasts.extend(toast);
        });
    }

    /// Adds to the way with these words on a screen of the map.
    fn note(&mut self, screen: usize, words: &Both, written: bool, add: impl FnOnce(&mut Way)) {
        let Some(listed) = self.map.screens.get_mut(screen) else {
            return;
        };
        let same = |way: &&mut Way| way.words == *words && way.written == written;
        if let Some(way) = listed.buttons.iter_mut().find(same) {
            return add(way);
        }
        let mut way = Way {
            words: words.clone(),
            written,
            ..Way::default()
        };
        add(&mut way);
        listed.buttons.push(way);
    }

    /// The number of the screen that a step shows; it is gone through later, unless it was seen.
    fn arrive(&mut self, step: Step) -> Option<usize> {
        let Step {
            state,
            screen,
            likeness,
            ..
        } = step;
        let screen = screen?;
        let labels: Vec<&str> = screen
            .buttons
            .iter()
            .map(|one| one.words.ru.as_str())
            .collect();
        let looks = format!("{}\n{labels:?}", screen.text.ru);
        // One of many that differ in nothing that leads on.
        let alike = likeness.clone().filter(|like| like == ZONE);
        let likeness = likeness.unwrap_or_else(|| looks.clone());
        let next = self.numbers.len();
        let number = *self.numbers.entry(likeness).or_insert(next);
        if number == next {
            self.map.screens.push(Listed {
                text: screen.text.clone(),
                buttons: Vec::new(),
            });
        }
        let standing = standing(&state, &screen, self.world.content);
        let seen = format!("{number} {}\n{standing}", alike.unwrap_or(looks));
        if self.seen.insert(seen) {
            self.queue.push_back(Stop {
                state,
                screen,
                number,
            });
        }
        Some(number)
    }

    fn pressed(&self, state: &ChatState, data: &str) -> Step {
        let press = |locale| self.world.presses(state, locale, data);
        let mut step = step(state, &press(Locale::Ru), &press(Locale::En));
        let like = match Press::parse(data) {
            Some(Press::Zone(_)) => Some(ZONE.to_owned()),
            Some(Press::Plan) if state.recommendation.is_some() => Some("plan".to_owned()),
            Some(Press::PlanPdf) if state.recommendation.is_some() => Some("pdf".to_owned()),
            Some(Press::Advised) if state.recommendation.is_some() => Some("cards".to_owned()),
            Some(Press::Right(Right::Profile)) => Some("profile".to_owned()),
            Some(Press::OpenQuiz(id)) => {
                let run = state.dialogue.quiz_run().filter(|run| run.quiz == id);
                let answered = run.is_some_and(|run| !run.answers.is_empty());
                answered.then(|| format!("go on {id}"))
            }
            _ => None,
        };
        step.likeness = step.likeness.or(like);
        step
    }

    fn written(&self, state: &ChatState, ru: &str, en: &str) -> Step {
        let says = |locale, words: &str| self.world.says(state, locale, words);
        step(state, &says(Locale::Ru, ru), &says(Locale::En, en))
    }

    fn shared(&self, state: &ChatState) -> Step {
        let shares = |locale| self.world.shares(state, locale);
        step(state, &shares(Locale::Ru), &shares(Locale::En))
    }

    /// Every reminder, one after the other: for somebody without a plan, and for those with the plans that some are for.
    fn reminders(&mut self) {
        let content = self.world.content;
        let mut people = vec![self.world.newcomer()];
        for quiz in content
            .reminders()
            .iter()
            .filter_map(|one| one.after.as_deref())
        {
            people.push(self.world.advised(quiz));
        }
        for mut state in people {
            for _ in content.reminders() {
                let ru = self.world.reminds(&state, Locale::Ru);
                let en = self.world.reminds(&state, Locale::En);
                let (ru_calls, en_calls): (Vec<_>, Vec<_>) =
                    (ru.call.iter().collect(), en.call.iter().collect());
                let screen = Screen::of_calls(&ru_calls, &en_calls);
                if let Some(person) = &mut state.person {
                    person.reminders.seen = ru.seen;
                }
                let likeness = screen.as_ref().map(|screen| screen.text.ru.clone());
                let step = Step {
                    state: state.clone(),
                    screen,
                    toast: None,
                    likeness,
                };
                let who = Both::new("Напоминание, приходит само", "A reminder, comes by itself");
                let begin = self.arrive(step).map(|number| (who, String::new(), number));
                let known = |begin: &_| self.map.begins.contains(begin);
                if let Some(begin) = begin.filter(|begin| !known(begin)) {
                    self.map.begins.push(begin);
                }
            }
        }
    }
}

fn step(state: &ChatState, ru: &Effects, en: &Effects) -> Step {
    let toast = |effects: &Effects| {
        effects
            .answer
            .as_ref()
            .and_then(|answer| answer.text.clone())
    };
    let result = ru.changes.iter().find_map(|change| match change {
        Change::Recommended(made) => Some(format!(
            "result {} {} {}",
            made.advisor.kind(),
            made.advisor.id(),
            made.band
        )),
        _ => None,
    });
    Step {
        state: after(state, ru),
        screen: Screen::of(ru, en),
        toast: toast(ru).map(|ru| (ru, toast(en).unwrap_or_default())),
        likeness: result,
    }
}
