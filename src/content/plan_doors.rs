//! Questions about the doors of plans.

use super::model::PlanDoor;
use super::pack::Content;

impl Content {
    /// Every private channel and group that some plan opens, each once, in the order of the file.
    pub fn plan_doors(&self) -> Vec<&PlanDoor> {
        let mut doors: Vec<&PlanDoor> = Vec::new();
        for door in self.plans().iter().flat_map(|plan| &plan.doors) {
            if doors.iter().all(|known| known.chat != door.chat) {
                doors.push(door);
            }
        }
        doors
    }

    /// The door with this chat's number.
    pub fn plan_door(&self, chat: i64) -> Option<&PlanDoor> {
        let mut doors = self.plans().iter().flat_map(|plan| &plan.doors);
        doors.find(|door| door.chat == chat)
    }

    /// The ids of the plans that open this chat: those that name it, and every higher one. Empty when it is no door.
    pub fn plans_opening(&self, chat: i64) -> Vec<&str> {
        let names = |plan: &&super::model::Plan| plan.doors.iter().any(|door| door.chat == chat);
        let Some(lowest) = self
            .plans()
            .iter()
            .filter(names)
            .map(|plan| plan.rank)
            .min()
        else {
            return Vec::new();
        };
        let opening = self.plans().iter().filter(|plan| plan.rank >= lowest);
        opening.map(|plan| plan.id.as_str()).collect()
    }
}
