//! Edits: what each does, what it says, when it is refused; and for any sequence of them, that undoing all leads back to
//! the very document, redoing all to the last one, whenever the history was written down and read again.

use proptest::prelude::*;
use proptest::sample::select;
use session_health::dashboard::arrange::Direction;
use session_health::dashboard::builtin;
use session_health::dashboard::edit::{Edit, Refused};
use session_health::dashboard::history::History;
use session_health::dashboard::library;
use session_health::dashboard::limits::{Limit, WIDGETS};
use session_health::dashboard::model::{Dashboard, Widget};
use std::collections::HashSet;

fn own() -> Dashboard {
    builtin::mobile().copied(|_| false)
}

fn apply(dashboard: &Dashboard, edit: &Edit) -> (Dashboard, String, String) {
    let edited = edit.apply(dashboard).unwrap();
    (edited.dashboard, edited.label, edited.told)
}

fn any_widget(n: usize) -> Widget {
    let all: Vec<Widget> = library::sections()
        .into_iter()
        .flat_map(|s| s.widgets)
        .collect();
    all[n % all.len()].clone()
}

#[test]
fn what_edits_do_and_say() {
    let start = own();
    let new = Widget {
        title: "New".into(),
        ..any_widget(0)
    };
    let (added, label, told) = apply(&start, &Edit::Add(Box::new(new)));
    assert_eq!(added.widgets.len(), 13);
    assert_eq!(added.widgets[12].id(), "w13");
    assert_eq!(label, "add “New”");
    // Below the releases table, which takes all columns down to row 13.
    assert_eq!(told, "“New” is added: column 1, row 14, 3 wide, 2 high.");

    let id = start.widgets[0].id().to_owned();
    let (twice, ..) = apply(&start, &Edit::Duplicate(id.clone()));
    assert_eq!(twice.widgets[12].queries, start.widgets[0].queries);
    let (moved, label, told) = apply(&start, &Edit::Nudge(id.clone(), Direction::Right));
    assert_eq!(label, "move “Crash Free Sessions”");
    assert_eq!(
        told,
        "“Crash Free Sessions” is moved: column 3, row 1, 2 wide, 1 high."
    );
    assert_eq!(moved.widgets[1].place().x, 0);
    let (sized, label, _) = apply(&start, &Edit::Resize(id.clone(), 2, 2));
    assert_eq!(
        (sized.widgets[0].place().h, &*label),
        (2, "resize “Crash Free Sessions”")
    );
    let (removed, _, told) = apply(&start, &Edit::Remove(id.clone()));
    assert_eq!(
        (removed.widgets.len(), &*told),
        (11, "“Crash Free Sessions” is removed.")
    );
    let (renamed, ..) = apply(&start, &Edit::Rename("  Mine ".into()));
    assert_eq!(renamed.title, "Mine");
    let changed = Widget {
        title: "Other".into(),
        layout: None,
        ..start.widgets[0].clone()
    };
    let (changed, ..) = apply(&start, &Edit::Change(Box::new(changed)));
    assert_eq!(changed.widgets[0].title, "Other");
    assert_eq!(
        changed.widgets[0].layout, start.widgets[0].layout,
        "it stays where it is"
    );
}

#[test]
fn refusals() {
    let start = own();
    let id = || start.widgets[0].id().to_owned();
    let why = |edit: Edit| edit.apply(&start).unwrap_err();
    assert_eq!(why(Edit::Remove("nobody".into())), Refused::NotThere);
    assert_eq!(why(Edit::Nudge(id(), Direction::Left)), Refused::NoFurther);
    assert_eq!(why(Edit::Resize(id(), 2, 1)), Refused::NoFurther);
    assert_eq!(why(Edit::Rename(start.title.clone())), Refused::NoFurther);
    assert_eq!(
        why(Edit::Rename(" ".into())),
        Refused::Limit(Limit::NoTitle)
    );
    assert!(matches!(
        why(Edit::Rename("x".repeat(256))),
        Refused::Limit(Limit::TitleTooLong(_))
    ));
    let mut full = start.clone();
    while full.widgets.len() < WIDGETS {
        full = apply(&full, &Edit::Duplicate(id())).0;
    }
    assert_eq!(Edit::Duplicate(id()).apply(&full), Err(Refused::Full));
    assert_eq!(
        Edit::Add(Box::new(any_widget(1))).apply(&full),
        Err(Refused::Full)
    );
    let ids: HashSet<&str> = full.widgets.iter().map(Widget::id).collect();
    assert_eq!(ids.len(), WIDGETS);
}

