//! The gallery's pictures: every chart in every state, kept as SVG. `cargo run --example gallery` makes a page of them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::states::states;
use chart_support::svg;
use session_health::chart::palette::Theme;
use std::collections::BTreeSet;

#[test]
fn every_state_looks_as_it_did() {
    let mut names = BTreeSet::new();
    insta::with_settings!({ snapshot_path => "snapshots/gallery", prepend_module_to_snapshot => false }, {
        for state in states() {
            assert!(names.insert(state.name), "{} is there twice", state.name);
            let file = state.name.replace([' ', ',', '%'], "_");
            insta::assert_snapshot!(file, svg(&state.scene(), &Theme::light()));
        }
    });
}

/// One of each kind of mark and of each set of colours.
#[test]
fn kinds_of_charts_look_as_they_did_in_the_dark() {
    let kept = [
        "twelve lines, colours taken again with dashes",
        "lines under the cursor",
        "release line under the pointer",
        "stacked areas, the last hours filling",
        "bars, a bubble under the pointer",
        "stacked bars, the last day filling",
        "bars beside the previous period",
        "no data",
        "picture with title and legend",
    ];
    let all = states();
    insta::with_settings!({ snapshot_path => "snapshots/gallery/dark", prepend_module_to_snapshot => false }, {
        for name in kept {
            let state = all.iter().find(|s| s.name == name).unwrap();
            let file = name.replace([' ', ',', '%'], "_");
            insta::assert_snapshot!(file, svg(&state.scene(), &Theme::dark()));
        }
    });
}

#[test]
fn a_theme_changes_colours_and_nothing_else() {
    let shape = |text: &str| {
        let mut out = String::new();
        for part in text.split('#') {
            out.push_str(part.get(6..).unwrap_or(part));
        }
        out.split("rgb(")
            .map(|p| p.split(')').nth(1).unwrap_or(p).to_owned())
            .collect::<String>()
    };
    for state in states() {
        let (light, dark) = (
            svg(&state.scene(), &Theme::light()),
            svg(&state.scene(), &Theme::dark()),
        );
        assert_ne!(light, dark, "{}", state.name);
        assert_eq!(shape(&light), shape(&dark), "{}", state.name);
    }
}
