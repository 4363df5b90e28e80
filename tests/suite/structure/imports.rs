//! Who may know whom. What a part is forbidden to know is what makes it easy to test and to change.

use super::{
    files::{Source, code, sources},
    paths::{names_crate, own_paths},
    rules::{RULES, Rule},
};

/// What is wrong with a file by the rule of its module.
fn violations(source: &Source, rule: &Rule) -> Vec<String> {
    let module = module_of(&source.path);
    let foreign = own_paths(&source.code, &module).into_iter().filter(|path| {
        let top = path.split("::").next().unwrap_or_default();
        top != rule.module && !rule.may_use.contains(&top)
    });
    let mut found: Vec<String> = foreign
        .map(|path| format!("{}: crate::{path}", source.path))
        .collect();
    let crates = rule
        .crates
        .iter()
        .filter(|name| names_crate(&source.code, name));
    found.extend(crates.map(|name| format!("{}: the crate {name}", source.path)));
    let words = rule
        .words
        .iter()
        .filter(|word| source.code.contains(**word));
    found.extend(words.map(|word| format!("{}: {word:?}", source.path)));
    found
}

/// `src/bot/handlers/mod.rs` is `bot::handlers`.
fn module_of(path: &str) -> Vec<&str> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    inner
        .strip_suffix("/mod")
        .unwrap_or(inner)
        .split('/')
        .collect()
}

#[test]
fn every_part_knows_only_what_it_may_know() {
    let mut found = Vec::new();
    for source in sources() {
        let module = module_of(&source.path)[0].to_owned();
        if ["main", "lib", "cli"].contains(&module.as_str()) {
            continue;
        }
        match RULES.iter().find(|rule| rule.module == module) {
            Some(rule) => found.extend(violations(&source, rule)),
            None => found.push(format!(
                "{}: no rule says whom {module} may know",
                source.path
            )),
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_pure_parts_do_not_know_the_bot_api_client() {
    let pure = sources()
        .into_iter()
        .filter(|source| ["bot", "tribute", "store"].contains(&module_of(&source.path)[0]));
    let knowing: Vec<String> = pure
        .filter(|source| {
            own_paths(&source.code, &module_of(&source.path))
                .iter()
                .any(|path| path.starts_with("telegram::client"))
        })
        .map(|source| source.path)
        .collect();
    assert!(knowing.is_empty(), "{knowing:?}");
}

#[test]
fn a_broken_rule_is_seen() {
    let check = |path: &str, text: &str| {
        let module = module_of(path)[0];
        let rule = RULES
            .iter()
            .find(|rule| rule.module == module)
            .expect("a rule");
        violations(
            &Source {
                path: path.into(),
                code: code(text),
            },
            rule,
        )
        .len()
    };
    assert_eq!(
        check(
            "src/bot/handlers/x.rs",
            "use crate::{bot::X, telegram::UserId};\n// crate::store"
        ),
        0
    );
    assert_eq!(
        check(
            "src/bot/handlers/x.rs",
            "use crate::{bot::X, store::{Claim, Store}};"
        ),
        2
    );
    assert_eq!(check("src/bot/x.rs", "use super::super::store::Claim;"), 1);
    assert_eq!(
        check("src/bot/x.rs", "fn f() { let n = fastrand::u8(..); }"),
        1
    );
    assert_eq!(
        check("src/tribute/x.rs", "pub async fn f() { Timestamp::now() }"),
        2
    );
    assert_eq!(check("src/http/x.rs", "use crate::bot::handlers::quiz;"), 2);
    assert_eq!(
        check("src/delivery/x.rs", "use crate::app::Application;"),
        1
    );
    assert_eq!(
        check(
            "src/store/x.rs",
            "x\n#[cfg(test)]\nmod tests {\nuse reqwest::X;"
        ),
        0
    );
}
