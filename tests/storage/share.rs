//! Dashboards in links.

use crate::support::dashboard;
use proptest::prelude::*;
use session_health::dashboard::builtin;
use session_health::dashboard::model::{Dashboard, Widget};
use session_health::dashboard::portable;
use session_health::storage::share::{LONGEST, NotShared, pack, unpack};
use std::io::{Read, Write};

#[test]
fn a_dashboard_survives_the_link() {
    let foreign: Dashboard =
        serde_json::from_str(include_str!("../fixtures/dashboards/v0.json")).unwrap();
    for dashboard in builtin::all()
        .into_iter()
        .chain([foreign, dashboard("Über\u{202e} 🎉")])
    {
        let mut dashboard = dashboard;
        // Numbers that another server gave its widgets stay there.
        dashboard.renew_widget_ids();
        let text = pack(&dashboard).unwrap();
        let back = unpack(&text).unwrap().dashboard;
        assert_eq!(portable::to_json(&back), portable::to_json(&dashboard));
        // It needs no escapes in a fragment, and fits where people paste links.
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert!(text.len() < 2000, "{}", text.len());
    }
}

/// Another implementation reads it: base64url and raw deflate, as RFC 4648 and RFC 1951 have them.
#[test]
fn the_text_is_raw_deflate_in_base64url() {
    let text = pack(&builtin::frontend()).unwrap();
    let bits: String = text[1..]
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'-' => 62,
            _ => 63,
        })
        .map(|six| format!("{six:06b}"))
        .collect();
    let bytes = bits.as_bytes().chunks_exact(8);
    let bytes: Vec<u8> = bytes
        .map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap())
        .collect();
    let mut json = String::new();
    flate2::read::DeflateDecoder::new(bytes.as_slice())
        .read_to_string(&mut json)
        .unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&json).unwrap(),
        portable::to_json(&builtin::frontend())
    );
}

#[test]
fn a_link_that_was_cut_or_made_up_is_told() {
    let text = pack(&builtin::mobile()).unwrap();
    assert_eq!(unpack(""), Err(NotShared::Broken));
    assert_eq!(unpack(&text[1..]).unwrap_err(), NotShared::Broken);
    assert_eq!(unpack(&format!("2{}", &text[1..])), Err(NotShared::Newer));
    for length in 1..text.len() {
        assert!(unpack(&text[..length]).is_err(), "cut at {length}");
    }
    let packed = |json: &str| {
        let mut deflate =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(json.as_bytes()).unwrap();
        let bytes = deflate.finish().unwrap();
        let bits: String = bytes.iter().map(|b| format!("{b:08b}")).collect();
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let letter = |six: &[u8]| {
            let six = format!("{:0<6}", std::str::from_utf8(six).unwrap());
            char::from(letters[usize::from_str_radix(&six, 2).unwrap()])
        };
        format!(
            "1{}",
            bits.as_bytes().chunks(6).map(letter).collect::<String>()
        )
    };
    assert!(unpack(&packed(r#"{"title": "A", "widgets": []}"#)).is_ok());
    assert!(matches!(
        unpack(&packed("[]")),
        Err(NotShared::NotADashboard(_))
    ));
    // A small text that unpacks to a gigabyte never gets that far.
    assert_eq!(
        unpack(&packed(&" ".repeat(3_000_000))),
        Err(NotShared::Broken)
    );
    assert_eq!(
        unpack(&format!("1{}", "A".repeat(LONGEST + 1))),
        Err(NotShared::Broken)
    );
}

#[test]
fn what_is_too_long_for_a_link_makes_none() {
    // Text that does not compress.
    let mut state = 88_172_645_463_325_252_u64;
    let mut noise = || {
        let letter = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(33 + (state % 90) as u8)
        };
        (0..255).map(letter).collect::<String>()
    };
    let mut large = dashboard("Large");
    large.widgets = (0..30)
        .map(|_| Widget {
            title: noise(),
            description: Some(noise()),
            ..Widget::default()
        })
        .collect();
    assert_eq!(pack(&large), None);
    large.widgets.truncate(10);
    assert!(pack(&large).is_some_and(|text| text.len() > 5000));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "1[A-Za-z0-9_-]{0,80}|\\PC{0,40}") {
        let _ = unpack(&text);
    }
}
