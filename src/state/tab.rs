//! Which of the browser's tabs this is: unsaved edits belong to the tab they were made in, for as long as it is open.

use super::world;
use crate::browser::web_storage::Area;
use crate::browser::{locks, yielding};

/// Where a tab keeps its name across reloads, and before the names in the browser's locks.
const NAME: &str = "session-health:tab";
/// How often a name is asked for that was this tab's before a reload, whose end the browser may not have noticed yet.
const TRIES: usize = 4;
const PAUSE: u64 = 100;

/// The name of this tab, for as long as the page lives. A tab that is the copy of another one gets a name of its own.
pub async fn name() -> String {
    if let Some(known) = Area::Session.get(NAME).filter(|name| !name.is_empty()) {
        for _ in 0..TRIES {
            match locks::hold(&lock(&known)).await {
                Some(false) => yielding::sleep(PAUSE).await,
                Some(true) | None => return known,
            }
        }
    }
    let random = (js_sys::Math::random() * 1e9) as u64;
    let new = format!("{:x}x{random:x}", world::now().millis());
    Area::Session.set(NAME, &new);
    let _ = locks::hold(&lock(&new)).await;
    new
}

/// The tabs that are open, among those that have a name.
#[derive(Debug)]
pub struct Tabs(Option<Vec<String>>);

impl Tabs {
    /// As it is now.
    pub async fn open() -> Self {
        Self(locks::held().await)
    }

    /// Whether a tab is closed. Where the browser cannot tell, every other tab is: edits are rather there twice than not found.
    pub fn is_gone(&self, name: &str) -> bool {
        let is_there = |held: &Vec<String>| held.contains(&lock(name));
        !self.0.as_ref().is_some_and(is_there)
    }
}

fn lock(name: &str) -> String {
    format!("{NAME}:{name}")
}
