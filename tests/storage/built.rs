//! Whatever is ready to be added, or can be built, passes Sentry's schema.

use crate::schema::{faults, sentrys_schema};
use crate::support::dashboard;
use serde_json::Value;
use session_health::dashboard::builder::{
    Choice, DISPLAYS, GROUPS, ISSUE_FIELDS, LIMIT, check, chosen, new_widget, orders, why_not,
};
use session_health::dashboard::ignored;
use session_health::dashboard::library::sections;
use session_health::dashboard::model::{AxisRange, DataSet, DisplayType, Widget};
use session_health::dashboard::thresholds::Thresholds;
use session_health::engine::field::Field;
use session_health::storage::exchange::export;

/// Every widget of the library, and every display of every data set that the builder lets anybody choose, with all that
/// can be set for it.
#[test]
fn whatever_can_be_built_is_sentrys_widget() {
    let library = sections().into_iter().flat_map(|section| section.widgets);
    let mut all: Vec<Widget> = library.collect();
    for (data, display) in [DataSet::Health, DataSet::Issue]
        .iter()
        .flat_map(|data| DISPLAYS.iter().map(move |display| (data, display)))
    {
        let plain = chosen(&new_widget(), &Choice::Data(data.clone()));
        let display = Choice::Display(display.clone());
        if why_not(&plain, &display, true).is_some() {
            continue;
        }
        let plain = chosen(&plain, &display);
        // What a person is offered: a list of issues has neither fields nor groups to choose.
        let (fields, groups) = match (data, &plain.display_type) {
            (DataSet::Issue, DisplayType::Table) => (Vec::new(), &[][..]),
            (DataSet::Issue, _) => (ISSUE_FIELDS.map(str::to_owned).to_vec(), &GROUPS[..1]),
            _ => (Field::all().map(|f| f.to_string()).collect(), &GROUPS[..]),
        };
        let fields = fields.into_iter().map(|name| Choice::Field(0, name));
        let groups = groups
            .iter()
            .map(|name| Choice::Group(0, (*name).to_owned()));
        let mut choices: Vec<Choice> = fields.chain(groups).collect();
        choices.extend(
            orders(&plain)
                .iter()
                .map(|name| Choice::Order(format!("-{name}"))),
        );
        choices.retain(|choice| why_not(&plain, choice, true).is_none());
        all.extend(choices.iter().map(|choice| chosen(&plain, choice)));
        let mut set = plain.clone();
        set.limit = Some(LIMIT);
        set.description = Some("What it is for".to_owned());
        set.axis_range = (set.display_type == DisplayType::Line).then_some(AxisRange::DataMin);
        if set.display_type == DisplayType::BigNumber {
            set.set_thresholds(Some(Thresholds {
                first: 0.9,
                second: 0.99,
                higher_is_better: true,
            }));
        }
        all.extend([plain, set]);
    }
    // Five displays of sessions, four of issues, and the thirty or so widgets of the library.
    assert!(all.len() > 150, "{}", all.len());
    for mut widget in all {
        if widget.title.is_empty() {
            widget.title = "Built".to_owned();
        }
        assert_eq!(check(&widget, true), [], "{widget:?}");
        let mut one = dashboard("One");
        one.widgets = vec![widget];
        let body: Value = serde_json::from_str(&export(&one)).unwrap();
        assert_eq!(faults(&sentrys_schema(), &body), [""; 0], "{body}");
        assert_eq!(
            ignored::here(&one),
            [""; 0],
            "we use all that we write: {body}"
        );
    }
}
