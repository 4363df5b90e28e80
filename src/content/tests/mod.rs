//! Tests of whole packs; the small parts are tested in their own files.

mod assistant_problems;
mod calculators;
mod folder;
mod intake_problems;
mod navigator;
mod pack;
mod picker;
mod pictures;
mod plan_doors;
mod plans;
mod problems;
mod quiz_problems;
mod reminder_problems;
mod text_problems;
mod tiny;
mod trial;

use super::Content;

#[test]
fn a_loaded_pack_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Content>();
}
