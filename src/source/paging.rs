//! The `Link` header that lists page by: `<url>; rel="next"; results="true"; cursor="0:100:0"`.

/// The cursor of the next page; `None` on the last one, and for a header that cannot be read.
pub fn next_cursor(link: &str) -> Option<String> {
    links(link)
        .into_iter()
        .find(|l| l.get("rel") == Some("next") && l.get("results") != Some("false"))?
        .cursor()
}

/// One link: its parameters by name.
struct Link(Vec<(String, String)>);

impl Link {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    fn cursor(&self) -> Option<String> {
        self.get("cursor")
            .filter(|c| !c.is_empty())
            .map(str::to_owned)
    }
}

/// Splits at commas and semicolons that stand neither in quotes nor in an address.
fn links(header: &str) -> Vec<Link> {
    let (mut links, mut parts, mut part) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut in_address) = (false, false);
    for c in header.chars().chain([',']) {
        match c {
            '"' if !in_address => {
                quoted = !quoted;
                part.push(c);
            }
            '<' if !quoted => in_address = true,
            '>' if !quoted => in_address = false,
            ',' | ';' if !quoted && !in_address => {
                parts.extend(parameter(&std::mem::take(&mut part)));
                if c == ',' {
                    links.push(Link(std::mem::take(&mut parts)));
                }
            }
            _ if in_address => {}
            _ => part.push(c),
        }
    }
    links
}

fn parameter(part: &str) -> Option<(String, String)> {
    let (name, value) = part.split_once('=')?;
    let value = value.trim();
    let inside = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    let value = inside.unwrap_or(value);
    // A quote in the middle: two parameters that run into each other.
    (!value.contains('"')).then(|| (name.trim().to_ascii_lowercase(), value.to_owned()))
}
