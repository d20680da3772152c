//! A sheet as text. Numbers are the shortest text that reads back as the same number; no value is an empty cell.
//!
//! Names come from anybody. A spreadsheet takes text for a formula by how it begins, so such text gets an apostrophe in
//! front, which spreadsheets read as "this is text".

use super::sheet::{Entry, Sheet};

/// What a formula begins with, in the ASCII and the full-width form that some programs take for it.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// RFC 4180: CRLF line ends, quotes where they are needed. UTF-8.
pub fn csv(sheet: &Sheet) -> String {
    lines(sheet, ",", "\r\n", |cell| {
        if cell.contains(['"', ',', '\r', '\n']) || cell != cell.trim() {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    })
}

/// Tabs between cells and a line a row, as spreadsheets take it from the clipboard.
pub fn tsv(sheet: &Sheet) -> String {
    lines(sheet, "\t", "\n", |cell| {
        cell.replace(['\t', '\r', '\n'], " ")
    })
}

/// A plain table, as documents and mail take it from the clipboard.
pub fn html(sheet: &Sheet) -> String {
    let mut out = String::from("<table><thead><tr>");
    for column in &sheet.columns {
        out.push_str(&format!("<th>{}</th>", escaped(&harmless(column))));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &sheet.rows {
        out.push_str("<tr>");
        for entry in row {
            out.push_str(&format!("<td>{}</td>", escaped(&cell(entry))));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}

fn lines(sheet: &Sheet, comma: &str, end: &str, write: fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        out.push_str(&cells.join(comma));
        out.push_str(end);
    };
    line(sheet.columns.iter().map(|c| write(&harmless(c))).collect());
    for row in &sheet.rows {
        line(row.iter().map(|entry| write(&cell(entry))).collect());
    }
    out
}

fn cell(entry: &Entry) -> String {
    match entry {
        Entry::None => String::new(),
        Entry::Number(value) => value.to_string(),
        Entry::Text(text) => harmless(text),
    }
}

/// `text` without control characters that no table holds, and no formula.
fn harmless(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let begins = clean.trim_start_matches(is_skipped).starts_with(FORMULA);
    if begins || clean.starts_with(['\t', '\n', '\r']) {
        format!("'{clean}")
    } else {
        clean
    }
}

/// What a program may pass over before it looks for a formula: space, and marks that take none.
fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
