//! Requests, from almost right to nothing at all like one.

use fastrand::Rng;

use crate::support::{app::SECRET, payments::sign};

const PATHS: [&str; 6] = [
    "/telegram/webhook",
    "/tribute/webhook",
    "/ping",
    "/metrics",
    "/tasks/run",
    "/",
];
const METHODS: [&str; 11] = [
    "GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "post",
];
const TYPES: [&str; 8] = [
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "",
    "application/\u{fffd}",
    "*/*",
];
const HEADERS: [&str; 14] = [
    "Expect: 100-continue",
    "Expect: nothing",
    "Accept: application/openmetrics-text",
    "Accept: \u{1f511}",
    "Accept-Encoding: gzip;q=nan",
    "Authorization: Bearer cron",
    "Authorization: Bearer",
    "Authorization: Basic \u{ff}",
    "Range: bytes=9-1",
    "Upgrade: h2c",
    "Cookie: a=b; ; =",
    "X-Forwarded-For: ' OR 1=1 --",
    "No colon at all",
    ": no name",
];

pub struct Junk {
    key: String,
    updates: Vec<Vec<u8>>,
    events: Vec<Vec<u8>>,
}

/// The seeds of a fuzz target.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("it is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("read"))
        .collect()
}

/// One chance in so many.
fn may(rng: &mut Rng, one_in: u32) -> bool {
    rng.u32(..one_in) == 0
}

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from[rng.usize(..from.len())]
}

