//! The numbers of a widget for other programs: as a sheet of cells, and that as CSV, as TSV and as an HTML table.

mod sheet;
mod text;

pub use sheet::{Entry, Sheet};
pub use text::{csv, html, tsv};

use crate::session::TimeRange;

/// Longer titles are cut in file names.
const LONGEST: usize = 60;

/// A name for a file about `title` over `range`: letters, digits and hyphens, whatever the title holds.
pub fn file_name(title: &str, range: TimeRange, extension: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(LONGEST);
    let slug = match slug.trim_end_matches('-') {
        "" => "widget",
        slug => slug,
    };
    let day = |t: crate::session::Timestamp| t.to_iso().chars().take(10).collect::<String>();
    format!(
        "{slug}_{}_{}.{extension}",
        day(range.start),
        day(range.end.plus(-1))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Timestamp;

    #[test]
    fn a_file_name_is_safe_whatever_the_title_holds() {
        let at = |text| Timestamp::parse(text).expect("a time");
        let range = TimeRange::new(at("2026-11-04T12:00:00Z"), at("2026-11-18T00:00:00Z"));
        let name = |title| file_name(title, range, "csv");
        assert_eq!(
            name("Crash Free Sessions"),
            "crash-free-sessions_2026-11-04_2026-11-17.csv"
        );
        assert_eq!(
            name("../../etc/passwd\0"),
            "etc-passwd_2026-11-04_2026-11-17.csv"
        );
        assert_eq!(name("  \u{202e}çà "), "widget_2026-11-04_2026-11-17.csv");
        assert!(name(&"x".repeat(10_000)).len() < 100);
    }
}
