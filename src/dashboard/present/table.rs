//! Plain tables of session data: a row a group, a column a field.

use super::chart::{field_in, statuses};
use super::names::Names;
use super::{Shown, View};
use crate::dashboard::data::{TableData, TableRow};
use crate::dashboard::planner::TablePlan;
use crate::engine::result::Group;

impl View<'_> {
    pub(super) fn table(&self, plan: &TablePlan) -> Shown<TableData> {
        let part = &plan.part;
        let result = self.some_sessions(part.sessions)?;
        let names = Names::full(&self.facts.catalog.projects);
        let mut groups: Vec<&Group> = result.groups.iter().collect();
        self.sort(&mut groups, plan.order)?;
        let mut rows: Vec<TableRow> = groups
            .into_iter()
            .flat_map(|group| {
                statuses(&part.by)
                    .into_iter()
                    .map(move |status| (group, status))
            })
            .map(|(group, status)| TableRow {
                key: names.key(&part.by, &group.by, status).join(", "),
                values: part
                    .fields
                    .iter()
                    .map(|field| match field_in(*field, status) {
                        Some(field) => group.total_of(field),
                        None => Some(0.0),
                    })
                    .collect(),
                ratios: part
                    .fields
                    .iter()
                    .map(|field| field_in(*field, status)?.ratio(&group.total))
                    .collect(),
            })
            .collect();
        rows.truncate(plan.limit.unwrap_or(usize::MAX));
        let (keys, titles) = plan.titles.split_at(part.by.len().min(plan.titles.len()));
        let columns = titles
            .iter()
            .cloned()
            .zip(part.fields.iter().map(|f| f.unit()))
            .collect();
        Ok(TableData {
            key_title: keys.join(", "),
            columns,
            rows,
        })
    }
}
