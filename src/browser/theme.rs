//! The theme a person chose: the `data-theme` attribute of the page's root, remembered in local storage.

use super::web_storage::Area;
use leptos::web_sys;

const KEY: &str = "session-health:theme";

/// Which colours the page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and markup.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; the system's for any other name.
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }

    /// What was chosen before; the system's where nothing was, or storage is blocked.
    pub fn saved() -> Self {
        Self::from_name(&Area::Local.get(KEY).unwrap_or_default())
    }

    /// Remembers it, where storage allows that.
    pub fn save(self) {
        Area::Local.set(KEY, self.name());
    }

    /// Shows the page in it.
    pub fn apply(self) {
        let root = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.document_element());
        if let Some(root) = root {
            let _ = match self {
                Self::System => root.remove_attribute("data-theme"),
                Self::Light | Self::Dark => root.set_attribute("data-theme", self.name()),
            };
        }
        super::environment::changed();
    }
}
