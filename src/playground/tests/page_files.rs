//! The page's own files: light, complete, harmless.

use super::bot::with_bot;

/// The text of a file of the page.
fn source(name: &str) -> String {
    let folder = format!("{}/src/playground/page", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

fn names() -> Vec<String> {
    let folder = format!("{}/src/playground/page", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// What stands between two marks, wherever they occur.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open)
        .skip(1)
        .filter_map(|rest| rest.split(close).next())
        .collect()
}

#[tokio::test]
async fn every_file_of_the_page_is_served_and_needed_by_another() {
    let (playground, _bot) = with_bot().await;
    let names = names();
    let everything: String = names.iter().map(|name| source(name)).collect();
    for name in names.iter().filter(|name| *name != "index.html") {
        let url = format!("{}/playground/{name}", playground.api_url());
        let answer = playground.tribute_client().get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{name}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{name}: {policy}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.text().await.unwrap(), source(name), "{name}");
        let is_named = everything.contains(&format!("\"/playground/{name}\""))
            || everything.contains(&format!("from \"./{name}\""));
        assert!(is_named, "nothing loads {name}");
    }
    let wanted = between(&everything, "=\"/playground/", "\"").into_iter();
    for name in wanted.chain(between(&everything, "from \"./", "\"")) {
        assert!(names.iter().any(|file| file == name), "{name} is missing");
    }
}

#[test]
fn the_page_is_light_and_has_nothing_that_its_policy_forbids() {
    let size: usize = names().iter().map(|name| source(name).len()).sum();
    assert!(size < 150 * 1000, "{size}");
    let html = source("index.html");
    for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for script in between(&html, "<script", "</script>") {
        assert!(
            script.contains("src=\"/") && script.ends_with('>'),
            "{script}"
        );
    }
    for name in names().iter().filter(|name| name.ends_with(".js")) {
        let script = source(name);
        for forbidden in ["innerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!script.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

/// The names of a language's words, one a line.
fn words(name: &str) -> Vec<String> {
    let text = source(name);
    let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
    lines
        .filter_map(|line| Some(line.split_once(": \"")?.0.to_owned()))
        .collect()
}

#[test]
fn the_page_speaks_both_languages_equally_well() {
    let russian = words("ru.js");
    assert_eq!(russian, words("en.js"));
    assert!(russian.len() > 100, "{}", russian.len());
    let everything: String = names().iter().map(|name| source(name)).collect();
    let asked = [
        "data-word=\"",
        "data-label=\"",
        "data-placeholder=\"",
        "word(\"",
        "plural(\"",
    ];
    for word in asked
        .iter()
        .flat_map(|open| between(&everything, open, "\""))
    {
        assert!(
            russian.iter().any(|known| known == word),
            "no words for {word}"
        );
    }
}

#[test]
fn every_control_that_a_script_names_is_on_the_page() {
    let html = source("index.html");
    for name in names().iter().filter(|name| name.ends_with(".js")) {
        for id in between(&source(name), "at(\"", "\")") {
            assert!(
                html.contains(&format!(" id=\"{id}\"")),
                "{name} wants #{id}"
            );
        }
    }
}
