//! What a file holds is added as a whole, and can be taken back as a whole, but for what was changed since.

use super::KeyValue;
use super::dashboards::{DashboardStore, NotSaved};
use super::document::Stored;
use super::exchange::{Parcel, Returned, Taken};
use super::past;
use super::texts::KeptText;
use crate::session::Timestamp;

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The dashboards that were added, as they were then.
    pub dashboards: Vec<Stored>,
    /// The dashboards that came out of the bin.
    pub returned: Vec<Returned>,
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
                Ok(Taken::Back(returned)) => imported.returned.push(*returned),
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

    /// Removes what an import wrote, and puts back into the bin what it took out of it. What was changed since stays, whole: the titles of such dashboards.
    pub fn take_back(&self, imported: &Imported) -> Vec<String> {
        let mut stay = Vec::new();
        for added in &imported.dashboards {
            match self.read(&added.id) {
                Some(Ok(now)) if !self.is_as_imported(&now, added, &imported.beside) => {
                    stay.push(now.dashboard.title);
                }
                Some(_) => self.erase(&added.id),
                None => {}
            }
        }
        for Returned {
            before,
            beside,
            now,
        } in &imported.returned
        {
            let came = &imported.beside;
            let known = [came.as_slice(), beside].concat();
            match self.read(&now.id) {
                Some(Ok(here)) if self.is_as_imported(&here, now, &known) => {
                    self.write(before.clone());
                    let of_it = self.beside_of(&now.id).into_iter();
                    let came = of_it.filter(|text| came.contains(text));
                    came.for_each(|text| self.0.remove(&text.key));
                    for KeptText { key, text } in beside {
                        self.0.set(key, text);
                    }
                }
                Some(Ok(here)) => stay.push(here.dashboard.title),
                _ => {}
            }
        }
        for text in &imported.texts {
            if self.0.get(&text.key).as_ref() == Some(&text.text) {
                self.0.remove(&text.key);
            }
        }
        stay
    }

    /// Whether nobody did anything to a dashboard since it was imported, nor has unsaved edits of it but those that are `known`.
    fn is_as_imported(&self, now: &Stored, imported: &Stored, known: &[KeptText]) -> bool {
        let is_same = now.revision == imported.revision
            && now.dashboard == imported.dashboard
            && now.deleted == imported.deleted;
        let history = past::key(&now.id);
        let mut beside = self.beside_of(&now.id).into_iter();
        is_same && beside.all(|text| text.key == history || known.contains(&text))
    }
}
