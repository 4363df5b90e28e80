//! A real browser: Chromium without a window, driven by chromedriver.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    path::PathBuf,
    process::Stdio,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use crate::support::app::PATIENCE;

/// No walk takes so long; when it does, the browser hangs.
const LONGEST_WALK: Duration = Duration::from_secs(300);

/// Browsers are heavy: more than two at a time only make each other slow.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How the window looks.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub width: u32,
    pub height: u32,
    pub is_dark: bool,
    /// What a phone says of itself: touch, and pixels that are smaller.
    pub is_phone: bool,
}

impl Window {
    pub const WIDE: Self = Self {
        width: 1280,
        height: 860,
        is_dark: false,
        is_phone: false,
    };
    pub const PHONE: Self = Self {
        width: 360,
        height: 740,
        is_dark: false,
        is_phone: true,
    };

    pub fn dark(self) -> Self {
        Self {
            is_dark: true,
            ..self
        }
    }
}

/// Opens a browser, walks, and closes it whatever happens. A walk that fails leaves a picture in `target/browser`.
pub async fn browse<Walk: AsyncFnOnce(&Client)>(name: &str, window: Window, walk: Walk) {
    let _turn = BROWSERS.acquire().await.expect("never closed");
    let (mut driver, client) = open(window).await;
    if !window.is_phone {
        let size = client.set_window_size(window.width, window.height).await;
        size.expect("a window of this size");
    }
    let walk = async {
        let ended = timeout(LONGEST_WALK, walk(&client)).await;
        ended.expect("the browser does not answer");
    };
    let outcome = AssertUnwindSafe(walk).catch_unwind().await;
    if outcome.is_err() {
        let _ = timeout(PATIENCE, picture(&client, &format!("failed-{name}"))).await;
    }
    // A browser that hangs does not close either; it goes with its driver.
    let _ = timeout(PATIENCE, client.close()).await;
    let _ = timeout(PATIENCE, driver.kill()).await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// A browser may hang while it starts; then another one is tried.
async fn open(window: Window) -> (Child, Client) {
    for _ in 0..3 {
        let (mut driver, port) = start().await;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(window));
        let address = format!("http://127.0.0.1:{port}");
        match timeout(PATIENCE, builder.connect(&address)).await {
            Ok(client) => return (driver, client.expect("a browser")),
            Err(_) => drop(timeout(PATIENCE, driver.kill()).await),
        }
    }
    panic!("no browser answers, three times");
}

/// Saves what the window shows.
pub async fn picture(client: &Client, name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("browser");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{name}.png"));
    if let Ok(png) = client.screenshot().await {
        std::fs::write(&path, png).expect("written");
        // Where to look, should this test fail.
        eprintln!("see {}", path.display());
    }
    path
}

/// `tests/run` says where it found or put the program. It chooses a port for one kind of address and ends when somebody has
/// the same port of the other kind, so it may try again.
async fn start() -> (Child, u16) {
    let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    for _ in 0..5 {
        if let Some(started) = try_to_start(&program).await {
            return started;
        }
    }
    panic!("{program} ended without a port, five times");
}

async fn try_to_start(program: &str) -> Option<(Child, u16)> {
    let driver = Command::new(program)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    let mut driver = driver.unwrap_or_else(|error| {
        panic!("{program} does not start ({error}): run tests/run, which installs it")
    });
    let said = driver.stdout.take().expect("piped");
    let mut lines = BufReader::new(said).lines();
    let port = async {
        while let Some(line) = lines.next_line().await.expect("text") {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                return Some(port.trim_end_matches('.').parse().expect("a port"));
            }
        }
        None
    };
    let port = timeout(PATIENCE, port).await.expect("a port in time")?;
    // It goes on writing, and must not meet a closed pipe.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Some((driver, port))
}

/// No network but this machine, no first-run pages, no window.
fn capabilities(window: Window) -> Map<String, Value> {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--no-proxy-server".into(),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".into(),
    ];
    if window.is_dark {
        arguments.push("--blink-settings=preferredColorScheme=0".into());
    }
    let mut options = json!({ "args": arguments });
    if window.is_phone {
        let metrics = json!({ "width": window.width, "height": window.height, "pixelRatio": 2.0, "touch": true });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let all = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    all.as_object().cloned().expect("an object")
}
