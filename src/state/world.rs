//! The browser as a source needs it, and the sources made of it.

use crate::browser::chunk::{NotLoaded, chunk};
use crate::browser::picked::Picked;
use crate::browser::web_storage::Area;
use crate::browser::{clock, fetch, timing, yielding};
use crate::session::Timestamp;
use crate::source::SharedSource;
use crate::source::config::{SourceConfig, Token};
use crate::source::demo::DemoSource;
use crate::source::file::{FileBytes, FileSource, Files};
use crate::source::rest::RestSource;
use crate::source::sentry::SentrySource;
use crate::source::transport::{Body, Broken, Request, Response, Transport};
use crate::storage::KeyValue;
use crate::storage::preferences::Preferences;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;

/// The seed of the demo in the page and of `--demo` in the example backend.
const DEMO_SEED: u64 = 1;

/// Requests by `fetch`, pauses by the event loop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Transport for Browser {
    fn get(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Broken>> {
        Box::pin(async move {
            let fetched = fetch::get(&request.url, request.authorization.as_deref()).await;
            let fetched = fetched.map_err(|fetch::Failed| Broken)?;
            let body = fetched
                .body
                .map(|chunk| chunk.map_err(|fetch::Failed| Broken));
            Ok(Response {
                status: fetched.status,
                headers: fetched.headers,
                body: body.boxed_local(),
            })
        })
    }

    fn pause(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(yielding::pause())
    }

    fn sleep(&self, millis: u64) -> LocalBoxFuture<'_, ()> {
        Box::pin(yielding::sleep(millis))
    }

    fn clock(&self) -> f64 {
        timing::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

impl KeyValue for Browser {
    fn get(&self, key: &str) -> Option<String> {
        Area::Local.get(key)
    }

    fn set(&self, key: &str, value: &str) -> bool {
        Area::Local.set(key, value)
    }

    fn remove(&self, key: &str) {
        Area::Local.remove(key);
    }

    fn keys(&self) -> Vec<String> {
        Area::Local.keys()
    }
}

thread_local! {
    static PREFERENCES: Preferences<Browser> = Preferences::new(Browser);
}

/// Lends a person's choices. The page has one handle to them: what the storage refuses is in its memory.
pub fn preferences<T>(use_them: impl FnOnce(&Preferences<Browser>) -> T) -> T {
    PREFERENCES.with(use_them)
}

/// The present.
pub fn now() -> Timestamp {
    Timestamp::from_millis(clock::now())
}

/// The source that `config` describes; nothing is asked of it yet.
///
/// # Errors
/// Its part of the program could not be fetched.
pub async fn source(
    config: &SourceConfig,
    given: &Files,
    now: Timestamp,
) -> Result<SharedSource, NotLoaded> {
    match config {
        SourceConfig::Rest {
            base,
            organization,
            token,
        } => rest(base.clone(), organization.clone(), token.clone()).await,
        SourceConfig::Demo => demo(now).await,
        SourceConfig::Files { .. } => files(given.clone()).await,
    }
}

/// A file of the browser as a source reads it.
struct GivenFile(Picked);

impl FileBytes for GivenFile {
    fn name(&self) -> String {
        self.0.name()
    }

    fn size(&self) -> u64 {
        self.0.size()
    }

    fn open(&self) -> LocalBoxFuture<'_, Result<(Body, bool), Broken>> {
        Box::pin(async {
            let (bytes, packed) = self.0.open().await.map_err(|fetch::Failed| Broken)?;
            let bytes = bytes.map(|chunk| chunk.map_err(|fetch::Failed| Broken));
            Ok((bytes.boxed_local(), packed))
        })
    }
}

/// Files of the browser as sources take them.
pub fn given(picked: Vec<Picked>) -> Files {
    let file = |picked| Rc::new(GivenFile(picked)) as Rc<dyn FileBytes>;
    picked.into_iter().map(file).collect()
}

chunk! {
    in files;
    fn files(given: Files) -> SharedSource {
        Rc::new(FileSource::new(Browser, given))
    }
}

chunk! {
    in rest;
    fn rest(base: String, organization: String, token: Token) -> SharedSource {
        Rc::new(RestSource::new(Browser, &base, &organization, token))
    }
}

chunk! {
    in demo;
    fn demo(now: Timestamp) -> SharedSource {
        Rc::new(DemoSource::new(DEMO_SEED, now, Box::new(|| Box::pin(yielding::pause()))))
    }
}

/// The same backend as one that hands out sums only.
///
/// # Errors
/// Its part of the program could not be fetched.
pub async fn source_of_sums(config: &SourceConfig) -> Result<SharedSource, NotLoaded> {
    match config {
        SourceConfig::Rest {
            base,
            organization,
            token,
        } => sums(base.clone(), organization.clone(), token.clone()).await,
        SourceConfig::Demo | SourceConfig::Files { .. } => Err(NotLoaded),
    }
}

chunk! {
    in sums;
    fn sums(base: String, organization: String, token: Token) -> SharedSource {
        Rc::new(SentrySource::new(Browser, &base, &organization, token))
    }
}
