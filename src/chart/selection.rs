//! Which series of a chart are shown, and how clicks on its legend change that. Never none of them: hiding the last one
//! shows all. What is hidden and not there at the moment (a filter took it away) stays hidden until it is back.

/// Those of `all` whose names are not hidden; all of them when every one is: a plot is never blank.
pub fn shown<'a, T>(all: &'a [T], name: impl Fn(&T) -> &String, hidden: &[String]) -> Vec<&'a T> {
    let named = all.iter().filter(|one| !hidden.contains(name(one)));
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        all.iter().collect()
    } else {
        named
    }
}

/// The hidden ones after `name` of `names` was switched.
pub fn toggled(names: &[String], hidden: &[String], name: &str) -> Vec<String> {
    let shown = shown(names, |n| n, hidden);
    hide(names, hidden, |n| shown.contains(&n) == (n == name))
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
            return hide(names, hidden, |n| kept.contains(n));
        }
        self.before = Some(Before {
            only: name.to_owned(),
            hidden: before.map_or_else(|| hidden.to_vec(), |b| b.hidden),
        });
        hide(names, hidden, |n| n != name)
    }
}

/// The only one shown of several.
pub fn isolated<'a>(names: &'a [String], hidden: &[String]) -> Option<&'a str> {
    match shown(names, |n| n, hidden).as_slice() {
        [only] if names.len() > 1 => Some(only),
        _ => None,
    }
}

/// Those of `names` that `is_off` is true of, but never all of them, and what was hidden and is not among `names`.
fn hide(names: &[String], hidden: &[String], is_off: impl Fn(&String) -> bool) -> Vec<String> {
    let mut off: Vec<_> = names.iter().filter(|n| is_off(n)).collect();
    if off.len() == names.len() {
        off.clear();
    }
    let absent = hidden.iter().filter(|h| !names.contains(h));
    off.into_iter().chain(absent).cloned().collect()
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
        assert_eq!(clicks(&["b"], &[('t', "b")]), list(&[]));
    }

    #[test]
    fn what_a_filter_took_away_stays_hidden_until_it_is_back() {
        assert_eq!(clicks(&["gone"], &[('t', "b")]), list(&["b", "gone"]));
        assert_eq!(clicks(&["b", "gone"], &[('t', "b")]), list(&["gone"]));
        let only = clicks(&["c", "gone"], &[('o', "a")]);
        assert_eq!(only, list(&["b", "c", "gone"]));
        let back = clicks(&["c", "gone"], &[('o', "a"), ('o', "a")]);
        assert_eq!(back, list(&["c", "gone"]));
        let last = clicks(&["a", "b", "gone"], &[('t', "c")]);
        assert_eq!(last, list(&["gone"]), "all that are there");
    }

    #[test]
    fn where_all_are_hidden_all_are_shown_and_a_click_hides() {
        let names = list(&["a", "b"]);
        let hidden = list(&["b", "a", "gone"]);
        assert_eq!(shown(&names, |n| n, &hidden).len(), 2);
        assert_eq!(toggled(&names, &hidden, "b"), list(&["b", "gone"]));
        assert_eq!(isolated(&names, &hidden), None);
        assert_eq!(toggled(&list(&["a"]), &list(&["a"]), "a"), list(&[]));
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
