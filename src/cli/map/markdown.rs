//! The map as a page.

use std::fmt::Write as _;

use super::{
    screen::Both,
    walk::{Listed, Map, Way},
};

/// So many lines of a text tell which it is.
const LINES: usize = 2;
/// So many characters of a line.
const LETTERS: usize = 140;

const HEAD: &str = "# The whole conversation

Made by `five-keys-bot content map` from the content pack, by pressing every button of every screen; do not edit it,
run `five-keys-bot content map > docs/conversation.md`. Of each text the first lines are shown, in Russian and in
English. Screens that differ only in what was answered before (a plan, a result of the same level, a time zone) stand here
once, with one of them as the example and the buttons of all. ✍ is what a person writes. A word in «» is shown for a moment
over the chat. Only what admins see is not here.

Карта всего разговора: каждый экран и каждая кнопка, по-русски и по-английски. Её составляет
`five-keys-bot content map ПАПКА` по вашему пакету.
";

/// The whole page.
pub(super) fn page(map: &Map) -> String {
    let mut page = HEAD.to_owned();
    let buttons: usize = map.screens.iter().map(|screen| screen.buttons.len()).sum();
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\n{} screens, {buttons} ways on.\n\n## Where it begins\n\n{}",
        map.screens.len(),
        begins(map),
    );
    page.push_str("\n## Screens\n");
    let menu = map.begins.iter().find(|(_, does, _)| does == "/menu");
    let menu = menu.and_then(|(_, _, number)| Some((*number, map.screens.get(*number)?)));
    for (number, screen) in map.screens.iter().enumerate() {
        let _ = write!(page, "\n{}", one(number, screen, menu));
    }
    page
}

/// What it begins with: a row for each command, a column for each person.
fn begins(map: &Map) -> String {
    let (mut people, mut rows) = (Vec::new(), Vec::new());
    for (who, does, _) in &map.begins {
        if !people.contains(&who) {
            people.push(who);
        }
        if !rows.contains(&does) {
            rows.push(does);
        }
    }
    let mut table = String::from("| |");
    for who in &people {
        let _ = write!(table, " {} · {} |", who.ru, who.en);
    }
    let _ = writeln!(table, "\n| --- |{}", " --- |".repeat(people.len()));
    for does in rows {
        let _ = write!(table, "| {} |", code(does));
        for who in &people {
            let here = map
                .begins
                .iter()
                .filter(|(by, what, _)| by == *who && what == does);
            let links: Vec<String> = here.map(|(_, _, number)| link(*number)).collect();
            let _ = write!(table, " {} |", links.join(", "));
        }
        table.push('\n');
    }
    table
}

fn one(number: usize, screen: &Listed, menu: Option<(usize, &Listed)>) -> String {
    let mut text = format!("### {}\n\n", number + 1);
    let Both { ru, en } = &screen.text;
    let _ = writeln!(
        text,
        "| {} | {} | |\n| --- | --- | --- |",
        short(ru),
        short(en)
    );
    let menu = menu.filter(|(of, menu)| *of != number && holds(screen, menu));
    let is_door = |way: &Way| {
        menu.is_some_and(|(_, menu)| menu.buttons.iter().any(|door| door.words == way.words))
    };
    if let Some((of, _)) = menu {
        let _ = writeln!(
            text,
            "| *кнопки меню* | *the menu's buttons* | {} |",
            link(of)
        );
    }
    for way in screen.buttons.iter().filter(|way| !is_door(way)) {
        let pen = if way.written { "✍ " } else { "" };
        let (ru, en) = (escaped(&way.words.ru), escaped(&way.words.en));
        let _ = writeln!(text, "| {pen}{ru} | {pen}{en} | {} |", leads(way));
    }
    text
}

/// Whether a screen has all the buttons of the menu: they need not be told again.
fn holds(screen: &Listed, menu: &Listed) -> bool {
    let has = |door: &Way| screen.buttons.iter().any(|way| way.words == door.words);
    menu.buttons.iter().all(has)
}

/// Where a way leads.
fn leads(way: &Way) -> String {
    let screens = way.targets.iter().map(|number| link(*number));
    let toasts = way
        .toasts
        .iter()
        .map(|(ru, en)| format!("«{}» · «{}»", escaped(ru), escaped(en)));
    let url = way.url.as_deref().map(|url| {
        // Where it leads is of interest, not what it carries.
        let bare = url.split('?').next().unwrap_or(url);
        format!("🔗 {}", escaped(bare))
    });
    let all: Vec<String> = screens.chain(toasts).chain(url).collect();
    all.join(", ")
}

fn link(number: usize) -> String {
    format!("[{0}](#{0})", number + 1)
}

fn code(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("`{text}`")
    }
}

/// The first lines of a text.
fn short(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let count = lines.clone().count();
    let shown: Vec<String> = lines.take(LINES).map(cut).collect();
    let more = if count > LINES { " …" } else { "" };
    format!("{}{more}", shown.join("<br>"))
}

fn cut(line: &str) -> String {
    if line.chars().count() <= LETTERS {
        return escaped(line);
    }
    let begin: String = line.chars().take(LETTERS).collect();
    format!("{}…", escaped(begin.trim_end()))
}

/// As it stands, whatever it means in Markdown.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => safe.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '~' => safe.extend(['\\', letter]),
            _ => safe.push(letter),
        }
    }
    safe
}
