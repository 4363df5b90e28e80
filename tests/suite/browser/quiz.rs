//! From Start to a result and its document, in two languages.

use super::{
    BEN,
    driver::{Window, picture},
    stage::{Stage, on_stage},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_coach_presses_start_takes_the_quiz_and_opens_the_pdf() {
    on_stage("quiz", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.press("Энергия").await;
        stage.press("Начать").await;
        for number in 1..=5 {
            let question = format!("Вопрос {number} из 5");
            stage.bubble(&question).await;
            stage.press_first(&question).await;
        }
        stage.bubble("ваш результат").await;
        picture(stage.browser, "quiz").await;
        stage.press("Посмотреть продукты").await;
        let album = "//*[@id='log']//*[contains(@class,'album')]//img[@class='photo']";
        stage.shown(album).await;
        stage.bubble("может подойти").await;
        picture(stage.browser, "album").await;
        stage.press("PDF").await;
        document(stage).await;
        picture(stage.browser, "pdf").await;
        stage.write("/pdf").await;
        stage.settle().await;
        let documents = "count(//*[@id='log']//article//a[contains(@class,'document')])=2";
        stage.shown(&format!("//*[@id='log'][{documents}]")).await;
    })
    .await;
}

/// A document is in the chat, and behind its card is a PDF.
async fn document(stage: &Stage<'_>) {
    let card = stage
        .shown("//*[@id='log']//article//a[contains(@class,'document')]")
        .await;
    let link = card.prop("href").await.expect("asked").expect("a link");
    let bytes = stage.bytes(&link).await;
    assert!(bytes.starts_with(b"%PDF-"), "{} bytes", bytes.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_english_gets_everything_in_english() {
    on_stage("english", Window::WIDE.dark(), async |stage| {
        stage.become_person(BEN).await;
        stage.click("//*[@id='start']//button[.='Start']").await;
        stage.bubble("Ben").await;
        stage.press("Energy").await;
        stage.bubble("Five questions").await;
        stage.click("//*[@id='menu-button']").await;
        stage
            .click("//*[@id='menu']//button[contains(., '/subscription')]")
            .await;
        stage.bubble("a month").await;
        picture(stage.browser, "english").await;
        let chat = stage.chat(BEN).await.to_string();
        let is_russian = |letter: char| ('а'..='я').contains(&letter);
        assert!(!chat.contains(is_russian), "{chat}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_led_to_a_message_is_shown_without_a_mouse() {
    on_stage("inspector", Window::WIDE, async |stage| {
        // Tab into the start form, Enter, and on by the keyboard alone.
        let start = stage.shown("//*[@id='start']//button").await;
        start.send_keys("\u{e007}").await.expect("Enter");
        stage.bubble("Здравствуйте, Анна").await;
        let details =
            "//*[@id='log']//article[not(contains(@class,'mine'))]//*[contains(@class,'details')]";
        let details = stage
            .browser
            .find(fantoccini::Locator::XPath(details))
            .await;
        details
            .expect("a button")
            .send_keys("\u{e007}")
            .await
            .expect("Enter");
        stage
            .shown("//*[@id='inspector'][contains(., 'sendMessage')]")
            .await;
        stage.shown("//*[@id='known'][contains(., 'Анна')]").await;
        picture(stage.browser, "inspector").await;
    })
    .await;
}
