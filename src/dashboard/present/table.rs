//! Plain tables of session data: a row a group, a column a field.

use super::chart::{field_in, statuses};
use super::names::Names;
use super::{Shown, View};
use crate::dashboard::data::{TableData, TableRow};
use crate::dashboard::order::last_if_none;
use crate::dashboard::planner::TablePlan;
use crate::session::sorting::sort_by;

impl View<'_> {
    pub(super) fn table(&self, plan: &TablePlan) -> Shown<TableData> {
        let part = &plan.part;
        let result = self.sessions(part.sessions)?;
        self.some_session(result)?;
        let names = Names::full(&self.facts.catalog.projects);
        let mut rows: Vec<TableRow> = result
            .groups
            .iter()
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
            })
            .collect();
        let column = plan.order.and_then(|(field, descending)| {
            part.fields
                .iter()
                .position(|f| *f == field)
                .map(|column| (column, descending))
        });
        if let Some((column, descending)) = column {
            sort_by(&mut rows, |a, b| {
                last_if_none(
                    a.values[column],
                    b.values[column],
                    descending,
                    f64::total_cmp,
                )
            });
        }
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
