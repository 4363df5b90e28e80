//! The `[[plan.door]]` sections of `plans.toml`: private channels and groups that a plan opens.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Fields;
use super::keys::TextKey;
use super::limits;
use super::locale::Locale;
use super::model::{Plan, PlanDoor};
use super::own_text::Rule;
use super::read_products::report_long_label;
use super::source::Source;
use super::texts::Texts;
use super::unique::report_too_many;
use super::values::integer;

/// The doors of one plan.
pub(super) fn read_plan_doors(plan: &Fields<'_>, texts: &Texts) -> Vec<PlanDoor> {
    let mut seen: BTreeMap<i64, usize> = BTreeMap::new();
    let doors = plan.list("door", |fields| {
        let door = read_plan_door(fields, texts)?;
        match seen.get(&door.chat) {
            Some(first) => {
                let message = format!(
                    "the chat {} is already a door of this plan on line {first}; remove one of them",
                    door.chat
                );
                fields.source.report(fields.line, message);
            }
            None => {
                seen.insert(door.chat, fields.line);
            }
        }
        Some((fields.line, door))
    });
    let doors: Vec<(usize, PlanDoor)> = doors.into_iter().flatten().collect();
    let lines = doors.iter().map(|(line, _)| *line);
    report_too_many(plan.source, "[[plan.door]]", limits::PLAN_DOORS, lines);
    doors.into_iter().map(|(_, door)| door).collect()
}

fn read_plan_door(fields: &Fields<'_>, texts: &Texts) -> Option<PlanDoor> {
    let title = fields.localized("title", Rule::Label);
    for locale in Locale::ALL {
        let label = texts.text(locale, TextKey::DoorButton, &[("door", title.get(locale))]);
        report_long_label(fields, locale, "title", &label);
    }
    let entry = fields.require(
        "chat",
        "`chat = -1001234567890`, the number that the bot tells when it is added to the channel or group",
    )?;
    let chat = integer(entry.value).filter(|chat| (LOWEST..0).contains(chat));
    if chat.is_none() {
        fields.source.report(
            entry.line,
            "`chat` must be the number of a channel or group: negative, without quotes, like -1001234567890; the bot tells it when it is added there",
        );
    }
    chat.map(|chat| PlanDoor { chat, title })
}

/// Telegram's numbers have 52 bits at most.
const LOWEST: i64 = -(1 << 52);

/// The buttons of all doors stand on one screen.
pub(super) fn report_too_many_doors(source: &Source<'_>, plans: &[Plan]) {
    let chats: BTreeSet<i64> = plans
        .iter()
        .flat_map(|plan| plan.doors.iter().map(|door| door.chat))
        .collect();
    if chats.len() > limits::ALL_DOORS {
        let message = format!(
            "all plans together open {} chats; the screen has room for {}, so remove some `[[plan.door]]` sections",
            chats.len(),
            limits::ALL_DOORS
        );
        source.report(1, message);
    }
}
