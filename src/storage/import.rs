//! What a file holds is added as a whole, and can be taken back as a whole, but for what was changed since.

use super::KeyValue;
use super::dashboards::{DashboardStore, NotSaved, beside};
use super::document::Stored;
use super::exchange::{Parcel, Taken};
use super::texts::KeptText;
use crate::session::Timestamp;

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The dashboards that were added, as they were then.
    pub dashboards: Vec<Stored>,
    /// The texts that were added beside them.
    pub texts: Vec<KeptText>,
    /// How much of the file was here already.
    pub here: usize,
    /// Edits and histories that came with the dashboards.
    beside: Vec<KeptText>,
}

impl<S: KeyValue> DashboardStore<S> {
    /// Adds everything of a parcel.
    ///
    /// # Errors
    /// A dashboard breaks a limit. Then nothing is added; [`super::exchange::read`] lets no such parcel pass.
    pub fn import(&self, parcel: &Parcel, now: Timestamp) -> Result<Imported, NotSaved> {
        let mut imported = Imported::default();
        for dashboard in &parcel.dashboards {
            match self.take(dashboard, now) {
                Ok(Taken::Added(saved)) => imported.dashboards.push(saved.stored),
                Ok(Taken::Here) => imported.here += 1,
                Err(why) => {
                    self.take_back(&imported);
                    return Err(why);
                }
            }
        }
        for text in &parcel.texts {
            match self.take_text(text, now) {
                Some(kept) => imported.texts.push(kept),
                None => imported.here += 1,
            }
        }
        let beside = parcel.beside.iter();
        let beside = beside.filter(|text| self.take_beside(text, &parcel.dashboards));
        imported.beside = beside.cloned().collect();
        Ok(imported)
    }

    /// Removes what an import wrote. What was changed since stays, whole: the titles of such dashboards.
    pub fn take_back(&self, imported: &Imported) -> Vec<String> {
        let mut stay = Vec::new();
        for added in &imported.dashboards {
            match self.read(&added.id) {
                Some(Ok(now)) if !self.is_as_imported(&now, added, imported) => {
                    stay.push(now.dashboard.title);
                }
                Some(_) => self.erase(&added.id),
                None => {}
            }
        }
        for text in &imported.texts {
            if self.0.get(&text.key).as_ref() == Some(&text.text) {
                self.0.remove(&text.key);
            }
        }
        stay
    }

    /// Whether nobody did anything to a dashboard since it was added, nor has unsaved edits of it.
    fn is_as_imported(&self, now: &Stored, added: &Stored, imported: &Imported) -> bool {
        let is_same = now.revision == added.revision
            && now.dashboard == added.dashboard
            && now.deleted == added.deleted;
        let all = self.beside();
        let mut own = all
            .iter()
            .filter(|text| beside(&text.key) == Some(&added.id));
        is_same && own.all(|text| imported.beside.contains(text))
    }
}
