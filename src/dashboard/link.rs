//! Links that a backend sends: nobody's word is taken for them.

/// `address` when a browser can only take it for an absolute http(s) address; `None` for every other scheme, for
/// relative ones, and for text that hides one behind blanks or control characters (which browsers drop).
pub fn safe(address: &str) -> Option<&str> {
    let plain = address
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && !is_bidi_control(c));
    let after = |scheme: &str| {
        let head = address.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| &address[scheme.len()..])
    };
    let host = after("https://").or_else(|| after("http://"))?;
    (plain && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')).then_some(address)
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_http_addresses_are_links() {
        for good in [
            "https://sentry.example/issues/1/",
            "HTTP://127.0.0.1:8000/x?y#z",
            "http://[::1]/",
        ] {
            assert_eq!(safe(good), Some(good));
        }
        for bad in [
            "",
            "javascript:alert(1)",
            " https://a.example",
            "java\nscript:alert(1)",
            "https:/a.example",
            "https://",
            "https:///evil",
            "//a.example",
            "/issues/1",
            "data:text/html,x",
            "https://a.example/\u{202e}gpj.exe",
            "https://a.example/a b",
            "ftp://a.example",
            "htt\u{e4}s://a",
        ] {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
    }
}
