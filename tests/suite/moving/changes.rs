//! A bot that runs on the source while it is copied: seen, named, and made good by the next run.

use std::ops::ControlFlow;

use five_keys_bot::store::moving::{self, MoveError};

use super::{KINDS, copying::copy, now, on, rows::*};
use crate::support::{database::TestDatabase, on_both};

/// Copies while each of these is done to the source, once, after the first batch of the last table with rows.
async fn copy_disturbed(from: &TestDatabase, to: &TestDatabase, sql: &[&str]) -> MoveError {
    let mut disturbed = false;
    let mut disturb = |table: &'static str, _: u64| {
        if table == "inbox" && !disturbed {
            disturbed = true;
            for sql in sql {
                now(from.query(sql));
            }
        }
        on("", 0)
    };
    let ended = moving::copy(&from.url(), &to.url(), &mut disturb).await;
    ended.expect_err("the change is seen")
}

on_both! {
    async fn changed_added_and_deleted_rows_are_seen_named_and_made_good(backend) {
        let late = "'2026-11-25 10:00:00.000001'";
        let added = format!("INSERT INTO users (id, first_name, created_at) VALUES (1, 'late', {late})");
        let cases: [&[&str]; 3] = [
            &["UPDATE users SET first_name = 'another' WHERE id = 1001"],
            &[&added],
            &["DELETE FROM dialogues WHERE user_id = 1002", "DELETE FROM users WHERE id = 1002"],
        ];
        for kind in KINDS {
            for sql in cases {
                let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
                crowd(&source).await;
                let told = copy_disturbed(&source, &destination, sql).await;
                let MoveError::Changed(tables) = &told else { panic!("{told}") };
                assert!(tables.contains(&"users".to_owned()) && !tables.contains(&"inbox".to_owned()), "{sql:?}: {tables:?}");
                let told = told.to_string();
                assert!(told.contains("stop the bot on the source") && told.contains("run the same"), "{told}");
                assert!(destination.store().await.is_unfinished_copy().await.expect("an answer"));
                copy(&source, &destination).await.expect("it begins anew");
                assert_eq!(rows(&destination).await, rows(&source).await, "{sql:?}");
            }
        }
    }

    async fn a_person_who_comes_between_two_runs_and_refers_to_what_was_passed_is_a_change(backend) {
        for kind in KINDS {
            let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
            crowd(&source).await;
            let mut stop = |table: &'static str, _: u64| match table {
                "users" => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            };
            let stopped = moving::copy(&source.url(), &destination.url(), &mut stop).await;
            assert!(matches!(stopped, Err(MoveError::Stopped)), "{stopped:?}");
            // Before the last key of the table that is done, and referred to after that of the one that is not.
            for sql in [
                "INSERT INTO users (id, first_name, created_at) VALUES (1, 'late', '2026-11-25 10:00:00.000001')",
                "INSERT INTO leads (user_id, name, phone, status, created_at) VALUES (1, 'a', '+7', 'open', '2026-11-25 10:00:00.000001')",
            ] {
                source.query(sql).await;
            }
            let told = copy(&source, &destination).await.expect_err("refers to nobody");
            assert!(told.contains("(leads)") && told.contains("stop the bot on the source"), "{told}");
            copy(&source, &destination).await.expect("it begins anew");
            assert_eq!(rows(&destination).await, rows(&source).await);
        }
    }

    async fn a_source_that_stands_still_is_no_change_however_often_it_is_asked(backend) {
        let (source, destination) = (TestDatabase::create(backend).await, TestDatabase::create(backend).await);
        crowd(&source).await;
        let mut read = |_: &'static str, _: u64| {
            now(source.count("users"));
            on("", 0)
        };
        moving::copy(&source.url(), &destination.url(), &mut read).await.expect("copied");
    }
}
