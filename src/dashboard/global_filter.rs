//! Filters of a whole dashboard that hold for the widgets of one data set.

use super::model::{DataSet, Filters};
use serde::Deserialize;
use serde_json::{Value, json};

/// The key under which a document carries them.
const KEY: &str = "globalFilter";

/// One of them. Two are the same that filter the same.
#[derive(Clone, Debug)]
pub struct GlobalFilter {
    /// A `widgetType`.
    pub dataset: String,
    /// Conditions, as in a widget.
    pub value: String,
    /// The JSON object that Sentry writes it as, letter by letter: it also names the tag.
    written: String,
}

/// What of it makes a difference.
#[derive(Deserialize)]
struct Read {
    dataset: String,
    value: String,
}

impl PartialEq for GlobalFilter {
    fn eq(&self, other: &Self) -> bool {
        (&self.dataset, &self.value) == (&other.dataset, &other.value)
    }
}

impl Eq for GlobalFilter {}

impl GlobalFilter {
    /// A filter of a data set by conditions such as `release:app@2.0.0`.
    pub fn new(dataset: DataSet, value: &str) -> Self {
        let value = value.trim();
        let tag = value.split(':').next().unwrap_or_default().trim();
        let tag = tag.trim_start_matches('!');
        let dataset: String = dataset.into();
        let object = json!({"dataset": dataset, "tag": {"key": tag, "name": tag}, "value": value});
        Self {
            written: object.to_string(),
            value: value.to_owned(),
            dataset,
        }
    }

    /// Reads the JSON object of one; `None` for anything else.
    pub fn read(written: &str) -> Option<Self> {
        let Read { dataset, value } = serde_json::from_str(written).ok()?;
        Some(Self {
            dataset,
            value,
            written: written.to_owned(),
        })
    }

    /// The JSON object it is written as.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it holds for the widgets of a data set.
    pub fn is_of(&self, dataset: &DataSet) -> bool {
        DataSet::from(self.dataset.clone()) == *dataset
    }
}

impl Filters {
    /// The filters that hold for the widgets of a data set each; what is no such filter is passed over.
    pub fn global(&self) -> Vec<GlobalFilter> {
        let all = self.rest.get(KEY).and_then(Value::as_array);
        let all = all.into_iter().flatten();
        all.filter_map(|value| GlobalFilter::read(&value.to_string()))
            .collect()
    }

    /// Replaces them; the document stays as it was where they are the same.
    pub fn set_global(&mut self, filters: &[GlobalFilter]) {
        if self.global() != filters {
            let all = filters.iter().map(|f| serde_json::from_str(&f.written));
            let all = all.filter_map(Result::ok).collect();
            self.rest.insert(KEY.to_owned(), Value::Array(all));
        }
    }
}
