//! Real POSTs to the registered webhook, with Telegram's order, patience and retries.

use std::time::Duration;

use serde_json::Value;

use super::fact::Fact;
use super::handle::Playground;
use super::params::Params;
use super::post::{Answer, post};
use super::queue::{Pending, QueueKey};
use super::schedule;
use super::weather::Fault;
use super::world::World;

/// One attempt to make.
pub(super) struct Job {
    key: QueueKey,
    pub(super) pending: Pending,
    pub(super) url: String,
    pub(super) secret: Option<String>,
    pub(super) timeout: Duration,
    fault: Option<Fault>,
}

/// What the deliverer does next.
enum Next {
    Attempt(Box<Job>),
    /// An update was too old and is gone.
    Expired,
    Nothing,
}

/// Delivers until the runtime ends.
pub(super) async fn run(playground: Playground, client: reqwest::Client) {
    loop {
        match playground.change_quietly(next) {
            Next::Attempt(job) => {
                tokio::spawn(attempt(playground.clone(), client.clone(), *job));
            }
            Next::Expired => playground.tell(),
            Next::Nothing => playground.woken().await,
        }
    }
}

fn next(world: &mut World) -> Next {
    if world.webhook.url.is_empty() {
        return Next::Nothing;
    }
    let most = world.webhook.max_connections;
    let most = world.webhook_health.connections(world.now(), most);
    let Some((key, pending)) = world.queues.take(most) else {
        return Next::Nothing;
    };
    let update_id = pending.update_id;
    if world.now() - pending.date > key.lifetime() {
        world
            .queues
            .landed(update_id, None, Some("expired".to_owned()));
        finish(world, &key, update_id, true);
        return Next::Expired;
    }
    let fault = world.forecast.for_delivery(key.id);
    world.queues.count_attempt(update_id);
    world.inspector.sent(update_id);
    if let Some(Fault::DuplicateDelivery | Fault::TwinDelivery) = fault {
        world.queues.count_attempt(update_id);
    }
    Next::Attempt(Box::new(Job {
        key,
        pending,
        url: world.webhook.url.clone(),
        secret: world.webhook.secret_token.clone(),
        timeout: world.delivery_timeout,
        fault,
    }))
}

async fn attempt(playground: Playground, client: reqwest::Client, job: Job) {
    let changed = playground.read(|world| world.webhook_changed.clone());
    let mut changed = std::pin::pin!(changed.notified());
    changed.as_mut().enable();
    let outcome = match job.fault {
        Some(Fault::TwinDelivery) => {
            let (first, second) = tokio::join!(post(&client, &job), post(&client, &job));
            // The update is forgotten once either was accepted.
            match &first {
                Ok(answer) if answer.status.is_success() => first,
                _ => second,
            }
        }
        Some(Fault::DuplicateDelivery) => {
            let first = post(&client, &job).await;
            let _ = post(&client, &job).await;
            first
        }
        Some(Fault::LoseWebhookAnswer) => {
            let _ = post(&client, &job).await;
            Err("Webhook connection closed".to_owned())
        }
        _ => post(&client, &job).await,
    };
    let status = outcome.as_ref().ok().map(|answer| answer.status.as_u16());
    let error = outcome.as_ref().err().cloned();
    let again = playground.change(|world| {
        let again = landed(world, &job, outcome);
        let update_id = job.pending.update_id;
        world.inspector.landed(update_id, status, error);
        again
    });
    if let Some(wait) = again {
        if !wait.is_zero() {
            // Another webhook knows nothing of the failures of the one before.
            let _ = tokio::time::timeout(wait, changed).await;
        }
        playground.change(|world| world.queues.again(&job.key));
    }
}

/// Records the outcome; says how long to wait before the next attempt, if one is needed.
fn landed(world: &mut World, job: &Job, outcome: Result<Answer, String>) -> Option<Duration> {
    let update_id = job.pending.update_id;
    let is_current = job.url == world.webhook.url;
    let now = world.now();
    let (status, error, asked) = match outcome {
        Ok(answer) if answer.status.is_success() => {
            let status = answer.status.as_u16();
            world.queues.landed(update_id, Some(status), None);
            if is_current {
                world.webhook_health.succeeded(now);
            }
            finish(world, &job.key, update_id, false);
            call_in_answer(world, &answer);
            return None;
        }
        Ok(answer) => {
            let error = format!("Wrong response from the webhook: {}", answer.status);
            (Some(answer.status.as_u16()), error, answer.retry_after)
        }
        Err(error) => (None, error, None),
    };
    if is_current {
        world.last_error = Some((now, error.clone()));
        if world.webhook_health.failed(now, status) {
            tracing::info!("the webhook said for 23 hours that it is gone: it is deleted");
            world.forget_webhook();
        }
    }
    world.queues.landed(update_id, status, Some(error));
    let seconds = schedule::wait(update_id, world.queues.attempts(update_id), asked);
    Some(world.retry_unit.saturating_mul(seconds))
}

fn finish(world: &mut World, key: &QueueKey, update_id: i64, given_up: bool) {
    world.record(Fact::Done {
        update_id,
        key: key.clone(),
        given_up,
    });
    world.queues.next_in(key);
}

/// The body of a 2xx may hold one method call, whose result nobody learns.
fn call_in_answer(world: &mut World, answer: &Answer) {
    if answer.body.is_empty() {
        return;
    }
    let Ok(params) = Params::read(&answer.content_type, "", &answer.body) else {
        return;
    };
    if let Some(method) = params.text("method") {
        let _ = world.call(&method, &params, true);
    } else if serde_json::from_slice::<Value>(&answer.body).is_err() {
        tracing::debug!("the webhook answered with something that is no method call");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::fact::WebhookInfo;
    use crate::playground::settings::Settings;

    /// A world in which three people have written, and nobody delivers.
    fn world() -> World {
        let mut world = World::open(&Settings::default()).unwrap();
        world.record(Fact::Webhook(WebhookInfo {
            url: "http://127.0.0.1:1/".to_owned(),
            max_connections: 40,
            ..WebhookInfo::default()
        }));
        for user_id in 1..=3 {
            world.person_says(user_id, "x");
        }
        world
    }

    fn connections(world: &mut World) -> usize {
        std::iter::from_fn(|| match next(world) {
            Next::Attempt(_) => Some(()),
            Next::Expired | Next::Nothing => None,
        })
        .count()
    }

    #[test]
    fn after_ten_seconds_of_failures_one_delivery_is_under_way() {
        let mut world = world();
        let now = world.now();
        world.webhook_health.failed(now, None);
        world.ahead += 11;
        assert_eq!(connections(&mut world), 1);
    }

    #[test]
    fn a_webhook_that_does_well_gets_all_at_once() {
        assert_eq!(connections(&mut world()), 3);
    }
}
