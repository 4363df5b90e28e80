//! The faults still to come.

use super::weather::{Fault, Weather};

/// A fault that hits again and again, or until it is used up.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    /// Names it, so that it can be taken back.
    pub(super) number: u64,
    pub(super) weather: Weather,
    /// How often it still hits; `None` until it is taken back.
    pub(super) left: Option<u32>,
}

/// Everything to come, oldest first: the first that matches hits.
#[derive(Debug, Default)]
pub(super) struct Forecast {
    coming: Vec<Coming>,
    last_number: u64,
}

impl Forecast {
    /// Adds a fault that hits as often as it says.
    pub(super) fn add(&mut self, weather: Weather) -> u64 {
        let left = Some(weather.times);
        self.put(weather, left)
    }

    /// Adds a fault that stays.
    pub(super) fn add_lasting(&mut self, weather: Weather) -> u64 {
        self.put(weather, None)
    }

    fn put(&mut self, weather: Weather, left: Option<u32>) -> u64 {
        self.last_number += 1;
        self.coming.push(Coming {
            number: self.last_number,
            weather,
            left,
        });
        self.last_number
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.coming.clear();
    }

    /// Takes one back; says whether it was there.
    pub(super) fn take_back(&mut self, number: u64) -> bool {
        let before = self.coming.len();
        self.coming.retain(|coming| coming.number != number);
        self.coming.len() < before
    }

    /// What is still to come.
    pub(super) fn coming(&self) -> &[Coming] {
        &self.coming
    }

    /// The fault for this call, used up by one.
    pub(super) fn for_call(&mut self, method: &str, chat_id: Option<i64>) -> Option<Fault> {
        self.hit(|weather| weather.matches_call(method, chat_id))
    }

    /// The fault for this delivery, used up by one.
    pub(super) fn for_delivery(&mut self, key: i64) -> Option<Fault> {
        self.hit(|weather| weather.matches_delivery(key))
    }

    fn hit(&mut self, matches: impl Fn(&Weather) -> bool) -> Option<Fault> {
        let found = self
            .coming
            .iter_mut()
            .find(|coming| coming.left != Some(0) && matches(&coming.weather))?;
        found.left = found.left.map(|left| left - 1);
        let fault = found.weather.fault.clone();
        self.coming.retain(|coming| coming.left != Some(0));
        Some(fault)
    }
}
