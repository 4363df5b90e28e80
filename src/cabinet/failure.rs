//! Why Tribute could not be asked, and what to do. Neither the key nor an address nor anything of the answer is in it.

use reqwest::StatusCode;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The key is not the account's.
    #[error(
        "Tribute does not accept the key (status {0}): copy it again from Tribute's dashboard (Settings, API Keys) into TRIBUTE_API_KEY"
    )]
    Key(u16),
    /// Too many questions.
    #[error("Tribute asks to slow down (status 429): try again in a few minutes")]
    TooMany,
    /// Tribute does not work at the moment.
    #[error("Tribute does not work at the moment (status {0}): try again later")]
    Down(u16),
    /// There is something else behind the address, or the API has changed.
    #[error("Tribute refuses the question (status {0}): check TRIBUTE_API_URL, or update the bot")]
    Refused(u16),
    /// It took too long.
    #[error("Tribute did not answer in time: try again later")]
    Slow,
    /// No connection, or it broke off.
    #[error(
        "Tribute cannot be reached ({0}): check TRIBUTE_API_URL, HTTP_PROXY_URL and the network"
    )]
    Unreachable(String),
    /// The answer is not what it should be.
    #[error("what came is {0}: check TRIBUTE_API_URL, or update the bot")]
    Unreadable(&'static str),
}

impl Failure {
    /// What a status other than success means.
    pub(super) fn of(status: StatusCode) -> Self {
        let code = status.as_u16();
        match code {
            401 | 403 => Self::Key(code),
            429 => Self::TooMany,
            408 | 500..=599 => Self::Down(code),
            _ => Self::Refused(code),
        }
    }
}
