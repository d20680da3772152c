//! A question to the source that follows what it depends on: the newest one counts, older ones are cancelled. When the
//! page's data is renewed the old answer stays until there is a new one.

use crate::engine::query::SessionsQuery;
use crate::engine::result::SessionsResult;
use crate::session::Timestamp;
use crate::source::{SharedSource, SourceError, needed};
use crate::state::app::use_app;
use crate::state::newest::Newest;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

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

impl<T> Asked<T> {
    /// Something made from the answer, once it is there.
    pub fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Asked<U> {
        match self {
            Self::Waiting => Asked::Waiting,
            Self::Here(value) => Asked::Here(make(value)),
            Self::Failed(error) => Asked::Failed(error.clone()),
        }
    }
}

/// An answer and the means to ask again.
pub struct Asking<T: Send + Sync + 'static> {
    /// The answer.
    pub answer: ReadSignal<Asked<T>>,
    stale: ReadSignal<Option<SourceError>>,
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

    /// Why the answer could not be renewed, if it could not.
    pub fn stale(self) -> impl IntoView {
        move || {
            let error = self.stale.get()?;
            let words = format!("This could not be refreshed. {error}");
            Some(view! { <p class="drawer-none" role="status">{words}</p> })
        }
    }
}

/// Asks `question` whenever it changes, and when the page's data is renewed.
pub fn ask<K, T>(
    question: Memo<K>,
    put: impl Fn(SharedSource, K) -> LocalBoxFuture<'static, Result<T, SourceError>> + 'static,
) -> Asking<T>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: PartialEq + Send + Sync + 'static,
{
    let app = use_app();
    let (answer, set_answer) = signal(Asked::Waiting);
    let (stale, set_stale) = signal(None);
    let is_here = move || answer.with_untracked(|a| matches!(a, Asked::Here(_)));
    let tries = RwSignal::new(0_u32);
    let newest = Newest::scoped();
    Effect::new(move |asked_at: Option<Timestamp>| {
        let now = app.now.get();
        tries.track();
        let question = question.get();
        newest.cancel();
        let Some(source) = app.source() else {
            return now;
        };
        let is_renewed = asked_at.is_some_and(|then| then != now);
        if !(is_renewed && is_here()) {
            set_answer.set(Asked::Waiting);
            set_stale.set(None);
        }
        let (answering, hold) = (put(source, question), app.hold());
        newest.run(async move {
            let _hold = hold;
            match answering.await {
                Ok(value) => {
                    let value = Asked::Here(value);
                    set_stale.set(None);
                    if answer.with_untracked(|old| *old != value) {
                        set_answer.set(value);
                    }
                }
                // A newer question is in its place.
                Err(SourceError::Cancelled) => {}
                Err(error) if is_here() => set_stale.set(Some(error)),
                Err(error) => set_answer.set(Asked::Failed(error)),
            }
        });
        now
    });
    Asking {
        answer,
        stale,
        tries,
    }
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

/// A filter of the page that makes no sense, told like in a widget.
pub fn senseless(reason: String) -> SourceError {
    SourceError::Unsupported { reason }
}
