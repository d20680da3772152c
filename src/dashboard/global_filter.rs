//! Filters of a whole dashboard that hold for the widgets of one data set (section 9).

use super::model::{DataSet, Filters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The key under which a document carries them.
const KEY: &str = "globalFilter";

/// One of them, as Sentry writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlobalFilter {
    /// A `widgetType`.
    pub dataset: String,
    /// Conditions, as in a widget.
    pub value: String,
    /// Everything else: the tag it is about.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl GlobalFilter {
    /// A filter of a data set by conditions such as `release:app@2.0.0`.
    pub fn new(dataset: DataSet, value: &str) -> Self {
        let tag = value.split(':').next().unwrap_or_default().trim();
        let tag = json!({"key": tag.trim_start_matches('!'), "name": tag.trim_start_matches('!')});
        Self {
            dataset: dataset.into(),
            value: value.trim().to_owned(),
            rest: Map::from_iter([("tag".to_owned(), tag)]),
        }
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
        let all = all.into_iter().flatten().cloned();
        all.filter_map(|value| serde_json::from_value(value).ok())
            .collect()
    }

    /// Replaces them; the document stays as it was where they are the same.
    pub fn set_global(&mut self, filters: &[GlobalFilter]) {
        if self.global() != filters {
            let all = filters.iter().map(|f| json!(f)).collect();
            self.rest.insert(KEY.to_owned(), Value::Array(all));
        }
    }
}
