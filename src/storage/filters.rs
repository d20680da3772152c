//! Filters that a person saved with a built-in dashboard, which has nothing else that could be changed: the query string
//! of a page with these filters, after a digit for the version of all this. They are read before the first paint, so
//! there is nothing to it but that.

use super::dashboards::DashboardStore;
use super::{KeyValue, PREFIX};
use crate::dashboard::builtin;

/// The version that is written.
const VERSION: char = '1';

impl<S: KeyValue> DashboardStore<S> {
    /// The query string with the filters that are saved with a built-in dashboard; `None`: there are none, or a newer
    /// version wrote them.
    pub fn filters(&self, built_in: &str) -> Option<String> {
        let text = self.0.get(&key(built_in))?;
        text.strip_prefix(VERSION).map(str::to_owned)
    }

    /// Saves filters with a built-in dashboard, or (`None`) forgets them. False: a newer version of the app wrote the ones
    /// that are saved, and they stay.
    pub fn set_filters(&self, built_in: &str, search: Option<&str>) -> bool {
        let key = key(built_in);
        let is_newer = |text: String| !text.starts_with(VERSION) && !text.is_empty();
        if self.0.get(&key).is_some_and(is_newer) {
            return false;
        }
        match search {
            Some(search) => drop(self.0.set(&key, &format!("{VERSION}{search}"))),
            None => self.0.remove(&key),
        }
        true
    }
}

fn key(built_in: &str) -> String {
    format!("{PREFIX}filters:{built_in}")
}

/// The built-in dashboard that filters are kept of under this key.
pub(super) fn built_in_of(key: &str) -> Option<&str> {
    let id = key.strip_prefix(PREFIX)?.strip_prefix("filters:")?;
    builtin::by_id(id).map(|_| id)
}
