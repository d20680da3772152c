//! The `Date` header of an answer: what time it is where the answer comes from.

use crate::session::Timestamp;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Reads `Wed, 18 Nov 2026 12:34:56 GMT`, the one form that servers send; `None` for anything else.
pub fn parse(header: &str) -> Option<Timestamp> {
    let (_, date) = header.trim().split_once(", ")?;
    let mut parts = date.split(' ');
    let mut next = || parts.next();
    let (day, month, year, time, zone) = (next()?, next()?, next()?, next()?, next()?);
    let month = 1 + MONTHS.iter().position(|name| *name == month)?;
    let is_whole = day.len() == 2 && year.len() == 4 && time.len() == 8 && zone == "GMT";
    let iso = format!("{year}-{month:02}-{day}T{time}Z");
    Timestamp::parse(&iso).filter(|_| is_whole && next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_nothing_else_is() {
        let read = |text| parse(text).map(Timestamp::to_iso);
        assert_eq!(
            read("Wed, 18 Nov 2026 12:34:56 GMT").as_deref(),
            Some("2026-11-18T12:34:56Z")
        );
        assert_eq!(
            read("Sun, 29 Feb 2032 00:00:00 GMT").as_deref(),
            Some("2032-02-29T00:00:00Z")
        );
        for text in [
            "",
            ", ",
            "Wed, 18 Nov 2026 12:34:56 CET",
            "Wed, 18 Nov 2026 12:34:56 GMT x",
            "Wed, 31 Feb 2026 12:34:56 GMT",
            "Wed, 18 nov 2026 12:34:56 GMT",
            "Wednesday, 18-Nov-26 12:34:56 GMT",
            "Wed Nov 18 12:34:56 2026",
            "Wed, 1 Nov 2026 12:34:56 GMT",
            "Wed, é8 Nov 2026 12:34:5é GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
