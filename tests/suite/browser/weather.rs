//! Bad weather: what goes wrong in life, made by a click.

use super::{
    driver::{Window, picture},
    stage::on_stage,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_telegram_puts_off_arrives_all_the_same() {
    on_stage("weather", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.panel("weather").await;
        stage.click("//*[@data-fault='too_many_requests']").await;
        stage.shown("//*[@id='forecast']//*[@data-weather]").await;
        picture(stage.browser, "weather").await;
        stage.write("/help").await;
        stage.bubble("/consult").await;
        stage.panel("behind").await;
        stage
            .shown("//*[@id='refusals']//li[contains(., '429')]")
            .await;
        picture(stage.browser, "behind").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_comes_twice_is_answered_once() {
    on_stage("twice", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.panel("weather").await;
        for fault in ["lose_webhook_answer", "twin_delivery"] {
            stage.click(&format!("//*[@data-fault='{fault}']")).await;
            stage.shown("//*[@id='forecast']//*[@data-weather]").await;
            stage.write("/help").await;
            stage.gone("//*[@id='forecast']//*[@data-weather]").await;
            stage.settle().await;
        }
        let asked = "count(.//article[contains(@class,'mine')])=3";
        // The welcome, the question about reminders, and two answers.
        let answered = "count(.//article[not(contains(@class,'mine'))])=4";
        stage
            .shown(&format!("//*[@id='log'][{asked} and {answered}]"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_answered_to_the_last_person() {
    on_stage("crowd", Window::WIDE, async |stage| {
        stage.panel("weather").await;
        stage.click("//*[@id='crowd']//button").await;
        stage.settle().await;
        stage.panel("behind").await;
        // The crowd, and the owner, who pressed Start when the playground began.
        stage.shown("//*[@data-metric][contains(., '21')]").await;
    })
    .await;
}
