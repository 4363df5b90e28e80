//! What only admins see, as they see it and as nobody else does.

mod find;
mod leads;
mod leads_file;
mod limits;
mod payments;
mod rulings;
mod stats;
mod strangers;

use crate::support::app::TestApp;

/// Whom the tests are about.
const ANNA: i64 = 5_301_000_111;
/// Somebody who is no admin.
const STRANGER: i64 = 5_301_000_777;

/// A request for a consultation, from the first question to the last.
async fn asks(app: &TestApp, person: i64, name: &str, phone: &str, comment: &str) {
    for text in ["/consult", name, phone, comment] {
        app.says(person, text).await;
    }
    app.presses(person, "Отправить").await;
}

/// What the owner reads after writing this.
async fn told(app: &TestApp, owner: i64, text: &str) -> String {
    app.says(owner, text).await;
    app.last(owner).text
}

/// The newest note over a chat.
fn toast(app: &TestApp, person: i64) -> String {
    let last = app.telegram.toasts(person).pop();
    last.map(|toast| toast.text).unwrap_or_default()
}
