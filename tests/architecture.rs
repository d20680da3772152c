//! The rooms of `ARCHITECTURE.md` keep to what its table lets them import: checked from the `use` lines and paths in `src/`.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Room and what it may import, as the table in `ARCHITECTURE.md` says.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let mut table = BTreeMap::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [rooms, _, imports] = cells[..] else {
            panic!("a row of the room table has three cells: {row}")
        };
        let rooms: Vec<String> = rooms
            .split(',')
            .map(|room| room.trim().trim_matches(['`', '/']).to_owned())
            .collect();
        let mut may = BTreeSet::new();
        for item in imports.split(',') {
            match item.split('(').next().unwrap_or_default().trim() {
                "nothing of ours" => {}
                "all above" => may.extend(table.keys().cloned()),
                "everything" => may.extend(everything()),
                room => drop(may.insert(room.to_owned())),
            }
        }
        for room in rooms {
            table.insert(room, may.clone());
        }
    }
    table
}

fn everything() -> BTreeSet<String> {
    fs::read_dir("src")
        .expect("src")
        .map(|entry| room_of(&entry.expect("entry").path()))
        .collect()
}

fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a path below src");
    let first = inside
        .components()
        .next()
        .expect("not empty")
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("entry").path();
        match path.is_dir() {
            true => sources(&path, into),
            false if path.extension().is_some_and(|extension| extension == "rs") => into.push(path),
            false => {}
        }
    }
}

/// The rooms that a source file names: `crate::room` anywhere in code, `crate::{room::…, other::…}` too.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => drop(found.insert(first_word(rest))),
            Some(group) => found.extend(top_level_items(group).into_iter().map(first_word)),
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The items of a brace group, up to its closing brace, cut at the commas of its own level.
fn top_level_items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let allowed = allowed();
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let room = room_of(&file);
        if ["lib", "main", "core"].contains(&room.as_str()) {
            continue;
        }
        let Some(may) = allowed.get(&room) else {
            broken.push(format!(
                "{}: room `{room}` is not in the table of ARCHITECTURE.md",
                file.display()
            ));
            continue;
        };
        for import in imports(&fs::read_to_string(&file).expect("source")) {
            if import != room && allowed.contains_key(&import) && !may.contains(&import) {
                broken.push(format!(
                    "{}: `{room}` may not import `{import}`",
                    file.display()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_room_of_the_table_exists() {
    let there = everything();
    let missing: Vec<_> = allowed()
        .into_keys()
        .filter(|room| !there.contains(room))
        .collect();
    assert!(
        missing.is_empty(),
        "in the table of ARCHITECTURE.md, not in src/: {missing:?}"
    );
}

#[test]
fn imports_are_found_in_paths_and_groups() {
    let text = "use crate::{engine::{field::A, query}, session};\n// crate::view\nfn f() { crate::chart::g() }";
    assert_eq!(
        imports(text),
        ["chart", "engine", "session"].map(String::from).into()
    );
}
