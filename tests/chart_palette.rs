//! The colours of charts: the same in Rust and CSS, visible in both themes, told apart whoever looks.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use session_health::chart::layer_names::VEIL;
use session_health::chart::palette::{
    CATEGORIES, Dash, LOOKS, Rgb, Theme, Token, dash_of, token_of,
};
use session_health::engine::series::Tone;
use session_health::session::Status;

/// How far apart two colours must look at least, in OKLab units times 100: about four just noticeable differences.
const APART: f64 = 8.0;

fn themes() -> [Theme; 2] {
    [Theme::light(), Theme::dark()]
}

#[test]
fn palette_and_style_sheet_hold_the_same_values() {
    let css = std::fs::read_to_string("style/tokens.css").unwrap();
    let [light, dark] = themes();
    for token in Token::all() {
        let name = token.css_name();
        let declaration = css
            .lines()
            .map(str::trim)
            .find_map(|l| l.strip_prefix(&format!("{name}: ")))
            .unwrap_or_else(|| panic!("{name} is not in tokens.css"))
            .trim_end_matches(';');
        let (first, second) = declaration
            .strip_prefix("light-dark(")
            .and_then(|d| d.strip_suffix(')')?.split_once(", "))
            .unwrap_or((declaration, declaration));
        assert_eq!(Rgb::parse(first), Some(light.color(token)), "{name}, light");
        assert_eq!(Rgb::parse(second), Some(dark.color(token)), "{name}, dark");
    }
}

#[test]
fn every_mark_stands_out_three_to_one_and_labels_four_and_a_half() {
    for theme in themes() {
        let surface = theme.color(Token::Surface);
        for token in Token::marks() {
            let ratio = contrast(theme.color(token), surface);
            assert!(ratio >= 3.0, "{token:?} {ratio:.2}");
        }
        for token in Token::marks() {
            // A name on its layer, at its most opaque, through the veil.
            let (mark, text) = (theme.color(token), theme.color(Token::Text));
            let ratio = contrast(text, over(surface, VEIL, mark));
            assert!(ratio >= 4.5, "a name on {token:?} {ratio:.2}");
        }
        let labels = contrast(theme.color(Token::TextMuted), surface);
        assert!(labels >= 4.5, "labels {labels:.2}");
    }
}

/// `above` with `alpha` on `below`.
fn over(above: Rgb, alpha: f64, below: Rgb) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(a) * alpha + f64::from(b) * (1.0 - alpha)).round() as u8;
    Rgb(
        mix(above.0, below.0),
        mix(above.1, below.1),
        mix(above.2, below.2),
    )
}

#[test]
fn series_shown_together_are_told_apart_by_every_eye() {
    let series = |n: usize| Token::Series(n as u8);
    let mut pairs: Vec<(Token, Token)> = Vec::new();
    // Neighbours in the full circle; all pairs of the five that a chart usually has, and the rest.
    pairs.extend((0..CATEGORIES).map(|n| (series(n), series((n + 1) % CATEGORIES))));
    for a in 0..5 {
        pairs.extend((a + 1..5).map(|b| (series(a), series(b))));
        pairs.push((series(a), Token::Other));
    }
    for (n, a) in Status::ALL.into_iter().enumerate() {
        let others = Status::ALL.into_iter().skip(n + 1);
        pairs.extend(others.map(|b| (Token::Status(a), Token::Status(b))));
    }
    pairs.push((Token::SeriesAccent, Token::Positive));
    for theme in themes() {
        for (a, b) in &pairs {
            for (eye, distance) in distances(theme.color(*a), theme.color(*b)) {
                assert!(distance >= APART, "{a:?} and {b:?}, {eye}: {distance:.1}");
            }
        }
    }
}

