//! What is shown a number of times, or only sometimes, as one type of view: what comes and goes is compiled once, not once for
//! every kind of element and condition. That makes a first visit several kilobytes lighter.

use leptos::prelude::*;
use std::sync::Arc;

/// Views one after another, or the one that an `Option` may hold.
pub(crate) trait Views {
    /// All of them as one view.
    fn views(self) -> AnyView;
}

impl<I: IntoIterator<Item: IntoAny>> Views for I {
    fn views(self) -> AnyView {
        all(self.into_iter().map(IntoAny::into_any).collect())
    }
}

fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// A condition, tracked.
pub struct Condition(Arc<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(holds: F) -> Self {
        Self(Arc::new(holds))
    }
}

/// What it contains as long as the condition `is` so, else the `fallback`; made anew each time that changes.
#[component]
pub(crate) fn When(
    #[prop(into)] is: Condition,
    #[prop(optional, into)] fallback: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let holds = Memo::new(move |_| (is.0)());
    let shown = move || match holds.get() {
        true => children(),
        false => fallback.run(),
    };
    shown.into_any()
}
