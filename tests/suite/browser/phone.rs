//! A narrow screen, held in one hand.

use super::{
    driver::{Window, picture},
    stage::on_stage,
};

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_everything_fits_and_the_panels_open_over_the_chat() {
    on_stage("phone", Window::PHONE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        assert!(!stage.is_too_wide().await, "the chat is too wide");
        picture(stage.browser, "phone-chat").await;
        stage.click("//*[@id='open-side']").await;
        for panel in ["people", "tribute", "weather", "behind", "content"] {
            stage.panel(panel).await;
            stage.shown(&format!("//*[@id='panel-{panel}']")).await;
            assert!(!stage.is_too_wide().await, "{panel} is too wide");
            picture(stage.browser, &format!("phone-{panel}")).await;
        }
        stage.panel("tribute").await;
        stage.tribute("new_subscription", None).await;
        stage
            .shown("//*[@id='answers']//*[contains(., 'Бот принял')]")
            .await;
        stage.click("//*[@id='close-side']").await;
        stage.bubble("Оплата прошла").await;
    })
    .await;
}
