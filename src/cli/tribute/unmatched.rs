//! `tribute unmatched`: the events that wait for the owner.

use serde_json::{Value, json};

use super::super::{Failure, say, settings};
use crate::{
    app::{self, StartError, load_content},
    bot::report::Parked,
    content::{Content, Locale},
    tribute::parked,
};

/// Events that are read at once.
const AT_ONCE: i64 = 200;

/// Prints the list.
pub(super) async fn run(json: bool) -> Result<(), Failure> {
    let config = settings()?;
    let content = load_content(&config)?;
    let store = app::connect(&config).await.map_err(StartError::from)?;
    let mut rows = Vec::new();
    let mut after = 0;
    loop {
        let events = store
            .waiting_events(after, AT_ONCE)
            .await
            .map_err(StartError::from)?;
        let Some(last) = events.last() else { break };
        after = last.id;
        for event in &events {
            let event = parked::told(event);
            if json {
                rows.push(row(&event));
            } else {
                say(line(&event, &content));
            }
        }
        if !json {
            rows.extend(events.iter().map(|_| Value::Null));
        }
    }
    if json {
        say(Value::Array(rows));
    } else if rows.is_empty() {
        say("nothing waits");
    } else {
        say(format_args!("{} event(s) wait", rows.len()));
    }
    Ok(())
}

fn row(event: &Parked) -> Value {
    let stated = &event.stated;
    let (amount, currency) = stated.amount.clone().unzip();
    json!({
        "id": event.id,
        "event": event.name,
        "received_at": event.received_at.to_string(),
        "outcome": event.outcome,
        "reason": event.reason,
        "title": stated.title,
        "plan": event.plan,
        "amount_minor": amount,
        "currency": currency,
        "person": event.person.map(|id| id.0),
        "payer": event.payer,
        "email": stated.email,
        "username": stated.username,
    })
}

fn line(event: &Parked, content: &Content) -> String {
    let stated = &event.stated;
    let amount = stated.amount.as_ref();
    let amount = amount.map(|(minor, currency)| content.money(Locale::En, *minor, currency));
    let known = [
        Some(format!("{}  {}", event.id, event.received_at)),
        Some(event.name.clone()),
        Some(stated.title.clone()).filter(|title| !title.is_empty()),
        amount,
        event.person.map(|id| format!("person {id}")),
        event.payer.as_ref().map(|payer| format!("payer {payer}")),
        Some(event.outcome.clone()),
        event.reason.clone(),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    // What others wrote must not move the cursor of a terminal.
    known.join("  ").replace(char::is_control, " ")
}
