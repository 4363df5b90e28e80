//! Links, checked as Telegram checks them.

/// A link as Telegram stores it, or why it is none.
pub(super) fn checked_link(link: &str) -> Result<String, &'static str> {
    let link = link.trim();
    let lower = link.to_ascii_lowercase();
    if lower.starts_with("tg://") || lower.starts_with("ton://") {
        return Ok(link.to_owned());
    }
    let whole = match link.contains("://") {
        true => link.to_owned(),
        false => format!("http://{link}"),
    };
    let parsed = url::Url::parse(&whole).map_err(|_| "Wrong HTTP URL")?;
    if !["http", "https"].contains(&parsed.scheme()) {
        return Err("Unsupported URL protocol");
    }
    match parsed.host() {
        None => Err("URL host is empty"),
        // A bare name such as `localhost` leads nowhere for anybody but the sender.
        Some(url::Host::Domain(name)) if !name.trim_matches('.').contains('.') => {
            Err("Wrong HTTP URL")
        }
        Some(_) if link.contains(char::is_whitespace) => Err("Wrong HTTP URL"),
        Some(_) => Ok(whole),
    }
}
