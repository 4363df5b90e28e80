//! The picker: every way through it ends well, and mistakes are found.

use super::tiny::tiny;
use crate::content::picker_results::every_way;
use crate::content::{Content, Problem};

/// The products for choices, by the ids of options.
fn picked(content: &Content, choices: [&str; 7]) -> Vec<String> {
    let picker = content.picker().expect("there");
    let places: Vec<u8> = picker
        .steps
        .iter()
        .zip(choices)
        .map(|(step, choice)| {
            let place = step.options.iter().position(|option| option.id == choice);
            u8::try_from(place.expect(choice)).expect("small")
        })
        .collect();
    let (_, products) = picker.pick(&places).expect("picked");
    products.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_rules_of_the_embedded_pack_do_what_they_say() {
    let content = Content::embedded().expect("sound");
    let has = |choices, product: &str| picked(&content, choices).iter().any(|id| id == product);
    let plain = [
        "energy",
        "30to50",
        "sedentary",
        "beginner",
        "none",
        "warm",
        "all",
    ];
    let with = |step: usize, option| {
        let mut choices = plain;
        choices[step] = option;
        choices
    };
    assert!(!has(plain, "vitamin_d3"), "{:?}", picked(&content, plain));
    assert!(has(with(1, "over50"), "vitamin_d3"));
    assert!(has(with(5, "winter"), "vitamin_d3"));
    assert!(has(with(2, "active"), "omega3"));
    for goal in ["energy", "immunity", "gut", "sleep", "skin_joints"] {
        for experience in ["beginner", "advanced"] {
            for (restriction, banned) in [
                ("herbs", ["herbal_tea", "adaptogen"]),
                ("vegan", ["collagen", "omega3"]),
            ] {
                let choices = [
                    goal,
                    "over50",
                    "active",
                    experience,
                    restriction,
                    "winter",
                    "all",
                ];
                let list = picked(&content, choices);
                assert!(
                    banned.iter().all(|id| !list.contains(&(*id).to_owned())),
                    "{choices:?} {list:?}"
                );
            }
            for (budget, most) in [("small", 2), ("standard", 3)] {
                let choices = [
                    goal, "over50", "active", experience, "none", "winter", budget,
                ];
                let list = picked(&content, choices);
                assert!((1..=most).contains(&list.len()), "{choices:?} {list:?}");
            }
        }
    }
}

#[test]
fn every_way_through_the_picker_ends_with_products_and_reasons() {
    let content = Content::embedded().expect("sound");
    let picker = content.picker().expect("there");
    let ways = every_way(picker);
    assert_eq!(ways.len(), 5 * 3 * 2 * 2 * 3 * 2 * 3);
    for way in ways {
        let (goal, list) = picker.pick(&way).expect("picked");
        let ids: Vec<String> = list.iter().map(|id| (*id).to_owned()).collect();
        let advice = content.picker_advice(&goal.id, &ids).expect("advice");
        assert!(
            !ids.is_empty() && advice.products.len() == ids.len(),
            "{way:?}"
        );
    }
    assert!(picker.pick(&[]).is_none() && picker.pick(&[9; 7]).is_none());
}

const PICKER: &str = r#"title = { ru = "Подбор", en = "Picker" }
intro = { ru = "Подберём", en = "Let us see" }

[[step]]
id = "goal"
text = { ru = "Что важно?", en = "What matters?" }
option = [
    { id = "calm", text = { ru = "Покой", en = "Calm" } },
    { id = "joy", text = { ru = "Радость", en = "Joy" } },
]

[[step]]
id = "experience"
text = { ru = "Опыт?", en = "Experience?" }
option = [
    { id = "beginner", text = { ru = "Нет", en = "None" } },
    { id = "advanced", text = { ru = "Есть", en = "Some" } },
]

[[goal]]
id = "calm"
level = { ru = "Покой", en = "Calm" }
beginner = ["tea"]
advanced = ["tea"]
note = { ru = "Дышите", en = "Breathe" }
action = [{ ru = "Отдохните", en = "Rest" }]
reason = [{ product = "tea", ru = "согревает", en = "warms" }]

[[goal]]
id = "joy"
level = { ru = "Радость", en = "Joy" }
beginner = ["tea"]
advanced = ["tea", "honey"]
note = { ru = "Пойте", en = "Sing" }
action = [{ ru = "Танцуйте", en = "Dance" }]
reason = [
    { product = "tea", ru = "согревает", en = "warms" },
    { product = "honey", ru = "сладкий", en = "sweet" },
]

[[rule]]
when = ["experience:beginner"]
remove = ["tea"]
"#;

fn load(from: &str, to: &str) -> Result<Content, Vec<Problem>> {
    assert!(PICKER.contains(from), "{from}");
    let mut files = tiny();
    files.insert("picker.toml".into(), PICKER.replacen(from, to, 1));
    Content::from_files("pack", &files).map_err(|report| report.0)
}

#[test]
fn a_list_that_the_rules_empty_falls_back_to_the_goals_base() {
    let content = load("[[rule]]", "[[rule]]").expect("sound");
    let (_, list) = content
        .picker()
        .expect("there")
        .pick(&[0, 0])
        .expect("picked");
    assert_eq!(list, ["tea"]);
}

#[test]
fn what_a_rule_adds_stands_last_or_where_it_says_so_that_a_short_list_keeps_it() {
    let rule = "when = [\"experience:beginner\"]\nremove = [\"tea\"]";
    let list = |goal: u8, experience: u8, rules: &str| -> Vec<String> {
        let content = load(rule, rules).expect("sound");
        let picker = content.picker().expect("there");
        let (_, list) = picker.pick(&[goal, experience]).expect("picked");
        list.into_iter().map(str::to_owned).collect()
    };
    let reason = "reason = { ru = \"сладкий\", en = \"sweet\" }";
    let add =
        |place: &str| format!("when = [\"goal:calm\"]\nadd = [\"honey\"]\n{place}\n{reason}\n");
    let keep = "[[rule]]\nwhen = [\"goal:calm\"]\nkeep = 1\n";
    assert_eq!(list(0, 0, &add("")), ["tea", "honey"]);
    assert_eq!(list(0, 0, &add("place = 1")), ["honey", "tea"]);
    assert_eq!(list(0, 0, &add("place = 9")), ["tea", "honey"]);
    assert_eq!(
        list(0, 1, &add("place = 1")),
        ["honey", "tea"],
        "comes forward"
    );
    assert_eq!(list(0, 1, &add("place = 2")), ["tea", "honey"], "stays");
    assert_eq!(list(0, 0, &(add("") + keep)), ["tea"]);
    assert_eq!(list(0, 0, &(add("place = 1") + keep)), ["honey"]);
}

#[test]
fn the_shortest_list_of_the_own_pack_keeps_what_winter_and_age_added() {
    let content = Content::embedded().expect("sound");
    let picker = content.picker().expect("there");
    let place = |step: &str, option: &str| -> u8 {
        let step = picker
            .steps
            .iter()
            .find(|known| known.id == step)
            .expect("a step");
        let place = step.options.iter().position(|known| known.id == option);
        place
            .and_then(|place| u8::try_from(place).ok())
            .expect("an option")
    };
    for goal in &picker.goals {
        for experience in ["beginner", "advanced"] {
            for activity in ["sedentary", "active"] {
                let choices: Vec<u8> = picker
                    .steps
                    .iter()
                    .map(|step| match step.id.as_str() {
                        "goal" => place("goal", &goal.id),
                        "experience" => place("experience", experience),
                        "activity" => place("activity", activity),
                        "season" => place("season", "winter"),
                        _ => 0,
                    })
                    .collect();
                let (_, list) = picker.pick(&choices).expect("picked");
                assert_eq!(list.len(), 2, "{}: {list:?}", goal.id);
                assert!(list.contains(&"vitamin_d3"), "{}: {list:?}", goal.id);
                let own = [&goal.beginner, &goal.advanced];
                let first = own.map(|own| own.first().map(String::as_str));
                assert!(
                    first.contains(&list.first().copied()),
                    "{}: {list:?}",
                    goal.id
                );
            }
        }
    }
}

#[test]
fn other_steps_have_another_mark() {
    let mark = |from, to| {
        load(from, to)
            .expect("sound")
            .picker()
            .expect("there")
            .mark()
    };
    let own = mark("[[rule]]", "[[rule]]");
    assert_eq!(own, mark("ru = \"Дышите\"", "ru = \"Не спешите\""));
    let other = PICKER.replace("\"joy\"", "\"fun\"");
    let mut files = tiny();
    files.insert("picker.toml".into(), other);
    let content = Content::from_files("pack", &files).expect("sound");
    assert_ne!(own, content.picker().expect("there").mark());
}

#[test]
fn mistakes_in_the_picker_are_reported_with_their_line_and_what_to_do() {
    for (from, to, line, words) in [
        (
            "id = \"goal\"",
            "id = \"aim\"",
            1,
            "needs a step with `id = \"goal\"`",
        ),
        (
            "id = \"calm\"\nlevel",
            "id = \"peace\"\nlevel",
            4,
            "the goal `calm` has no section",
        ),
        (
            "{ id = \"advanced\"",
            "{ id = \"pro\"",
            12,
            "exactly the options `beginner` and `advanced`",
        ),
        (
            "advanced = [\"tea\", \"honey\"]",
            "advanced = [\"tea\", \"money\"]",
            33,
            "did you mean `honey`?",
        ),
        (
            "experience:beginner",
            "experience:begginer",
            42,
            "did you mean `experience:beginner`?",
        ),
        (
            "remove = [\"tea\"]",
            "remove = [\"tea\"]\nkeep = 1",
            41,
            "a rule does exactly one thing",
        ),
        ("remove = [\"tea\"]", "keep = 0", 43, "`keep = 2`"),
        (
            "remove = [\"tea\"]",
            "remove = [\"tea\"]\nplace = 2",
            44,
            "`place` belongs to `add`",
        ),
        (
            "    { product = \"honey\", ru = \"сладкий\", en = \"sweet\" },\n",
            "",
            29,
            "`honey` has no reason",
        ),
    ] {
        let found = load(from, to).expect_err(to);
        let matching = found.iter().find(|problem| problem.message.contains(words));
        let problem = matching.unwrap_or_else(|| panic!("{to}: {found:#?}"));
        assert_eq!(problem.line, line, "{problem}");
    }
}
