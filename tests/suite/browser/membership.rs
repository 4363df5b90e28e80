//! Paying, cancelling, blocking.

use super::{
    ANNA,
    driver::{Window, picture},
    stage::on_stage,
};

#[tokio::test(flavor = "multi_thread")]
async fn paying_opens_access_and_cancelling_keeps_what_was_paid_for() {
    on_stage("pay", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.panel("tribute").await;
        stage.tribute("new_subscription", None).await;
        stage.bubble("Оплата прошла").await;
        stage
            .shown("//*[@id='answers']//*[contains(., 'Бот принял')]")
            .await;
        stage.write("/subscription").await;
        stage.bubble("Доступ открыт до").await;
        stage.tribute("cancelled_subscription", None).await;
        stage.bubble("Продление").await;
        picture(stage.browser, "pay").await;
        let sent = "//*[@id='answers'][count(.//*[@data-sent])=2]";
        stage.shown(sent).await;
        stage.write("/subscription").await;
        stage.settle().await;
        let last = "(//*[@id='log']//article)[last()][contains(., 'открыт до')]";
        stage.shown(last).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_badly_signed_payment_opens_nothing() {
    on_stage("forged", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.panel("tribute").await;
        stage.click("//*[@id='tribute-more']/summary").await;
        stage.choose("//select[@id='signature']", "wrong").await;
        stage.tribute("new_subscription", None).await;
        stage
            .shown("//*[@id='answers']//*[contains(., '401')]")
            .await;
        picture(stage.browser, "forged").await;
        let chat = stage.chat(ANNA).await.to_string();
        assert!(!chat.contains("Оплата прошла"), "{chat}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_blocked_the_bot_gets_nothing_until_they_come_back() {
    on_stage("blocked", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.panel("people").await;
        stage.click("//*[@id='block']").await;
        stage.shown("//*[@id='unblock']//button").await;
        stage.settle().await;
        stage.panel("tribute").await;
        stage.tribute("new_subscription", None).await;
        stage
            .shown("//*[@id='answers']//*[contains(., 'Бот принял')]")
            .await;
        let chat = stage.chat(ANNA).await.to_string();
        assert!(!chat.contains("Оплата прошла"), "{chat}");
        picture(stage.browser, "blocked").await;
        // News about money was kept for them.
        stage.click("//*[@id='unblock']//button").await;
        stage.bubble("Оплата прошла").await;
    })
    .await;
}
