//! The weather and the crowd, as the page and scripts make them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::answers::{done, json_answer, missing, wrong};
use super::handle::Playground;
use super::weather_form::WeatherForm;

/// The largest crowd; more would only make the page wait.
const LARGEST_CROWD: u32 = 500;

#[derive(Deserialize)]
pub(super) struct ClearForm {
    number: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct CrowdForm {
    people: u32,
    text: String,
}

pub(super) async fn add(
    playground: web::Data<Playground>,
    form: web::Json<WeatherForm>,
) -> HttpResponse {
    let (weather, stays) = match form.into_inner().weather() {
        Ok(read) => read,
        Err(sentence) => return wrong(sentence),
    };
    let number = playground.change(|world| match stays {
        true => world.forecast.add_lasting(weather),
        false => world.forecast.add(weather),
    });
    json_answer(&json!({ "number": number }))
}

pub(super) async fn clear(
    playground: web::Data<Playground>,
    form: web::Json<ClearForm>,
) -> HttpResponse {
    match form.number {
        None => playground.clear_sky(),
        Some(number) => {
            if !playground.change(|world| world.forecast.take_back(number)) {
                return missing(
                    "this weather is over; the state lists what is still to come under `weather`",
                );
            }
        }
    }
    done()
}

pub(super) async fn crowd(
    playground: web::Data<Playground>,
    form: web::Json<CrowdForm>,
) -> HttpResponse {
    let text = form.text.trim();
    if !(1..=LARGEST_CROWD).contains(&form.people) || text.is_empty() {
        return wrong("a crowd is 1 to 500 people, and they need a text to write");
    }
    let (first, last) = playground.crowd(form.people, text);
    json_answer(&json!({ "first": first, "last": last }))
}
