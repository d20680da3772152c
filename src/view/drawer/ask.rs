//! A question to the source that follows what it depends on: the newest one counts, older ones are cancelled.

use crate::engine::query::SessionsQuery;
use crate::engine::result::SessionsResult;
use crate::session::Timestamp;
use crate::source::{SharedSource, SourceError, needed};
use crate::state::app::use_app;
use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far an answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked<T> {
    /// On its way.
    Waiting,
    /// There.
    Here(T),
    /// None came.
    Failed(SourceError),
}

/// An answer and the means to ask again.
pub struct Asking<T: Send + Sync + 'static> {
    /// The answer.
    pub answer: ReadSignal<Asked<T>>,
    tries: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Asking<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asking<T> {}

impl<T: Send + Sync + 'static> Asking<T> {
    /// Asks the same again.
    pub fn again(self) {
        self.tries.update(|n| *n += 1);
    }
}

/// Asks `question` whenever it changes, and when the page's data is renewed.
pub fn ask<K, T>(
    question: Memo<K>,
    put: impl Fn(SharedSource, K) -> LocalBoxFuture<'static, Result<T, SourceError>> + 'static,
) -> Asking<T>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let app = use_app();
    let (answer, set_answer) = signal(Asked::Waiting);
    let tries = RwSignal::new(0_u32);
    let running = StoredValue::new(None::<AbortHandle>);
    let cancel = move || {
        let _ = running.try_update_value(|r| r.take().inspect(AbortHandle::abort));
    };
    Effect::new(move |_| {
        app.now.track();
        tries.track();
        let question = question.get();
        cancel();
        let Some(source) = app.source() else { return };
        set_answer.set(Asked::Waiting);
        let (future, handle) = abortable(put(source, question));
        running.set_value(Some(handle));
        let hold = app.hold();
        spawn_local(async move {
            let _hold = hold;
            // An aborted or cancelled question has a newer one in its place, or nobody waits for it.
            match future.await {
                Ok(Ok(value)) => set_answer.set(Asked::Here(value)),
                Ok(Err(SourceError::Cancelled)) | Err(_) => {}
                Ok(Err(error)) => set_answer.set(Asked::Failed(error)),
            }
        });
    });
    on_cleanup(cancel);
    Asking { answer, tries }
}

/// Answers to `queries`, once all that they look at up to `now` is in hand.
pub async fn sessions(
    source: SharedSource,
    queries: &[SessionsQuery],
    now: Timestamp,
) -> Result<Vec<SessionsResult>, SourceError> {
    let range = needed(queries, now);
    if !source.holds(range) {
        source.load(range, &|_| ()).await?;
    }
    source.sessions(queries).await?.into_iter().collect()
}