#[test]
fn colours_are_read_as_browsers_compute_them() {
    for (text, (r, g, b)) in [
        ("#a05fff", (160, 95, 255)),
        ("rgb(25, 103, 210)", (25, 103, 210)),
        ("rgba(5, 0, 73, 0.8)", (5, 0, 73)),
        ("color(srgb 0.4 0.4 0.774118)", (102, 102, 197)),
        ("color(srgb 1 0 0.05)", (255, 0, 12)),
    ] {
        assert_eq!(Rgb::parse(text), Some(Rgb(r, g, b)), "{text}");
    }
    for text in [
        "",
        "red",
        "rgb(1)",
        "color(srgb 1 0)",
        "color(display-p3 1 0 0)",
    ] {
        assert_eq!(Rgb::parse(text), None, "{text}");
    }
}

#[test]
fn every_status_has_a_dash_of_its_own() {
    let mut dashes: Vec<_> = Status::ALL
        .map(|s| dash_of(Tone::Status(s)).name())
        .to_vec();
    dashes.sort_unstable();
    dashes.dedup();
    assert_eq!(dashes.len(), Status::ALL.len());
    let repeated = dash_of(Tone::Category(CATEGORIES));
    assert_ne!(
        dash_of(Tone::Category(0)),
        repeated,
        "same colour, same dash"
    );
}

#[test]
fn twenty_categories_are_told_apart_by_colour_and_dash_with_forced_colours_too() {
    let css = std::fs::read_to_string("style/tokens.css").unwrap();
    let forced = css.split("forced-colors").nth(1).unwrap();
    let color = |token: Token| {
        let after = forced
            .split(&format!("{}:", token.css_name()))
            .nth(1)
            .unwrap();
        after.split(';').next().unwrap().trim().to_owned()
    };
    let looks = |color: &dyn Fn(Token) -> String, tones: &[Tone]| {
        let look = |tone: &Tone| (color(token_of(*tone)), dash_of(*tone).name());
        tones
            .iter()
            .map(look)
            .collect::<std::collections::HashSet<_>>()
            .len()
    };
    let categories: Vec<Tone> = (0..LOOKS).map(Tone::Category).collect();
    let statuses = Status::ALL.map(Tone::Status);
    for color in [&color as &dyn Fn(Token) -> String, &|t| {
        t.css_name().to_owned()
    }] {
        assert_eq!(looks(color, &categories), LOOKS);
        assert_eq!(looks(color, &statuses), 5);
    }
    let mut series =
        categories
            .into_iter()
            .chain(statuses)
            .chain([Tone::Other, Tone::Accent, Tone::Positive]);
    let is_ghost = |tone| dash_of(tone) == Dash::Before;
    assert!(
        !series.any(is_ghost),
        "only the previous period has that dash"
    );
    assert!((0..5).all(|n| dash_of(Tone::Category(n)) == Dash::Solid));
}

fn linear(c: Rgb) -> [f64; 3] {
    [c.0, c.1, c.2].map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.040_45 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// WCAG 2 contrast ratio.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |c| {
        let [r, g, b] = linear(c);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b): (f64, f64) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

type Matrix = [[f64; 3]; 3];

fn apply(m: &Matrix, v: [f64; 3]) -> [f64; 3] {
    m.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

/// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
const EYES: [(&str, Matrix); 4] = [
    (
        "usual sight",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Ottosson 2020.
fn oklab(rgb: [f64; 3]) -> [f64; 3] {
    const TO_LMS: Matrix = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    const TO_LAB: Matrix = [
        [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
    ];
    apply(
        &TO_LAB,
        apply(&TO_LMS, rgb.map(|v| v.clamp(0.0, 1.0))).map(f64::cbrt),
    )
}

fn distances(a: Rgb, b: Rgb) -> Vec<(&'static str, f64)> {
    EYES.iter()
        .map(|(eye, matrix)| {
            let [a, b] = [a, b].map(|c| oklab(apply(matrix, linear(c))));
            let square: f64 = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum();
            (*eye, 100.0 * square.sqrt())
        })
        .collect()
}
