//! Reading the paths that a file names: `use` trees, `crate::` and `super::` in the middle of code.

#![allow(
    clippy::string_slice,
    reason = "every place was found by a search for ASCII"
)]

/// Every path of ours that a file names, from the crate's root: `store::types::Claim`. `module` is where the file
/// stands, for instance `["bot", "handlers", "quiz"]`.
pub fn own_paths(code: &str, module: &[&str]) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if starts_word(code, at) {
            expand("", &code[at + "crate::".len()..], &mut paths);
        }
    }
    for (at, _) in code.match_indices("super::") {
        if !starts_word(code, at) || code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut ups = 0;
        while let Some(after) = rest.strip_prefix("super::") {
            (rest, ups) = (after, ups + 1);
        }
        let home = &module[..module.len().saturating_sub(ups)];
        let prefix: String = home.iter().map(|name| format!("{name}::")).collect();
        expand(&prefix, rest, &mut paths);
    }
    paths
}

/// Whether a file names another crate, in a `use` or in the middle of code.
pub fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let after = &code[at + name.len()..];
        starts_word(code, at)
            && !code[..at].ends_with("::")
            && (after.starts_with("::") || code[..at].ends_with("use ") && after.starts_with(';'))
    })
}

fn starts_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$')
}

/// Expands the tree at the beginning of a text; gives what follows it.
fn expand<'a>(prefix: &str, text: &'a str, paths: &mut Vec<String>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut inside) = text.strip_prefix('{') {
        loop {
            inside = expand(prefix, inside, paths).trim_start();
            match inside.strip_prefix(',') {
                Some(rest) if rest.trim_start().starts_with('}') => inside = rest.trim_start(),
                Some(rest) => {
                    inside = rest;
                    continue;
                }
                None => {}
            }
            return inside.strip_prefix('}').unwrap_or(inside);
        }
    }
    let word =
        |character: char| character.is_alphanumeric() || character == '_' || character == '*';
    let end = text
        .find(|character| !word(character))
        .unwrap_or(text.len());
    let path = format!("{prefix}{}", &text[..end]);
    let mut rest = &text[end..];
    if let Some(deeper) = rest.strip_prefix("::") {
        return expand(&format!("{path}::"), deeper, paths);
    }
    if let Some(renamed) = rest.strip_prefix(" as ") {
        rest = renamed.trim_start_matches(word);
    }
    paths.push(path);
    rest
}

#[test]
fn paths_are_read_from_groups_from_below_and_from_the_middle_of_code() {
    let code = "use crate::{\n    bot::{self, effects::Lane},\n    store::Claim as C,\n};\n\
                use super::super::config::Secret;\nuse super::menu;\nfn f() { crate::clock::now(); mycrate::no(); }";
    let mut paths = own_paths(code, &["http", "ping"]);
    paths.sort();
    let expected = [
        "bot::effects::Lane",
        "bot::self",
        "clock::now",
        "config::Secret",
        "http::menu",
        "store::Claim",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn another_crate_is_found_by_its_name_only() {
    for named in [
        "use diesel::QueryDsl;",
        "x(diesel::select(1))",
        "use diesel;",
    ] {
        assert!(names_crate(named, "diesel"), "{named}");
    }
    for not_named in [
        "use diesel_async::X;",
        "my_diesel::x()",
        "a::diesel::x()",
        "\"diesel\"",
    ] {
        assert!(!names_crate(not_named, "diesel"), "{not_named}");
    }
}