/// An edit of the widget that is in this place, whichever it is by then.
#[derive(Clone, Debug)]
enum Any {
    Add(usize),
    Remove(usize),
    Duplicate(usize),
    Move(usize, u32, u32),
    Nudge(usize, Direction),
    Reach(usize, usize),
    Resize(usize, u32, u32),
    Rename(String),
    Change(usize, usize),
    Undo,
    Redo,
}

fn any_edit() -> impl Strategy<Value = Any> {
    use Direction::{Down, Left, Right, Up};
    prop_oneof![
        (0..40usize).prop_map(Any::Add),
        (0..40usize).prop_map(Any::Remove),
        (0..40usize).prop_map(Any::Duplicate),
        (0..40usize, 0..8u32, 0..20u32).prop_map(|(i, x, y)| Any::Move(i, x, y)),
        (0..40usize, select(vec![Left, Right, Up, Down])).prop_map(|(i, d)| Any::Nudge(i, d)),
        (0..40usize, 0..40usize).prop_map(|(i, r)| Any::Reach(i, r)),
        (0..40usize, 0..8u32, 0..20u32).prop_map(|(i, w, h)| Any::Resize(i, w, h)),
        "[a-z~/ ]{0,9}".prop_map(Any::Rename),
        (0..40usize, 0..40usize).prop_map(|(i, n)| Any::Change(i, n)),
        Just(Any::Undo),
        Just(Any::Redo),
    ]
}

fn edit(any: &Any, dashboard: &Dashboard) -> Option<Edit> {
    let widget = |i: &usize| dashboard.widgets.get(i % dashboard.widgets.len().max(1));
    let id = |i: &usize| Some(widget(i)?.id().to_owned());
    Some(match any {
        Any::Add(n) => Edit::Add(Box::new(any_widget(*n))),
        Any::Remove(i) => Edit::Remove(id(i)?),
        Any::Duplicate(i) => Edit::Duplicate(id(i)?),
        Any::Move(i, x, y) => Edit::Move(id(i)?, *x, *y),
        Any::Nudge(i, d) => Edit::Nudge(id(i)?, *d),
        Any::Reach(i, r) => Edit::Reach(id(i)?, *r),
        Any::Resize(i, w, h) => Edit::Resize(id(i)?, *w, *h),
        Any::Rename(title) => Edit::Rename(title.clone()),
        Any::Change(i, n) => {
            let mut new = any_widget(*n);
            new.extension.id = Some(id(i)?);
            Edit::Change(Box::new(new))
        }
        Any::Undo | Any::Redo => return None,
    })
}

fn reread(history: &History) -> History {
    serde_json::from_str(&serde_json::to_string(history).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn undoing_is_the_way_back(edits in prop::collection::vec(any_edit(), 1..25)) {
        // The states a person has seen, and which of them is on screen.
        let mut states = vec![own()];
        let mut now = 0_usize;
        let mut dashboard = own();
        let mut history = History::default();
        for any in &edits {
            match any {
                Any::Undo => {
                    let label = history.to_undo().map(str::to_owned);
                    prop_assert_eq!(history.undo(&mut dashboard), now > 0);
                    prop_assert_eq!(label.is_some(), now > 0);
                    now = now.saturating_sub(1);
                }
                Any::Redo => {
                    let can = now + 1 < states.len();
                    prop_assert_eq!(history.redo(&mut dashboard), can);
                    now += usize::from(can);
                }
                _ => {
                    let Some(Ok(edited)) = edit(any, &dashboard).map(|e| e.apply(&dashboard)) else { continue };
                    history.record(&edited.label, &dashboard, &edited.dashboard);
                    dashboard = edited.dashboard;
                    states.truncate(now + 1);
                    states.push(dashboard.clone());
                    now += 1;
                }
            }
            history = reread(&history);
            prop_assert_eq!(&dashboard, &states[now]);
        }
        while history.undo(&mut dashboard) {}
        prop_assert_eq!(&dashboard, &states[0]);
        while history.redo(&mut dashboard) {}
        prop_assert_eq!(Some(&dashboard), states.last());
    }
}
