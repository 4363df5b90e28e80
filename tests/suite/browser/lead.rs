//! A request for a consultation, seen from both sides.

use super::{
    OWNER,
    driver::{Window, picture},
    stage::on_stage,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_with_a_shared_contact_reaches_the_owner_who_closes_it() {
    on_stage("lead", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.press("Консультация").await;
        stage.bubble("Заявка на консультацию").await;
        stage.write("Анна Петровна").await;
        stage.bubble("По какому номеру").await;
        stage.click("(//*[@id='keyboard']//button)[1]").await;
        stage.click("//*[@id='ask-yes']").await;
        stage.bubble("О чём хотите поговорить").await;
        stage.write("хочу наладить сон, удобно вечером").await;
        stage.bubble("Проверьте, всё ли верно").await;
        picture(stage.browser, "lead-check").await;
        stage.press("Отправить").await;
        stage.bubble("Заявка отправлена").await;
        stage.become_person(OWNER).await;
        let notice = stage.bubble("Анна Петровна").await;
        assert!(notice.contains("+7"), "{notice}");
        assert!(notice.contains("хочу наладить сон"), "{notice}");
        picture(stage.browser, "lead-owner").await;
        stage.press("Готово").await;
        stage
            .gone("//*[@id='log']//button[contains(., 'Готово')]")
            .await;
    })
    .await;
}
