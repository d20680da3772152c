//! Which series of a chart are shown, and how clicks on its legend change that. Never none of them: hiding the last one
//! shows all.

/// The hidden ones of `names` after `name` was switched. Leftovers of other sets in `hidden` are dropped.
pub fn toggled(names: &[String], hidden: &[String], name: &str) -> Vec<String> {
    let now = names
        .iter()
        .filter(|n| hidden.contains(n) != (*n == name))
        .cloned()
        .collect();
    never_all(names, now)
}

/// What a legend remembers between two clicks: the set that was shown before one series was isolated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    before: Option<Before>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Before {
    only: String,
    hidden: Vec<String>,
}

impl Selection {
    /// The hidden ones after `name` alone was asked for. Asked for again, the set shown before comes back, also after
    /// other series were isolated in between; all of them where nothing is remembered.
    pub fn isolate(&mut self, names: &[String], hidden: &[String], name: &str) -> Vec<String> {
        let alone = isolated(names, hidden).map(str::to_owned);
        // Something else than this legend may have changed the set since.
        let before = self
            .before
            .take()
            .filter(|b| alone.as_ref() == Some(&b.only));
        if alone.as_deref() == Some(name) {
            let kept = before.map_or_else(Vec::new, |b| b.hidden);
            let now = names.iter().filter(|n| kept.contains(n)).cloned().collect();
            return never_all(names, now);
        }
        self.before = Some(Before {
            only: name.to_owned(),
            hidden: before.map_or_else(|| hidden.to_vec(), |b| b.hidden),
        });
        names.iter().filter(|n| *n != name).cloned().collect()
    }
}

/// The only one shown of several.
pub fn isolated<'a>(names: &'a [String], hidden: &[String]) -> Option<&'a str> {
    let mut shown = names.iter().filter(|n| !hidden.contains(n));
    match (shown.next(), shown.next()) {
        (Some(only), None) if names.len() > 1 => Some(only),
        _ => None,
    }
}

fn never_all(names: &[String], hidden: Vec<String>) -> Vec<String> {
    if hidden.len() == names.len() {
        Vec::new()
    } else {
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    /// Series a, b, c and a legend over them: `t` toggles, `o` asks for only.
    fn clicks(hidden: &[&str], clicks: &[(char, &str)]) -> Vec<String> {
        let names = list(&["a", "b", "c"]);
        let mut selection = Selection::default();
        clicks.iter().fold(list(hidden), |hidden, (kind, name)| {
            if *kind == 'o' {
                selection.isolate(&names, &hidden, name)
            } else {
                toggled(&names, &hidden, name)
            }
        })
    }

    #[test]
    fn a_click_hides_and_shows() {
        assert_eq!(clicks(&[], &[('t', "b")]), list(&["b"]));
        assert_eq!(clicks(&["b", "gone"], &[('t', "b")]), list(&[]));
    }

    #[test]
    fn hiding_the_last_one_shows_all() {
        assert_eq!(clicks(&["a", "c"], &[('t', "b")]), list(&[]));
    }

    #[test]
    fn only_isolates_and_the_same_again_restores() {
        assert_eq!(clicks(&["c"], &[('o', "a")]), list(&["b", "c"]));
        assert_eq!(clicks(&["c"], &[('o', "a"), ('o', "a")]), list(&["c"]));
        assert_eq!(
            clicks(&["c"], &[('o', "c"), ('o', "c")]),
            list(&["c"]),
            "a hidden one too"
        );
    }

    #[test]
    fn isolating_another_one_keeps_the_way_back() {
        let there = [('o', "a"), ('o', "b")];
        assert_eq!(clicks(&["c"], &there), list(&["a", "c"]));
        let back = [('o', "a"), ('o', "b"), ('o', "b")];
        assert_eq!(clicks(&["c"], &back), list(&["c"]));
    }

    #[test]
    fn a_lone_series_of_a_link_gives_way_to_all() {
        assert_eq!(clicks(&["a", "c"], &[('o', "b")]), list(&[]));
    }

    #[test]
    fn toggles_in_between_count() {
        let steps = [('o', "a"), ('t', "b"), ('t', "b"), ('o', "a")];
        assert_eq!(clicks(&["c"], &steps), list(&["c"]), "a is alone as before");
        let steps = [('o', "a"), ('t', "b"), ('o', "a"), ('o', "a")];
        assert_eq!(clicks(&[], &steps), list(&["c"]), "a and b were shown");
    }

    #[test]
    fn what_the_page_changed_meanwhile_is_not_undone() {
        let names = list(&["a", "b", "c"]);
        let mut selection = Selection::default();
        selection.isolate(&names, &list(&["c"]), "a");
        // Back in the browser's history, then isolating again.
        let hidden = selection.isolate(&names, &list(&["b"]), "a");
        assert_eq!(hidden, list(&["b", "c"]));
        assert_eq!(selection.isolate(&names, &hidden, "a"), list(&["b"]));
    }

    #[test]
    fn one_series_alone_is_not_isolated() {
        assert_eq!(isolated(&list(&["a"]), &[]), None);
        assert_eq!(isolated(&list(&["a", "b"]), &list(&["a"])), Some("b"));
        assert_eq!(isolated(&list(&["a", "b"]), &[]), None);
    }
}
