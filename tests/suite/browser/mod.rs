//! The playground in a real browser, walked as a coach would walk it.

mod driver;
mod stage;

use driver::{Window, picture};
use stage::on_stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_coach_presses_start_takes_the_quiz_and_gets_a_result() {
    on_stage("quiz", Window::WIDE, async |stage| {
        stage.click("//*[@id='start']//button").await;
        stage.bubble("Здравствуйте, Анна").await;
        stage.press("Энергия").await;
        stage.press("Начать").await;
        for number in 1..=5 {
            stage.bubble(&format!("Вопрос {number} из 5")).await;
            stage.press_first().await;
        }
        stage.bubble("ваш результат").await;
        picture(stage.browser, "quiz").await;
    })
    .await;
}
