//! The way from a number of issues to these issues: the details of a release that open at their list.

use leptos::prelude::*;

/// Whether the details that open next show their issues first. In the context of the drawer.
#[derive(Clone, Copy)]
pub struct AtIssues(StoredValue<bool>);

impl AtIssues {
    /// Puts it into the context.
    pub fn provide() {
        provide_context(Self(StoredValue::new(false)));
    }

    /// The next details do.
    pub fn ask(self) {
        self.0.set_value(true);
    }

    /// For the details that open now; those after them do not.
    pub fn take() -> Self {
        let is_asked = use_context::<Self>().is_some_and(Self::is_asked);
        Self(StoredValue::new(is_asked))
    }

    /// Whether they do, once.
    pub fn is_asked(self) -> bool {
        self.0.try_update_value(std::mem::take).unwrap_or(false)
    }
}
