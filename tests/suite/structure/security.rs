//! What SECURITY.md says is there, and what ships asks for no more rights than it needs.

use std::collections::BTreeSet;

use super::files::{read, root, rust_files};

/// The names of all functions of the program and its tests.
fn functions() -> BTreeSet<String> {
    let files = ["src", "tests", "fuzz/src"]
        .into_iter()
        .flat_map(rust_files);
    let texts: Vec<String> = files.map(|path| read(&path)).collect();
    let names = texts.iter().flat_map(|text| text.split("fn ").skip(1));
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    names
        .map(|rest| rest.chars().take_while(|sign| plain(*sign)).collect())
        .collect()
}

fn quoted(document: &str) -> impl Iterator<Item = &str> {
    document.split('`').skip(1).step_by(2)
}

#[test]
fn the_tests_and_files_that_security_md_names_exist() {
    let document = read(&root().join("SECURITY.md"));
    let functions = functions();
    let is_name = |text: &&str| {
        text.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let tests: BTreeSet<&str> = quoted(&document)
        .filter(is_name)
        .filter(|text| text.matches('_').count() >= 3)
        .collect();
    assert!(tests.len() > 40, "{tests:?}");
    let missing: Vec<_> = tests
        .iter()
        .filter(|name| !functions.contains(**name))
        .collect();
    assert!(missing.is_empty(), "no such test: {missing:?}");
    let folders = [
        "src/", "tests/", "fuzz/", "docs/", "deploy/", "content/", ".ci/", ".github/",
    ];
    let paths =
        quoted(&document).filter(|text| folders.iter().any(|folder| text.starts_with(folder)));
    for path in paths {
        let path = path.split_whitespace().next().unwrap_or(path);
        assert!(root().join(path).exists(), "{path} is not there");
    }
}

#[test]
fn what_proves_who_somebody_is_is_compared_in_constant_time() {
    for path in [
        "src/config.rs",
        "src/telegram/secret_token.rs",
        "src/tribute/signature.rs",
        "src/bot/claim.rs",
    ] {
        let text = read(&root().join(path));
        assert!(
            text.contains("ct_eq(") || text.contains("verify_slice("),
            "{path}"
        );
    }
}

/// The part of the Compose file about a service.
fn service(stack: &str, name: &str) -> String {
    let begins = format!("  {name}:");
    let lines = stack.lines().skip_while(|line| *line != begins).skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
    let lines: Vec<&str> = lines.collect();
    assert!(!lines.is_empty(), "no {name}");
    lines.join("\n")
}

#[test]
fn what_ships_runs_without_the_rights_that_it_does_not_need() {
    let image = read(&root().join("Dockerfile"));
    let (_, rest) = image.split_once("\nUSER bot\n").expect("not as root");
    assert!(rest.contains("\nENTRYPOINT ") && !rest.contains("\nUSER "));
    let stack = read(&root().join("docker-compose.yml"));
    assert!(stack.contains("security_opt: [\"no-new-privileges:true\"]"));
    let services = [
        "bot",
        "postgres",
        "redis",
        "prometheus",
        "grafana",
        "telegraf",
    ];
    for name in services {
        let service = service(&stack, name);
        assert!(
            service.contains("<<: *careful") && service.contains("mem_limit: "),
            "{name}: {service}"
        );
        assert!(
            !service.contains("privileged") && !service.contains("docker.sock"),
            "{name}"
        );
    }
    let bot = service(&stack, "bot");
    assert!(
        bot.contains("read_only: true") && bot.contains("cap_drop: [ALL]"),
        "{bot}"
    );
    let unit = read(&root().join("deploy/systemd/five-keys-bot.service"));
    for line in [
        "User=five-keys-bot",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "MemoryDenyWriteExecute=yes",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn only_the_bot_is_reached_from_other_machines() {
    let stack = read(&root().join("docker-compose.yml"));
    for name in ["postgres", "redis", "prometheus", "grafana", "telegraf"] {
        let service = service(&stack, name);
        let ports = service
            .lines()
            .filter_map(|line| line.trim().strip_prefix("ports: "));
        for ports in ports {
            let here = ports
                .trim_matches(['[', ']'])
                .split(", ")
                .all(|port| port.starts_with("\"127.0.0.1:"));
            assert!(here, "{name} is open to everybody: {ports}");
        }
    }
}
