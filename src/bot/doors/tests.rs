//! Who may be inside, and what follows.

use std::sync::LazyLock;

use jiff::SignedDuration;
use serde_json::json;

use super::*;
use crate::{
    bot::access::Basis,
    telegram::types::{ChatMember, ChatMemberStatus},
};

const CHANNEL: ChatId = ChatId(-1_001);
const GROUP: ChatId = ChatId(-1_002);

/// The embedded pack; the club opens the channel, the dearer plan the group.
static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    let path = folder.path().join("plans.toml");
    let plans = std::fs::read_to_string(&path).expect("read");
    let (club, plus) = plans.split_at(plans.rfind("[[plan]]").expect("two plans"));
    let door = |chat: ChatId| {
        format!("\n[[plan.door]]\nchat = {chat}\ntitle.ru = \"Дверь\"\ntitle.en = \"Door\"\n")
    };
    let (first, second) = (door(CHANNEL), door(GROUP));
    std::fs::write(&path, format!("{club}{first}\n{plus}{second}")).expect("written");
    Content::load_dir(folder.path()).expect("a sound pack")
});

fn day(number: i64) -> Timestamp {
    let start = Timestamp::constant(1_772_701_200, 0);
    let days = SignedDuration::from_hours(24 * number);
    start.checked_add(days).expect("in range")
}

fn access(plan: &str, until: i64, auto_renew: bool) -> Subscription {
    Subscription {
        source: format!("sub:{plan}"),
        plan: plan.into(),
        name: String::new(),
        access_until: day(until),
        auto_renew,
        basis: Basis::Paid,
        known_at: day(0),
        price_minor: 49_900,
        currency: "rub".into(),
    }
}

fn open(subscriptions: &[Subscription], door: ChatId, now: i64) -> Option<Timestamp> {
    open_until(&CONTENT, subscriptions, door, day(now))
}

#[test]
fn a_plan_opens_its_own_doors_and_those_of_lower_plans_until_its_end() {
    let club = [access("club", 30, false)];
    assert_eq!(open(&club, CHANNEL, 29), Some(day(30)));
    assert_eq!(open(&club, CHANNEL, 30), None, "the end is the end");
    assert_eq!(open(&club, GROUP, 1), None, "a higher plan's door");
    let plus = [access("club_plus", 30, false)];
    assert_eq!(open(&plus, CHANNEL, 1), Some(day(30)));
    assert_eq!(open(&plus, GROUP, 1), Some(day(30)));
    let both = [access("club", 30, false), access("club_plus", 10, false)];
    assert_eq!(open(&both, CHANNEL, 15), Some(day(30)));
    assert_eq!(open(&both, GROUP, 15), None);
    assert_eq!(open(&both, ChatId(-5), 1), None, "no door at all");
    assert_eq!(open(&[access("gone", 30, false)], CHANNEL, 1), None);
}

#[test]
fn while_tribute_may_still_charge_the_days_of_grace_count() {
    let days = CONTENT.grace().as_hours() / 24;
    let renews = [access("club", 30, true)];
    assert_eq!(open(&renews, CHANNEL, 30), Some(day(30 + days)));
    assert_eq!(open(&renews, CHANNEL, 30 + days), None);
}

#[test]
fn what_follows_depends_on_where_they_are_whose_they_are_and_their_access() {
    let member = |place, is_ours, is_unwanted| DoorMember {
        door: CHANNEL,
        user: UserId(1),
        place,
        is_ours,
        is_unwanted,
    };
    let end = day(30);
    for (place, is_ours, is_unwanted, open, expected) in [
        (Place::Asked, false, false, Some(end), Step::Admit),
        (Place::Asked, false, false, None, Step::Rest),
        (Place::Inside, true, false, Some(end), Step::Later(end)),
        (Place::Inside, true, false, None, Step::Remove),
        (Place::Inside, false, false, None, Step::Rest),
        (Place::Inside, false, true, None, Step::Remove),
        (Place::Inside, false, true, Some(end), Step::Later(end)),
        (Place::Leaving, true, false, Some(end), Step::Finish),
        (Place::Leaving, false, false, None, Step::Finish),
        (Place::Outside, false, false, Some(end), Step::Find),
    ] {
        let member = member(place, is_ours, is_unwanted);
        assert_eq!(step(&member, open, true), expected, "{member:?} {open:?}");
        let elsewhere = if place == Place::Leaving {
            Step::Finish
        } else {
            Step::Rest
        };
        assert_eq!(step(&member, open, false), elsewhere, "{member:?}");
        assert_eq!(Place::parse(place.as_str()), Some(place));
    }
}

#[test]
fn troubles_are_told_from_what_telegram_says_and_read_back() {
    let bot = |value: serde_json::Value| -> ChatMember {
        serde_json::from_value(value).expect("a member")
    };
    let admin = |invite: bool, restrict: bool| {
        bot(
            json!({ "status": "administrator", "can_invite_users": invite, "can_restrict_members": restrict }),
        )
    };
    for (member, trouble) in [
        (admin(true, true), None),
        (bot(json!({ "status": "creator" })), None),
        (admin(false, true), Some(Trouble::NoInvite)),
        (admin(true, false), Some(Trouble::NoRestrict)),
        (bot(json!({ "status": "member" })), Some(Trouble::NoAdmin)),
        (bot(json!({ "status": "kicked" })), Some(Trouble::Removed)),
        (bot(json!({ "status": "hologram" })), Some(Trouble::NoAdmin)),
    ] {
        assert_eq!(Trouble::of(&member), trouble, "{member:?}");
    }
    for trouble in [
        Trouble::Removed,
        Trouble::NoAdmin,
        Trouble::NoInvite,
        Trouble::NoRestrict,
        Trouble::Moved(ChatId(-1_009)),
    ] {
        assert_eq!(Trouble::parse(&trouble.to_stored()), trouble);
    }
    let restricted = |inside: bool| bot(json!({ "status": "restricted", "is_member": inside }));
    assert!(restricted(true).is_inside() && !restricted(false).is_inside());
    assert_eq!(restricted(true).status, ChatMemberStatus::Restricted);
}

#[test]
fn a_list_of_people_has_one_mark_in_any_order() {
    let (anna, boris) = (UserId(5_301_000_111), UserId(7));
    assert_eq!(mark(&[anna, boris]), mark(&[boris, anna]));
    assert_ne!(mark(&[anna, boris]), mark(&[anna]));
    assert_ne!(mark(&[]), mark(&[boris]));
}
