//! What the page knows and how it changes: URL, loader, filters, legend, cursor. No markup.

pub mod page_query;
