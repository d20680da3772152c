//! How a source is found, opened, and changed for the sums of the same backend.

use super::app::App;
use super::boot::find_source;
use super::loader::Loader;
use super::phase::Phase;
use super::world;
use crate::browser::chunk::NotLoaded;
use crate::dashboard::colors::Colors;
use crate::session::TimeRange;
use crate::source::config::SourceConfig;
use crate::source::{Catalog, LoadReport, SourceError};
use leptos::prelude::*;

impl App {
    /// Finds out where data comes from, and opens it.
    pub(super) fn boot(self) {
        self.phase.set(Phase::Starting);
        self.load_by(async move {
            match find_source().await {
                Ok(Some(config)) => self.open(config),
                Ok(None) => self.phase.set(Phase::Connect),
                Err(error) => self.phase.set(Phase::Failed(error)),
            }
        });
    }

    /// Reads everything from a source, as of now.
    pub(super) fn open(self, config: SourceConfig) {
        let now = world::now();
        let (is_same, sums_only, files) = self.loader.with_value(|loader| {
            let is_same = loader.config.as_ref() == Some(&config);
            (is_same, is_same && loader.sums_only, loader.files.clone())
        });
        let colors = match is_same {
            true => self.colors(),
            false => Colors::default(),
        };
        let mut loader = Loader {
            config: Some(config.clone()),
            files: files.clone(),
            sums_only,
            colors,
            ..Loader::default()
        };
        self.loader.update_value(|old| {
            old.cancel_all();
            std::mem::swap(old, &mut loader);
        });
        if !is_same || self.phase.with_untracked(|p| *p != Phase::Ready) {
            self.phase.set(Phase::Starting);
            self.wait_for_all();
        }
        self.report.set(LoadReport::default());
        self.stale.set(None);
        self.now.set(now);
        self.load_by(async move {
            let source = match sums_only {
                true => world::source_of_sums(&config).await,
                false => world::source(&config, &files, now).await,
            };
            let source = match source {
                Ok(source) => source,
                Err(NotLoaded) => {
                    return self
                        .phase
                        .set(Phase::Failed(SourceError::ProgramIncomplete));
                }
            };
            self.raw.set(source.has_raw_sessions());
            self.loader
                .update_value(|loader| loader.source = Some(source.clone()));
            if let SourceConfig::Files { .. } = config {
                // What there is shows only once all of it has been read.
                let whole = TimeRange::new(now, now);
                if let Err(error) = source.load(whole, &|progress| self.tell(progress)).await {
                    return self.phase.set(Phase::Failed(error));
                }
                self.now.set(source.newest().unwrap_or(now));
            }
            match source.catalog().await {
                Ok(catalog) => self.catalog.set(catalog),
                // A backend that has only sessions: everything goes by what they say.
                Err(SourceError::NotFound { .. }) => self.catalog.set(Catalog::default()),
                Err(error) => return self.phase.set(Phase::Failed(error)),
            }
            self.update();
        });
    }

    /// Goes on with the backend's own sums; false when that part of the program could not be fetched.
    pub(super) async fn take_sums(self) -> bool {
        let Some(config) = self.loader.with_value(|loader| loader.config.clone()) else {
            return false;
        };
        let Ok(source) = world::source_of_sums(&config).await else {
            return false;
        };
        self.loader.update_value(|loader| {
            loader.source = Some(source);
            loader.sums_only = true;
            loader.asked = None;
        });
        self.raw.set(false);
        true
    }
}
