//! Sources a person connected to before, without their tokens.

use crate::source::config::SourceConfig;

/// How many are kept.
const MOST: usize = 5;

/// `list` with `new` in the first place.
pub fn with(mut list: Vec<SourceConfig>, new: &SourceConfig) -> Vec<SourceConfig> {
    let new = new.without_token();
    list.retain(|old| *old != new);
    if new.can_be_kept() {
        list.insert(0, new);
    }
    list.truncate(MOST);
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::config::Token;

    fn backend(n: usize) -> SourceConfig {
        SourceConfig::rest(&format!("https://{n}.test"), "demo", Token::new("secret"))
            .unwrap_or(SourceConfig::Demo)
    }

    #[test]
    fn the_latest_comes_first_each_once_and_without_its_token() {
        let list = (0..9)
            .chain([5])
            .fold(Vec::new(), |list, n| with(list, &backend(n)));
        let labels: Vec<String> = list.iter().map(SourceConfig::label).collect();
        assert_eq!(labels[..2], ["5.test · demo", "8.test · demo"]);
        assert_eq!(list.len(), MOST);
        let kept = serde_json::to_string(&list).unwrap_or_default();
        assert!(kept.contains("5.test") && !kept.contains("secret"));
        let files = SourceConfig::Files {
            names: vec!["a".to_owned()],
        };
        assert_eq!(with(list.clone(), &files), list);
    }
}
