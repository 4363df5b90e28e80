//! What keeps the playground away from real people, and strangers away from the playground.

use std::ffi::OsStr;

use super::Options;
use crate::{cli::Failure, playground::Settings};

/// The shortest secret half of a token that BotFather ever gave out, with some room.
const SECRET_LENGTH: usize = 30;

/// Refuses what would be dangerous; `variable` reads the environment.
pub(super) fn check(
    options: &Options,
    variable: impl Fn(&str) -> Option<std::ffi::OsString>,
) -> Result<(), Failure> {
    let refuse = |words: String| Err(Failure(words));
    if variable("BOT_TOKEN").is_some_and(|token| looks_real(&token)) {
        return refuse(
            "BOT_TOKEN (in the environment or in .env) looks like the token of a real bot, and the playground, which \
             needs none, must never meet it: start it with `BOT_TOKEN= five-keys-bot playground`, or in another folder"
                .into(),
        );
    }
    if variable("DATABASE_URL").is_some_and(|url| *url == *options.database) {
        return refuse(
            "--database names the DATABASE_URL of the real bot, and the playground can empty what it runs on: \
             give it a database of its own"
                .into(),
        );
    }
    if !options.listen.ip().is_loopback() && !options.open_to_network {
        return refuse(format!(
            "the playground has no password, and --listen {} would open it to everybody in the network: use \
             --listen 127.0.0.1:PORT, or add --open-to-network if that is what you want",
            options.listen
        ));
    }
    Ok(())
}

/// Whether BotFather could have given it out.
fn looks_real(token: &OsStr) -> bool {
    let token = token.to_string_lossy();
    let Some((id, secret)) = token.trim().split_once(':') else {
        return false;
    };
    let is_secret = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_digit())
        && secret.len() >= SECRET_LENGTH
        && secret.bytes().all(is_secret)
        && token.trim() != Settings::default().bot_token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_botfather_could_have_given_out_is_taken_for_a_real_token() {
        let letters = "AAH_x-7".repeat(5);
        for (token, real) in [
            (format!("123456789:{letters}"), true),
            (format!(" 1:{letters}\n"), true),
            (format!("bot:{letters}"), false),
            (format!(":{letters}"), false),
            (letters.clone(), false),
            (format!("1:{letters}!"), false),
            ("123456789:short".into(), false),
            (Settings::default().bot_token, false),
            (String::new(), false),
        ] {
            assert_eq!(looks_real(OsStr::new(&token)), real, "{token}");
        }
    }
}
