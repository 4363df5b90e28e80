//! The content pack in use: read at start, and again whenever its folder changes.
//!
//! The folder is looked at, not watched: change notices do not cross into containers and network drives.

use std::{convert::Infallible, path::PathBuf, sync::Arc, time::Duration};

use tokio::sync::watch;

use super::StartError;
use crate::{
    clock,
    config::Config,
    content::{Content, Edition, Fingerprint, Locale, Product, Report},
    delivery::{Picture, Pictures},
    store::{CatalogueEntry, Store, StoreError},
    telemetry::Metrics,
};

/// How often the folder is looked at. A change is in use after two looks that agree: an editor may still be writing.
const LOOK: Duration = Duration::from_millis(300);

/// Loads the pack that the settings name, or the embedded one.
///
/// # Errors
/// The pack's report.
pub fn load_content(config: &Config) -> Result<Content, StartError> {
    let loaded = match &config.content_dir {
        Some(folder) => Content::load_dir(folder),
        None => Content::embedded(),
    };
    loaded.map_err(StartError::Content)
}

/// The pack's products as the store keeps them.
#[must_use]
pub fn catalogue(content: &Content) -> Vec<CatalogueEntry> {
    let entry = |product: &Product| CatalogueEntry {
        id: product.id.clone(),
        name_ru: product.name.get(Locale::Ru).to_owned(),
        name_en: product.name.get(Locale::En).to_owned(),
        price_minor: product.price_minor,
        currency: product.currency.clone(),
        link: product.link.clone(),
    };
    content.products().iter().map(entry).collect()
}

/// The pictures of the pack in use at the moment they are asked for.
pub(super) fn pictures(edition: watch::Receiver<Edition>) -> Pictures {
    Arc::new(move |name| {
        let content = Arc::clone(&edition.borrow().content);
        let picture = content.picture(name)?;
        Some(Picture {
            bytes: picture.bytes.clone(),
            media_type: picture.media_type,
        })
    })
}

/// The ids of the pack's plans.
pub(super) fn plan_ids(content: &Content) -> Vec<String> {
    content.plans().iter().map(|plan| plan.id.clone()).collect()
}

/// A pack that was just read, and what its folder looked like before that.
pub(super) struct Opened {
    pub(super) edition: Edition,
    seen: Fingerprint,
}

/// Reads the pack of the settings.
pub(super) fn open(config: &Config) -> Result<Opened, StartError> {
    let folder = config.content_dir.clone();
    let seen = folder.as_deref().map(Fingerprint::of).unwrap_or_default();
    let content = load_content(config)?;
    tell_lent(&content);
    let edition = Edition {
        content: Arc::new(content),
        loaded_at: clock::now(),
        folder,
        problems: None,
    };
    Ok(Opened { edition, seen })
}

/// A pack that was exported from an older bot knows less than this one says.
fn tell_lent(content: &Content) {
    let lent = content.hints("").len();
    if lent > 0 {
        tracing::info!(
            texts = lent,
            "texts that the content pack does not have are the bot's own; `content check` names them"
        );
    }
}

/// Keeps the pack in use equal to its folder, for as long as that is sound.
pub(super) struct Reloader {
    folder: Option<PathBuf>,
    seen: Fingerprint,
    edition: watch::Sender<Edition>,
    store: Store,
    metrics: Arc<Metrics>,
    /// The database did not take the products of the pack in use yet.
    catalogue_due: bool,
}

impl Reloader {
    /// Nothing happens before [`Reloader::run`]. The receiver always has the pack in use.
    pub(super) fn new(
        opened: Opened,
        store: Store,
        metrics: Arc<Metrics>,
    ) -> (Self, watch::Receiver<Edition>) {
        let Opened { edition, seen } = opened;
        let folder = edition.folder.clone();
        let (edition, receiver) = watch::channel(edition);
        let reloader = Self {
            folder,
            seen,
            edition,
            store,
            metrics,
            catalogue_due: false,
        };
        (reloader, receiver)
    }

    /// Looks at the folder, for ever. The embedded pack never changes.
    pub(super) async fn run(mut self) -> Infallible {
        let Some(folder) = self.folder.clone() else {
            return std::future::pending().await;
        };
        let mut before = self.seen.clone();
        loop {
            tokio::time::sleep(LOOK).await;
            if self.catalogue_due {
                self.sync_products().await;
            }
            let path = folder.clone();
            let Ok(now) = tokio::task::spawn_blocking(move || Fingerprint::of(&path)).await else {
                continue;
            };
            if now == before && now != self.seen {
                self.seen = now.clone();
                let path = folder.clone();
                match tokio::task::spawn_blocking(move || Content::load_dir(&path)).await {
                    Ok(Ok(content)) => self.take(content).await,
                    Ok(Err(report)) => self.refuse(report),
                    Err(error) => tracing::error!(%error, "reading the content pack panicked"),
                }
            }
            before = now;
        }
    }

    async fn take(&mut self, content: Content) {
        tell_lent(&content);
        let content = Arc::new(content);
        self.metrics.set_plans(plan_ids(&content));
        self.edition.send_modify(|edition| {
            edition.content = content;
            edition.loaded_at = clock::now();
            edition.problems = None;
        });
        tracing::info!("the content pack has changed and is in use");
        self.sync_products().await;
    }

    fn refuse(&self, report: Report) {
        tracing::error!("the content pack has problems; the last good one stays in use:\n{report}");
        self.edition
            .send_modify(|edition| edition.problems = Some(report));
    }

    /// Only reports read the products from the database: the conversation need not wait for it.
    async fn sync_products(&mut self) {
        let entries = catalogue(&self.edition.borrow().content);
        let ended: Result<(), StoreError> = self.store.sync_products(&entries, clock::now()).await;
        if let Err(error) = &ended
            && !self.catalogue_due
        {
            tracing::warn!(%error, "the products cannot be stored yet; trying again");
        }
        self.catalogue_due = ended.is_err();
    }
}