impl Junk {
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            updates: corpus("update"),
            events: corpus("tribute"),
        }
    }

    /// What one connection sends: some requests behind each other, and how many.
    pub fn burst(&self, rng: &mut Rng) -> (Vec<u8>, usize) {
        let count = rng.usize(1..=12);
        let mut bytes = Vec::new();
        for number in 1..=count {
            self.request(rng, number == count, &mut bytes);
        }
        (bytes, count)
    }

    fn request(&self, rng: &mut Rng, is_last: bool, bytes: &mut Vec<u8>) {
        if may(rng, 60) {
            // No request at all.
            bytes.extend(noise(rng, 300));
            return;
        }
        let path = pick(rng, &PATHS);
        let (mut body, mut head) = (Vec::new(), Vec::new());
        let is_hook = path.ends_with("webhook");
        let method = if may(rng, 8) {
            pick(rng, &METHODS)
        } else if is_hook || path == "/tasks/run" {
            "POST"
        } else {
            "GET"
        };
        if is_hook || may(rng, 20) {
            body = self.body(rng, path);
        }
        let version = if may(rng, 50) {
            pick(rng, &["HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "JUNK/1.1", ""])
        } else {
            "HTTP/1.1"
        };
        head.extend_from_slice(format!("{method} {} {version}\r\n", address(rng, path)).as_bytes());
        if !may(rng, 40) {
            head.extend_from_slice(b"Host: bot\r\n");
        }
        self.proof(rng, path, &body, &mut head);
        if may(rng, 3) {
            head.extend_from_slice(format!("Content-Type: {}\r\n", pick(rng, &TYPES)).as_bytes());
        }
        while may(rng, 4) {
            head.extend_from_slice(format!("{}\r\n", pick(rng, &HEADERS)).as_bytes());
        }
        if may(rng, 100) {
            let long = "x".repeat(rng.usize(1_000..20_000));
            head.extend_from_slice(format!("X-Long: {long}\r\n").as_bytes());
        }
        if is_last {
            head.extend_from_slice(b"Connection: close\r\n");
        }
        let framed = framed(rng, &mut head, &body);
        bytes.extend(head);
        bytes.extend_from_slice(b"\r\n");
        bytes.extend(framed);
    }

    /// What is said to prove who it is: right, wrong, or nothing.
    fn proof(&self, rng: &mut Rng, path: &str, body: &[u8], head: &mut Vec<u8>) {
        if path == "/telegram/webhook" && !may(rng, 5) {
            let secret = if may(rng, 5) { "wrong" } else { SECRET };
            head.extend_from_slice(
                format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n").as_bytes(),
            );
        }
        if path == "/tribute/webhook" && !may(rng, 5) {
            let signature = match rng.u8(..6) {
                0 => sign("another", body),
                1 => "zz".repeat(40),
                2 => sign(&self.key, body).to_uppercase(),
                _ => sign(&self.key, body),
            };
            head.extend_from_slice(format!("trbt-signature: {signature}\r\n").as_bytes());
        }
    }

    fn body(&self, rng: &mut Rng, path: &str) -> Vec<u8> {
        let seeds = if path == "/tribute/webhook" {
            &self.events
        } else {
            &self.updates
        };
        match rng.u16(..400) {
            0 => vec![b'x'; rng.usize(1 << 20..(1 << 20) + 200_000)],
            1 | 2 => "[".repeat(rng.usize(1..60_000)).into_bytes(),
            3 | 4 => [
                r#"{"update_id":7,"message":"#.to_owned(),
                r#"{"a":"#.repeat(rng.usize(1..20_000)),
            ]
            .concat()
            .into_bytes(),
            5..=20 => Vec::new(),
            21..=40 => noise(rng, 400),
            _ => {
                let mut body = seeds[rng.usize(..seeds.len())].clone();
                // Another update each time: otherwise all but the first are only repetitions.
                if let (Ok(mut value), true) = (
                    serde_json::from_slice::<serde_json::Value>(&body),
                    rng.bool(),
                ) {
                    if value.get("update_id").is_some() {
                        value["update_id"] = rng.u32(..).into();
                    }
                    body = value.to_string().into_bytes();
                }
                for _ in 0..rng.usize(..4) {
                    mutate(rng, &mut body);
                }
                body
            }
        }
    }
}

fn noise(rng: &mut Rng, at_most: usize) -> Vec<u8> {
    (0..rng.usize(1..at_most)).map(|_| rng.u8(..)).collect()
}

/// Something is gone, there twice, another, or in between.
fn mutate(rng: &mut Rng, body: &mut Vec<u8>) {
    let at = rng.usize(..=body.len());
    let end = (at + rng.usize(..20)).min(body.len());
    match rng.u8(..5) {
        0 => drop(body.drain(at..end)),
        1 => body.insert(at, rng.u8(..)),
        2 => body.truncate(at),
        3 => {
            let piece = body[at..end].to_vec();
            body.splice(at..at, piece);
        }
        _ => {
            let piece = pick(
                rng,
                &[
                    "null",
                    "-1",
                    "1e999",
                    "\"",
                    "{",
                    "\\ud800",
                    "\u{0}",
                    "99999999999999999999",
                    "\u{202e}",
                ],
            );
            body.splice(at..at, piece.bytes());
        }
    }
}

fn address(rng: &mut Rng, path: &str) -> String {
    let query = [
        "?",
        "?a=b&&=&%",
        "?%ff%00",
        "?../../etc/passwd",
        "#there",
        "?token=\u{1f511}",
    ];
    match rng.u8(..24) {
        0 => format!("{path}/"),
        1 => format!("/{path}"),
        2 => format!("{path}/../ping"),
        3 => format!("{path}%00"),
        4 => format!("http://elsewhere{path}"),
        5 => format!("/{}", "a/".repeat(rng.usize(1..3_000))),
        6 => "*".to_owned(),
        7..=10 => format!("{path}{}", pick(rng, &query)),
        _ => path.to_owned(),
    }
}

/// The body as it is sent, mostly in the way that its head says.
fn framed(rng: &mut Rng, head: &mut Vec<u8>, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    match rng.u8(..40) {
        0 => head.extend_from_slice(format!("Content-Length: {}\r\n", length + 9).as_bytes()),
        1 => head.extend_from_slice(b"Content-Length: -1\r\n"),
        2 => head.extend_from_slice(b"Content-Length: 99999999999999999999\r\n"),
        3 => head.extend_from_slice(
            format!("Content-Length: {length}\r\nContent-Length: 3\r\n").as_bytes(),
        ),
        4 => head.extend_from_slice(
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n").as_bytes(),
        ),
        5 => head.extend_from_slice(b"Transfer-Encoding: gzip, chunked, \r\n"),
        6..=9 => {
            head.extend_from_slice(b"Transfer-Encoding: chunked\r\n");
            let mut chunks = Vec::new();
            for chunk in body.chunks(rng.usize(1..2_000)) {
                let size = if may(rng, 30) {
                    "fffffffffffffffff".to_owned()
                } else {
                    format!("{:x}", chunk.len())
                };
                chunks.extend_from_slice(format!("{size};ext=\"x\"\r\n").as_bytes());
                chunks.extend_from_slice(chunk);
                chunks.extend_from_slice(if may(rng, 30) { b"xx" } else { b"\r\n" });
            }
            chunks.extend_from_slice(if may(rng, 10) {
                b"0\r\nTrailer: \r"
            } else {
                b"0\r\n\r\n"
            });
            return chunks;
        }
        _ => head.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes()),
    }
    body.to_vec()
}
