//! The picker: a few choices, and rules that make a list of products of them. Rules are data.

use super::locale::Localized;
use super::model::Product;

/// The picker of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picker {
    /// Shown on the menu button and in the result.
    pub title: Localized,
    /// Stands above the first choice. *HTML.*
    pub intro: Localized,
    /// What is asked, in this order. One is `goal`, one is `experience`.
    pub steps: Vec<Step>,
    /// One for each option of the step `goal`.
    pub goals: Vec<Goal>,
    pub(super) rules: Vec<PickRule>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in rules.
    pub id: String,
    /// The question. *HTML.*
    pub text: Localized,
    /// One button each; at least two.
    pub options: Vec<StepOption>,
}

/// One way to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepOption {
    /// Its name in rules.
    pub id: String,
    /// The label of its button.
    pub text: Localized,
}

/// What people want, and what is the base for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The option of the step `goal`.
    pub id: String,
    /// As it reads in a result.
    pub level: Localized,
    /// Product ids for those who begin, most fitting first.
    pub beginner: Vec<String>,
    /// Product ids for those who know their way.
    pub advanced: Vec<String>,
    /// What to do, first things first.
    pub actions: Vec<Localized>,
    /// A closing word. *HTML.*
    pub note: Localized,
    pub(super) reasons: Vec<(String, Localized)>,
}

/// What happens to the list when a choice was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PickRule {
    /// Any of these choices: step and option.
    pub(super) when: Vec<(String, String)>,
    pub(super) does: Does,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Behind the others, or from this place on (the first is 0); what stands further back comes forward.
    Add(Vec<String>, Option<usize>, Localized),
    Remove(Vec<String>),
    Keep(usize),
}

impl Picker {
    /// The goal and the products that these choices, an option's place for each step, lead to. `None` while
    /// choices are missing, and for places that there are not.
    pub fn pick(&self, choices: &[u8]) -> Option<(&Goal, Vec<&str>)> {
        if choices.len() != self.steps.len() {
            return None;
        }
        let chosen: Option<Vec<(&str, &str)>> = self
            .steps
            .iter()
            .zip(choices)
            .map(|(step, choice)| {
                let option = step.options.get(usize::from(*choice))?;
                Some((step.id.as_str(), option.id.as_str()))
            })
            .collect();
        let chosen = chosen?;
        let of = |step: &str| {
            let found = chosen.iter().find(|(id, _)| *id == step);
            found.map(|(_, option)| *option)
        };
        let goal = self.goal(of("goal")?)?;
        let base = match of("experience") {
            Some("advanced") => &goal.advanced,
            _ => &goal.beginner,
        };
        let base: Vec<&str> = base.iter().map(String::as_str).collect();
        let mut list = base.clone();
        for rule in &self.rules {
            let applies = |(step, option): &(String, String)| of(step) == Some(option);
            if rule.when.iter().any(applies) {
                apply(&rule.does, &mut list);
            }
        }
        // Nobody leaves with nothing.
        Some((goal, if list.is_empty() { base } else { list }))
    }

    /// The goal with this id.
    pub fn goal(&self, id: &str) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.id == id)
    }

    /// Changes with the steps and their options, so that buttons of another picker are known as such. FNV-1a.
    pub fn mark(&self) -> u16 {
        let options = self.steps.iter().flat_map(|step| {
            let options = step.options.iter().map(|option| option.id.as_str());
            std::iter::once(step.id.as_str()).chain(options)
        });
        let bytes = options.flat_map(|id| id.bytes().chain([0]));
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let [a, b, c, d] = hash.to_be_bytes();
        u16::from_be_bytes([a ^ c, b ^ d])
    }

    /// Why a product is on the list for a goal.
    pub(super) fn reason<'p>(&'p self, goal: &'p Goal, product: &str) -> Option<&'p Localized> {
        let own = goal.reasons.iter().find(|(id, _)| id == product);
        let added = self.rules.iter().find_map(|rule| match &rule.does {
            Does::Add(ids, _, reason) if ids.iter().any(|id| id == product) => Some(reason),
            _ => None,
        });
        own.map(|(_, reason)| reason).or(added)
    }

    /// The products that there are, each with its reason.
    pub(super) fn with_reasons<'p>(
        &'p self,
        goal: &'p Goal,
        ids: impl Iterator<Item = impl AsRef<str>>,
        products: &'p [Product],
    ) -> Vec<(&'p Product, &'p Localized)> {
        ids.filter_map(|id| {
            let id = id.as_ref();
            let product = products.iter().find(|product| product.id == id)?;
            Some((product, self.reason(goal, id)?))
        })
        .collect()
    }
}

fn apply<'r>(does: &'r Does, list: &mut Vec<&'r str>) {
    match does {
        Does::Add(ids, place, _) => {
            let wanted = place.unwrap_or(list.len());
            for (id, place) in ids.iter().map(String::as_str).zip(wanted..) {
                match list.iter().position(|listed| *listed == id) {
                    Some(stands) if stands <= place => continue,
                    Some(stands) => drop(list.remove(stands)),
                    None => {}
                }
                list.insert(place.min(list.len()), id);
            }
        }
        Does::Remove(ids) => list.retain(|listed| !ids.iter().any(|id| id == listed)),
        Does::Keep(count) => list.truncate(*count),
    }
}
