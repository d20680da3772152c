//! Undo and redo of whatever happens to a document.

use proptest::prelude::*;
use serde_json::{Value, json};
use session_health::dashboard::builtin;
use session_health::dashboard::history::{History, STEPS};
use session_health::dashboard::model::{AxisRange, Dashboard, DisplayType, Layout, Widget};

type Edit = (usize, usize, u32);

/// Does something to a dashboard; what does not matter, but nothing is left out.
fn edit(dashboard: &mut Dashboard, (what, which, n): Edit) {
    let count = dashboard.widgets.len();
    let at = which % count.max(1);
    let widget = dashboard.widgets.get_mut(at);
    match (what % 12, widget) {
        (0, _) => dashboard.title = format!("Title {n}"),
        (1, _) => dashboard.widgets.insert(
            at.min(count),
            Widget {
                title: format!("New {n}"),
                ..Widget::default()
            },
        ),
        (2, Some(_)) => drop(dashboard.widgets.remove(at)),
        (3, Some(_)) => dashboard.widgets.rotate_left(at),
        (4, Some(w)) => {
            w.layout = Some(Layout {
                x: n % 6,
                y: n,
                w: 1,
                h: 2,
                min_h: 2,
            })
        }
        (5, Some(w)) => w.layout = None,
        (6, Some(w)) => w.display_type = DisplayType::Foreign(format!("d{n}")),
        (7, Some(w)) => w.axis_range = (n % 2 == 0).then_some(AxisRange::DataMin),
        (8, Some(w)) => drop(
            w.rest
                .insert(format!("a/b~{}", n % 3), json!({"n": [n, null]})),
        ),
        (9, Some(w)) => w.rest.clear(),
        (10, _) => dashboard.filters.release = (0..n % 4).map(|i| format!("app@{i}")).collect(),
        (11, _) => drop(dashboard.rest.insert(
            "k".into(),
            if n % 2 == 0 {
                Value::Null
            } else {
                json!({"x": n})
            },
        )),
        _ => {}
    }
}

proptest! {
    #[test]
    fn undo_is_the_inverse_of_every_edit_and_redo_of_undo(
        edits in prop::collection::vec((0..12_usize, 0..9_usize, 0..9_u32), 1..30),
    ) {
        let mut dashboard = builtin::frontend();
        let mut history = History::default();
        let mut states = vec![dashboard.clone()];
        for one in edits {
            let before = dashboard.clone();
            edit(&mut dashboard, one);
            history.record("Edit", &before, &dashboard);
            if dashboard != before {
                states.push(dashboard.clone());
            }
        }
        // As it is after a reload.
        let text = serde_json::to_string(&history).unwrap();
        let mut history: History = serde_json::from_str(&text).unwrap();
        for state in states.iter().rev().skip(1) {
            prop_assert!(history.undo(&mut dashboard));
            prop_assert_eq!(&dashboard, state);
        }
        prop_assert!(!history.undo(&mut dashboard));
        for state in &states[1..] {
            prop_assert!(history.redo(&mut dashboard));
            prop_assert_eq!(&dashboard, state);
        }
        prop_assert!(!history.redo(&mut dashboard));
    }
}

#[test]
fn steps_have_names_and_a_new_edit_forgets_what_was_undone() {
    let mut dashboard = builtin::mobile();
    let mut history = History::default();
    for title in ["A", "B"] {
        let before = dashboard.clone();
        dashboard.title = title.to_owned();
        history.record(&format!("Rename to {title}"), &before, &dashboard);
        history.record("Nothing", &dashboard, &dashboard);
    }
    assert_eq!(
        (history.to_undo(), history.to_redo()),
        (Some("Rename to B"), None)
    );
    history.undo(&mut dashboard);
    assert_eq!(
        (history.to_undo(), history.to_redo()),
        (Some("Rename to A"), Some("Rename to B"))
    );
    let before = dashboard.clone();
    dashboard.widgets.pop();
    history.record("Remove", &before, &dashboard);
    assert_eq!(
        (history.to_undo(), history.to_redo()),
        (Some("Remove"), None)
    );
    // In a document that somebody else changed since, nothing is undone halfway.
    dashboard.widgets.clear();
    let other = dashboard.clone();
    assert!(!history.undo(&mut dashboard));
    assert_eq!(dashboard, other);
}

#[test]
fn a_long_history_is_cut_and_small() {
    let mut dashboard = builtin::mobile();
    let mut history = History::default();
    for n in 0..150 {
        let before = dashboard.clone();
        dashboard.widgets[3].layout = Some(Layout {
            x: n % 4,
            y: n,
            w: 2,
            h: 2,
            min_h: 1,
        });
        history.record("Move", &before, &dashboard);
    }
    assert!(serde_json::to_string(&history).unwrap().len() < 40_000);
    assert_eq!(
        (0..200)
            .take_while(|_| history.undo(&mut dashboard))
            .count(),
        STEPS
    );
    assert_eq!(dashboard.widgets[3].layout.unwrap().y, 49);
}
