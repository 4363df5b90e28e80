//! What a playground needs to start.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A plan that can be bought in the pretend Tribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TributePlan {
    /// The title a buyer sees.
    pub name: String,
    /// Tribute's number of the plan.
    pub subscription_id: i64,
    /// Tribute's number of the plan's price row.
    pub period_id: i64,
    /// `weekly`, `monthly`, `quarterly`, `halfyearly`, `yearly` and so on.
    pub period: String,
    /// What the subscriber pays, in the smallest unit.
    pub price: i64,
    /// Lower-case ISO code.
    pub currency: String,
}

/// Everything that is fixed when a playground starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The token that the Bot API accepts, `<digits>:<letters>`.
    pub bot_token: String,
    /// The bot's user name, without `@`.
    pub bot_username: String,
    /// The key with which Tribute signs.
    pub tribute_key: String,
    /// The key with which Tribute signed before that one.
    pub tribute_previous_key: String,
    /// How long a minute of waiting between Tribute's attempts lasts.
    pub tribute_minute: Duration,
    /// Where Tribute sends its events; may also be set later.
    pub tribute_webhook_url: Option<String>,
    /// Those who own the bot; the page marks them.
    pub owners: Vec<i64>,
    /// What can be bought.
    pub plans: Vec<TributePlan>,
    /// Names by which the page may be reached beside this machine's own, for instance that of a reverse proxy.
    pub hosts: Vec<String>,
    /// Whether the page may be reached by any IP address: for those who listen beyond this machine on purpose.
    pub open_to_network: bool,
    /// A file that keeps the world over restarts; without one it is forgotten.
    pub journal: Option<PathBuf>,
    /// When the pretend clock begins; now, when none. A replay begins when its recording began.
    pub begins: Option<jiff::Timestamp>,
    /// How many calls of the Bot API are remembered; tests look at all of theirs.
    pub calls_kept: usize,
    /// How long a second of waiting between delivery attempts lasts. Tests shrink it.
    pub retry_unit: Duration,
    /// Whether a second `setWebhook` within a second is refused, as Telegram does. Off for tests, which register often.
    pub pace_set_webhook: bool,
    /// How long an answer to a delivery may take.
    pub delivery_timeout: Duration,
    /// Whether a bot that writes too fast is told so with 429. Off for tests, which send quickly.
    pub flood_limits: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            bot_token: "700000001:playground-token-not-a-secret".to_owned(),
            bot_username: "five_keys_playground_bot".to_owned(),
            tribute_key: "trbt_playground_key".to_owned(),
            tribute_previous_key: "trbt_playground_previous_key".to_owned(),
            tribute_minute: Duration::from_millis(100),
            tribute_webhook_url: None,
            owners: Vec::new(),
            plans: vec![TributePlan {
                name: "Клуб «Пять ключей»".to_owned(),
                subscription_id: 1700,
                period_id: 1601,
                period: "monthly".to_owned(),
                price: 49_900,
                currency: "rub".to_owned(),
            }],
            hosts: Vec::new(),
            open_to_network: false,
            journal: None,
            begins: None,
            calls_kept: 100_000,
            retry_unit: Duration::from_secs(1),
            pace_set_webhook: false,
            delivery_timeout: Duration::from_secs(60),
            flood_limits: false,
        }
    }
}

impl Settings {
    /// The bot's own user id: the digits before the colon of the token.
    pub(super) fn bot_id(&self) -> i64 {
        let digits = self.bot_token.split(':').next().unwrap_or_default();
        digits.parse().unwrap_or(700_000_001)
    }
}
