//! `multipart/form-data`, as far as uploads to the Bot API need it.

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) mime: Option<String>,
    pub(super) bytes: Vec<u8>,
}

/// The parts of a body, or nothing when it is not well formed.
pub(super) fn parse(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = parameter(content_type, "boundary")?;
    // The delimiter is preceded by a line end, which the first one lacks.
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let opening = delimiter.get(2..)?;
    let mut rest = body.get(find(body, opening)? + opening.len()..)?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.get(find(rest, b"\r\n")? + 2..)?;
        let end = find(rest, &delimiter)?;
        parts.push(part(rest.get(..end)?)?);
        rest = rest.get(end + delimiter.len()..)?;
    }
}

fn part(bytes: &[u8]) -> Option<Part> {
    let head_end = find(bytes, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..head_end)?).into_owned();
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    let file_name =
        extended(&disposition, "filename").or_else(|| parameter(&disposition, "filename"));
    Some(Part {
        name: parameter(&disposition, "name")?,
        file_name,
        mime: header("content-type"),
        bytes: bytes.get(head_end + 4..)?.to_vec(),
    })
}

/// The value of `name=value` or `name="value"` in a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|field| {
        let (key, value) = field.split_once('=')?;
        let value = value.trim();
        let bare = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        let value = bare.map_or_else(|| value.to_owned(), |bare| bare.replace("\\\"", "\""));
        key.trim().eq_ignore_ascii_case(name).then_some(value)
    })
}

/// The value of `name*=utf-8''percent-encoded`, the form that names outside ASCII take.
fn extended(header: &str, name: &str) -> Option<String> {
    let value = parameter(header, &format!("{name}*"))?;
    let encoded = value.splitn(3, '\'').nth(2)?;
    // A file name has no `+` for a space, which the form decoder would see.
    let pair = format!("v={}", encoded.replace('+', "%2B"));
    let (_, decoded) = url::form_urlencoded::parse(pair.as_bytes()).next()?;
    Some(decoded.into_owned())
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}
