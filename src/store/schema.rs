//! The tables, once for both back ends. Kept by hand, because the time type is ours; a test compares it with
//! what the migrations create.

/// SQL types of ours.
pub(crate) mod sql_types {
    /// A moment: `TIMESTAMPTZ` on PostgreSQL (1184 there, and 1185 its array), fixed-width UTC text on SQLite.
    #[derive(
        Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
    )]
    #[diesel(
        postgres_type(oid = 1184, array_oid = 1185),
        sqlite_type(name = "Text")
    )]
    pub struct Moment;
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    users (id) {
        id -> BigInt,
        first_name -> Text,
        username -> Nullable<Text>,
        language_code -> Nullable<Text>,
        source -> Nullable<Text>,
        started_at -> Nullable<Moment>,
        last_seen_at -> Nullable<Moment>,
        unreachable_at -> Nullable<Moment>,
        created_at -> Moment,
        ref_code -> Nullable<Text>,
        first_paid_at -> Nullable<Moment>,
        zone -> Nullable<Text>,
        reminders_asked_at -> Nullable<Moment>,
        next_reminder_at -> Nullable<Moment>,
        last_reminded_on -> Nullable<Text>,
        reminders_seen -> Text,
        locale -> Nullable<Text>,
        forgotten_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    referrals (referred_id, referrer_id) {
        referred_id -> BigInt,
        referrer_id -> BigInt,
        clicked_at -> Moment,
        joined_at -> Nullable<Moment>,
        paid_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    dialogues (user_id) {
        user_id -> BigInt,
        state -> Text,
        updated_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    recommendations (user_id) {
        user_id -> BigInt,
        quiz -> Text,
        band -> Text,
        points -> Integer,
        made_at -> Moment,
        kind -> Text,
        products -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    inbox (source, key) {
        source -> Text,
        key -> Text,
        outcome -> Text,
        received_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    outbox (id) {
        id -> BigInt,
        chat_id -> BigInt,
        lane -> SmallInt,
        method -> Text,
        payload -> Text,
        origin -> Text,
        keep_for_unreachable -> Bool,
        attempts -> Integer,
        not_before -> Moment,
        claimed_until -> Nullable<Moment>,
        held_at -> Nullable<Moment>,
        dead_at -> Nullable<Moment>,
        last_error -> Nullable<Text>,
        created_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    send_pauses (scope) {
        scope -> Text,
        paused_until -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    products (id) {
        id -> Text,
        name_ru -> Text,
        name_en -> Text,
        price_minor -> BigInt,
        currency -> Text,
        link -> Text,
        active -> Bool,
        updated_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    leads (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        phone -> Text,
        comment -> Nullable<Text>,
        status -> Text,
        created_at -> Moment,
        update_id -> Nullable<BigInt>,
        source -> Nullable<Text>,
        closed_at -> Nullable<Moment>,
        closed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    subscriptions (user_id, source) {
        user_id -> BigInt,
        source -> Text,
        plan -> Text,
        name -> Text,
        access_until -> Moment,
        auto_renew -> Bool,
        basis -> Text,
        known_at -> Moment,
        price_minor -> BigInt,
        currency -> Text,
        notice_at -> Nullable<Moment>,
        updated_at -> Moment,
        notice -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    payers (payer) {
        payer -> Text,
        user_id -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    payment_news (admin_id) {
        admin_id -> BigInt,
        mode -> Text,
        told_on -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    journal (id) {
        id -> BigInt,
        made_at -> Moment,
        made_by -> BigInt,
        action -> Text,
        user_id -> Nullable<BigInt>,
        event_id -> Nullable<BigInt>,
        plan -> Nullable<Text>,
        ends_at -> Nullable<Moment>,
        days -> Nullable<Integer>,
        reason -> Text,
        details -> Nullable<Text>,
        applied_at -> Nullable<Moment>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    tribute_events (id) {
        id -> BigInt,
        key -> Text,
        name -> Text,
        body -> Text,
        outcome -> Text,
        reason -> Nullable<Text>,
        user_id -> Nullable<BigInt>,
        payer -> Nullable<Text>,
        received_at -> Moment,
        happened_at -> Nullable<Moment>,
        plan -> Nullable<Text>,
        by_hand -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    events (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        name -> Text,
        details -> Nullable<Text>,
        happened_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    assistant_questions (id) {
        id -> BigInt,
        user_id -> BigInt,
        question -> Text,
        locale -> Text,
        asked_at -> Moment,
        claimed_until -> Nullable<Moment>,
        attempts -> Integer,
        answered_at -> Nullable<Moment>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    tasks (name) {
        name -> Text,
        next_run_at -> Moment,
        claimed_until -> Nullable<Moment>,
        settings -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    replicas (id) {
        id -> Text,
        seen_until -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    door_chats (door) {
        door -> BigInt,
        title -> Text,
        is_door -> Bool,
        trouble -> Nullable<Text>,
        status -> Text,
        checked_at -> Nullable<Moment>,
        check_at -> Nullable<Moment>,
        claimed_until -> Nullable<Moment>,
        attempts -> Integer,
        alarmed_at -> Nullable<Moment>,
        told_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Moment;

    door_members (door, user_id) {
        door -> BigInt,
        user_id -> BigInt,
        status -> Text,
        is_ours -> Bool,
        is_admin -> Bool,
        is_unwanted -> Bool,
        asked_at -> Nullable<Moment>,
        joined_at -> Nullable<Moment>,
        check_at -> Nullable<Moment>,
        claimed_until -> Nullable<Moment>,
        attempts -> Integer,
        failed_at -> Nullable<Moment>,
        last_error -> Nullable<Text>,
        dead_at -> Nullable<Moment>,
        link -> Nullable<Text>,
        link_until -> Nullable<Moment>,
    }
}

diesel::joinable!(dialogues -> users (user_id));
diesel::joinable!(recommendations -> users (user_id));
diesel::joinable!(leads -> users (user_id));
diesel::joinable!(subscriptions -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(
    users,
    dialogues,
    recommendations,
    subscriptions,
    leads,
    inbox,
    outbox,
    door_members
);
