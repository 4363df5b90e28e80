//! The targets of `fuzz/` in the ordinary build: their whole corpus, and variations of it that are the same each time.
//! libFuzzer looks further (`fuzz/run`); here a change learns at once what it broke.

use std::path::Path;

use fastrand::Rng;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// So many variations of each target. More of them: `FUZZ_RUNS=1000000`.
const RUNS: u64 = 2_000;
/// Each of these reads a whole content pack, which takes a quarter of a second unoptimised.
const RUNS_OF_PACKS: u64 = 60;
/// The longest input; what is longer is only more of the same.
const LONGEST: usize = 8_192;
/// What parsers stumble over, put in somewhere.
const PIECES: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}",
    "😀",
    "ё",
    "\"",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    "<b>",
    "</",
    "&lt;",
    "&",
    "*",
    "**",
    "`",
    "```",
    "\n\n",
    "\r\n",
    ": ",
    ":",
    "+",
    "-",
    "99999999999999999999",
    "1e999",
    "null",
    "true",
    "{n}",
    "{name}",
    "%s",
    "' OR 1=1 --",
    "=1+1",
    "../",
    "https://",
    "claim_",
    "ref_",
    "adm:",
    "9000001",
    "-1001",
];

/// A variation of the seeds, which are not empty.
fn vary(seeds: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut input = rng.choice(seeds).expect("a seed").clone();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..=input.len());
        let end = (at + rng.usize(..24)).min(input.len());
        match rng.u8(..6) {
            0 => drop(input.drain(at..end)),
            1 => input.insert(at, rng.u8(..)),
            2 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << rng.u8(..8);
                }
            }
            3 => {
                let piece = rng.choice(PIECES).expect("pieces");
                input.splice(
                    at..at,
                    piece.bytes().cycle().take(piece.len() * rng.usize(1..4)),
                );
            }
            4 => {
                let repeated = input[at..end].to_vec();
                input.splice(at..at, repeated);
            }
            _ => {
                let other = rng.choice(seeds).expect("a seed");
                let from = rng.usize(..=other.len());
                input.splice(at..end, other[from..].iter().take(64).copied());
            }
        }
    }
    input.truncate(LONGEST);
    input
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let files = std::fs::read_dir(&folder).expect("a corpus");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).expect("a seed"))
        .collect()
}

fn holds(name: &str) {
    let (_, target) = targets::ALL
        .into_iter()
        .find(|(known, _)| *known == name)
        .expect("a target");
    let seeds = seeds(name);
    assert!(seeds.len() > 10, "{name}");
    let asked = std::env::var("FUZZ_RUNS")
        .ok()
        .and_then(|runs| runs.parse().ok());
    let runs = asked.unwrap_or(if name == "pack" { RUNS_OF_PACKS } else { RUNS });
    let varied = (0..runs).map(|run| vary(&seeds, &mut Rng::with_seed(run)));
    for input in seeds.iter().cloned().chain(varied) {
        if std::panic::catch_unwind(|| target(&input)).is_err() {
            panic!("{name}: {:?}", String::from_utf8_lossy(&input));
        }
    }
}

macro_rules! each {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            holds(stringify!($name));
        }
    )*

    #[test]
    fn every_target_is_replayed_and_has_its_program() {
        let replayed = [$(stringify!($name)),*];
        assert_eq!(targets::ALL.map(|(name, _)| name), replayed);
        for name in replayed {
            let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{name}.rs"));
            let program = std::fs::read_to_string(program).expect("a program");
            assert!(program.contains(&format!("targets::{name}::run(data)")));
        }
    }};
}

each!(calculator callback markdown pack phone tribute update words);
