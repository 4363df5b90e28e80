//! The names of all metrics, with their help.

use prometheus_client::metrics::info::Info;

use super::Metrics;

impl Metrics {
    /// Gives each metric its name and its help.
    pub(super) fn register(&mut self) {
        let registry = &mut self.registry;
        macro_rules! metric {
            ($name:literal, $help:literal, $field:ident) => {
                registry.register($name, $help, self.$field.clone());
            };
        }
        metric!(
            "bot_update_latency_seconds",
            "From an update's arrival to its answer",
            update_latency
        );
        metric!(
            "bot_updates",
            "Updates that Telegram delivered, by kind",
            updates
        );
        metric!(
            "bot_update_errors",
            "Updates that could not be stored, read or handled, by kind",
            update_errors
        );
        metric!(
            "bot_update_duplicates",
            "Updates delivered again after they were handled",
            duplicates
        );
        metric!(
            "bot_updates_slowed",
            "Updates that waited because their person sent too many at once",
            slowed
        );
        metric!(
            "bot_presses_repeated",
            "Presses that did nothing, because they only repeated the one before",
            presses_repeated
        );
        metric!(
            "bot_webhook_refusals",
            "Deliveries refused before they were read, by reason",
            refused
        );
        metric!(
            "bot_active_users",
            "Distinct people in the last five minutes, over all replicas",
            active_users
        );
        metric!(
            "bot_uptime_seconds",
            "Time since this process started",
            uptime
        );
        metric!(
            "bot_api_calls",
            "Bot API calls, by method and how they ended",
            calls
        );
        metric!(
            "bot_api_call_duration_seconds",
            "Time that Bot API calls take, by method",
            call_duration
        );
        metric!("bot_sends", "Steps in the life of outgoing messages", sends);
        metric!(
            "bot_outbox_depth",
            "Messages waiting to be sent",
            outbox_depth
        );
        metric!(
            "bot_outbox_oldest_age_seconds",
            "Age of the oldest waiting message",
            outbox_age
        );
        metric!(
            "bot_dead_letters",
            "Messages given up, kept with their reason",
            dead_letters
        );
        metric!(
            "bot_tribute_events",
            "Deliveries of Tribute, by event and what became of them",
            tribute_events
        );
        metric!(
            "bot_tribute_signatures",
            "Authentic deliveries of Tribute, by the key that they were signed with",
            tribute_signatures
        );
        metric!(
            "bot_tribute_unmatched_events",
            "Events of Tribute that wait for the owner",
            unmatched
        );
        metric!(
            "bot_tribute_unmatched_oldest_age_seconds",
            "Age of the oldest event of Tribute that waits for the owner",
            unmatched_age
        );
        metric!(
            "bot_subscriptions_active",
            "Subscriptions that open something now, by plan",
            subscriptions
        );
        metric!(
            "bot_pool_connections",
            "Database connections of this process, by state",
            pool
        );
        metric!(
            "bot_pool_waits",
            "Times that somebody waited for a database connection",
            pool_waits
        );
        metric!(
            "bot_pool_timeouts",
            "Times that this wait was in vain",
            pool_timeouts
        );
        metric!(
            "bot_store_failures",
            "Units of work that the database did not take",
            store_failures
        );
        metric!(
            "bot_leads",
            "Requests for a consultation: those sent, and those that the owner is done with",
            leads
        );
        metric!(
            "bot_assistant",
            "Questions to the assistant: those asked, and how they ended",
            assistant
        );
        metric!(
            "bot_task_runs",
            "Runs of scheduled work, by what it was and how it ended",
            tasks
        );
        metric!(
            "bot_reminders",
            "Reminders that were due, by what became of them",
            reminders
        );
        metric!(
            "bot_join_requests",
            "Requests to come in at doors, by what became of them",
            join_requests
        );
        metric!(
            "bot_door_removals",
            "People who were to be put out at doors, by what became of it",
            door_removals
        );
        metric!(
            "bot_doors_without_rights",
            "Doors at which the bot lacks a right that it needs",
            doors_without_rights
        );
        metric!(
            "bot_redis_away",
            "Whether Redis does not answer, so that each replica keeps to its own share of the limits",
            redis_away
        );
        metric!(
            "bot_redis_failures",
            "Questions that Redis did not answer",
            redis_failures
        );
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("bot_build", "Version of this program", build);
    }
}
