//! A release's name: `package@version+build`, its order and its short form.
//!
//! A version is up to four numbers, then an optional pre-release and an optional build. Names that are none (words,
//! commit hashes) are never sorted as versions: they come after all versions, newest created first.

use super::Timestamp;
use std::cmp::{Ordering, Reverse};

/// How many characters of a commit hash are shown.
const HASH_SHOWN: usize = 12;

/// A release's name taken apart. Borrowed from the full text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    package: Option<&'a str>,
    version: &'a str,
    number: Option<Number<'a>>,
}

/// The parts of a name that is a version. Ordered oldest first: numbers (a missing one counts 0), a pre-release below
/// its release, then the build (none below text below numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'a> {
    /// Major, minor, patch, revision.
    pub parts: [u64; 4],
    /// How many of the parts were written, 1 to 4.
    pub written: usize,
    /// What follows a `-` (or follows the numbers at once, as in `2.2alpha`).
    pub prerelease: Option<&'a str>,
    /// What follows a `+`.
    pub build: Option<&'a str>,
}

impl<'a> Version<'a> {
    /// Takes a release's full name apart. Never fails: what is no version has no [`Version::number`].
    pub fn parse(full: &'a str) -> Self {
        // A package may itself begin with `@` (npm scopes).
        let at = full
            .char_indices()
            .skip(1)
            .find(|(_, c)| *c == '@')
            .map(|(i, _)| i);
        let (package, version) = match at {
            Some(at) if at + 1 < full.len() => (Some(&full[..at]), &full[at + 1..]),
            _ => (None, full),
        };
        // Without a package a bare number says too little to be a version.
        let number = Number::parse(version).filter(|n| package.is_some() || n.written > 1);
        Self {
            package,
            version,
            number,
        }
    }

    /// What stands before the `@`.
    pub fn package(&self) -> Option<&'a str> {
        self.package
    }

    /// The version taken apart; `None` for words and hashes.
    pub fn number(&self) -> Option<Number<'a>> {
        self.number
    }

    /// What stands after the `+`.
    pub fn build(&self) -> Option<&'a str> {
        self.number.and_then(|n| n.build)
    }

    /// The form for display: without the package, hashes shortened.
    pub fn short(&self) -> &'a str {
        if is_hash(self.version) {
            &self.version[..HASH_SHOWN.min(self.version.len())]
        } else {
            self.version
        }
    }
}

/// The form for display of a release's full name: see [`Version::short`].
pub fn short(full: &str) -> &str {
    Version::parse(full).short()
}

/// The order of releases in lists, first to last: versions newest first, then all other names newest created first
/// (unknown creation last); ties by creation, then by name, so that the order is total.
pub fn compare(a: (&str, Option<Timestamp>), b: (&str, Option<Timestamp>)) -> Ordering {
    let key = |(name, created)| (Reverse(Version::parse(name).number), Reverse(created));
    key(a).cmp(&key(b)).then_with(|| b.0.cmp(a.0))
}

/// Whether this looks like a commit hash or another long hexadecimal number.
fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

impl<'a> Number<'a> {
    /// Reads `1`, `1.2`, `1.2.3`, `1.2.3.4`, each with `-pre` and `+build`; `None` for anything else.
    pub fn parse(text: &'a str) -> Option<Self> {
        if is_hash(text) {
            return None;
        }
        let (rest, build) = match text.split_once('+') {
            Some((rest, build)) => (rest, Some(build).filter(|b| is_dotted(b))?.into()),
            None => (text, None),
        };
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (numbers, after) = rest.split_at(end);
        let prerelease = match after {
            "" => None,
            _ => Some(after.strip_prefix('-').unwrap_or(after))
                .filter(|p| is_dotted(p))?
                .into(),
        };
        let mut parts = [0; 4];
        let mut written = 0;
        for part in numbers.split('.') {
            *parts.get_mut(written)? = part.parse().ok()?;
            written += 1;
        }
        Some(Self {
            parts,
            written,
            prerelease,
            build,
        })
    }
}

/// Identifiers of letters, digits and hyphens joined by dots.
fn is_dotted(text: &str) -> bool {
    text.split('.')
        .all(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let prerelease = |n: &Self| {
            (
                n.prerelease.is_none(),
                identifiers(n.prerelease.unwrap_or_default()),
            )
        };
        self.parts
            .cmp(&other.parts)
            .then_with(|| prerelease(self).cmp(&prerelease(other)))
            .then_with(|| build_key(self.build).cmp(&build_key(other.build)))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Semantic versioning's order of pre-release identifiers: numbers below words, fewer below more.
fn identifiers(text: &str) -> Vec<(bool, u64, &str)> {
    text.split('.')
        .map(|id| id.parse().map_or((true, 0, id), |n| (false, n, id)))
        .collect()
}

fn build_key(build: Option<&str>) -> Option<(Option<u64>, &str)> {
    build.map(|b| (b.parse().ok(), b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let v = Version::parse("com.acme.shop@3.4.0-rc.1+1016");
        assert_eq!(
            (v.package(), v.build(), v.short()),
            (Some("com.acme.shop"), Some("1016"), "3.4.0-rc.1+1016")
        );
        let n = v.number().unwrap();
        assert_eq!(
            (n.parts, n.written, n.prerelease),
            ([3, 4, 0, 0], 3, Some("rc.1"))
        );
        assert_eq!(Version::parse("@acme/web@1.2").package(), Some("@acme/web"));
        assert_eq!(Version::parse("@1.2").package(), None);
    }

    #[test]
    fn hashes_and_words_are_no_versions() {
        for name in [
            "6d5a6a446805a06154e25e2fa203d67b9e1f0f07",
            "app@1234567",
            "app@12ab34c",
            "random_junk",
            "app@some_thing",
            "20261109",
            "app@",
            "",
            "@",
            "app@1..2",
            "app@1.2.3.4.5",
            "app@1.2+",
            "app@1.2-",
            "é@ü",
        ] {
            assert_eq!(Version::parse(name).number(), None, "{name}");
        }
        assert_eq!(
            short("shop-web@6d5a6a446805a06154e25e2fa203d67b9e1f0f07"),
            "6d5a6a446805"
        );
        assert_eq!(short("6d5a6a4"), "6d5a6a4");
    }

    #[test]
    fn newest_comes_first() {
        let sorted = [
            "a@2.0",
            "a@2.0-rc.10",
            "a@2.0-rc.9",
            "a@2.0-rc",
            "a@1.9+10",
            "a@1.9+9",
            "a@1.9+beta",
            "a@1.9",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| compare((a, None), (b, None)));
        assert_eq!(names, sorted);
    }

    #[test]
    fn other_names_follow_by_creation_and_unknown_creation_is_last() {
        let t = |s| Some(Timestamp::from_secs(s));
        let mut names = [("zzz", None), ("old", t(1)), ("new", t(2)), ("a@0.1", None)];
        names.sort_by(|a, b| compare(*a, *b));
        assert_eq!(names.map(|n| n.0), ["a@0.1", "new", "old", "zzz"]);
    }
}
