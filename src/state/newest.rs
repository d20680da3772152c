//! One piece of work at a time: a newer one cancels the one before, and none outlives the part of the page it is for.

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// The place of the work that counts.
#[derive(Clone, Copy)]
pub struct Newest(StoredValue<Option<AbortHandle>>);

impl Newest {
    /// For the part of the page that calls this; what runs when that goes is cancelled.
    pub fn scoped() -> Self {
        let newest = Self(StoredValue::new(None));
        on_cleanup(move || newest.cancel());
        newest
    }

    /// Cancels what runs: it never comes to its next step.
    pub fn cancel(self) {
        if let Some(Some(task)) = self.0.try_update_value(Option::take) {
            task.abort();
        }
    }

    /// Starts `work` in place of what runs.
    pub fn run(self, work: impl Future<Output = ()> + 'static) {
        self.cancel();
        let (work, task) = abortable(work);
        self.0.set_value(Some(task));
        spawn_local(work.map(drop));
    }
}
