//! People at doors: one taker each, and what was seen does not undo what happened meanwhile.

use five_keys_bot::{
    bot::{
        doors::{DoorChange, Place},
        effects::Change,
    },
    store::doors::{Found, MemberSettled},
};

use super::*;
use crate::support::on_both;

const DOOR: ChatId = ChatId(-1_001);

async fn says(store: &Store, key: &str, change: DoorChange, now: i64) {
    let decided = |_: &ChatState| {
        let mut effects = Effects::default();
        effects.changes.push(Change::Door(change));
        handled(effects)
    };
    update(store, key, &profile(5), at(now), decided)
        .await
        .expect("stored");
}

fn settled(until: i64, place: Place, done_from: Option<Place>) -> MemberSettled {
    MemberSettled {
        door: DOOR,
        user: UserId(5),
        claimed_until: at(until),
        found: Some(Found {
            place,
            is_ours: true,
            is_admin: false,
        }),
        done_from,
        check_at: None,
        attempts: 0,
        failed_at: None,
        error: None,
        is_dead: false,
    }
}

on_both! {
    async fn a_request_is_not_lost_by_a_look_that_began_before_it(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let status = "SELECT status FROM door_members";
        let asks = || DoorChange::Asked { door: DOOR, welcome: true };
        says(&store, "1", asks(), 1).await;
        let due = store.claim_door_member(at(2), at(20)).await.expect("read").expect("due");
        assert_eq!(due.member.place, Place::Asked);
        assert!(store.claim_door_member(at(3), at(21)).await.expect("read").is_none(), "one taker");
        // The person takes the request back and asks again while somebody looks.
        says(&store, "2", asks(), 4).await;
        let seen = settled(20, Place::Outside, None);
        assert!(!store.settle_door_member(&seen, &[], at(5)).await.expect("stored"));
        assert_eq!(database.value(status).await, "asked");

        // What was done is true all the same.
        let done = settled(20, Place::Inside, Some(Place::Asked));
        assert!(!store.settle_door_member(&done, &[], at(6)).await.expect("stored"));
        assert_eq!(database.value(status).await, "inside");
        let done = settled(20, Place::Outside, Some(Place::Leaving));
        assert!(!store.settle_door_member(&done, &[], at(7)).await.expect("stored"));
        assert_eq!(database.value(status).await, "inside", "came back by another way meanwhile");
    }
}
