//! From files to a checked pack: each file is read with what the files before it gave.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use toml::de::DeTable;

use super::calculator::Calculator;
use super::model::{Catalogue, MenuDoor, Plan, Plans, Quiz, Reminder};
use super::navigator::Page;
use super::nearest::did_you_mean;
use super::pack::Content;
use super::picker::Picker;
use super::read_all_texts::Gaps;
use super::read_assistant::read_assistant;
use super::read_calculator::read_calculator;
use super::read_door::Destinations;
use super::read_menu::read_menu;
use super::read_navigator::{page_ids, read_navigator, unreachable};
use super::read_picker::read_picker;
use super::read_pictures::read_pictures;
use super::read_plans::read_plans;
use super::read_products::read_products;
use super::read_quiz::read_quiz;
use super::read_reminders::read_reminders;
use super::report::{Problem, Report};
use super::source::{Source, Trust};
use super::values::{id_problem, is_id};

const FILES: [&str; 8] = [
    "texts.toml",
    "products.toml",
    "plans.toml",
    "menu.toml",
    "picker.toml",
    "assistant.toml",
    NAVIGATOR,
    REMINDERS,
];
const NAVIGATOR: &str = "navigator.toml";
/// A pack without this file reminds nobody.
const REMINDERS: &str = "reminders.toml";
const QUIZZES: &str = "quizzes/";
const CALCULATORS: &str = "calculators/";
/// Texts may stand in `texts.toml`, or in any file of this folder.
pub(super) const TEXTS: &str = "texts/";
const PICTURES: &str = "pictures/";

impl Content {
    /// The pack made of `files`, path inside the pack to text. `folder` is what problems call the pack.
    pub fn from_files(folder: &str, files: &BTreeMap<String, String>) -> Result<Content, Report> {
        let pictures = BTreeMap::new();
        Content::from_all(folder, files, &pictures, Gaps::Refused, Trust::Doubted)
    }

    /// The same with the pictures of the pack, by the names of their files.
    pub(super) fn from_all(
        folder: &str,
        files: &BTreeMap<String, String>,
        pictures: &BTreeMap<String, Bytes>,
        gaps: Gaps,
        trust: Trust,
    ) -> Result<Content, Report> {
        let mut loader = Loader {
            folder,
            files,
            gaps,
            trust,
            problems: Vec::new(),
        };
        let content = loader.load(pictures);
        let mut problems = loader.problems;
        problems.sort();
        problems.dedup();
        if problems.is_empty() {
            Ok(content)
        } else {
            Err(Report(problems))
        }
    }
}

pub(super) struct Loader<'f> {
    pub(super) folder: &'f str,
    pub(super) files: &'f BTreeMap<String, String>,
    pub(super) gaps: Gaps,
    trust: Trust,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    fn load(&mut self, pictures: &BTreeMap<String, Bytes>) -> Content {
        self.report_strangers();
        let (texts, lent) = self.read_all_texts();
        let names: Vec<&str> = pictures.keys().map(String::as_str).collect();
        // `None` when the file cannot be read at all: then nothing can be said about what refers to it.
        let catalogue: Option<Catalogue> = self.read("products.toml", |source| {
            Some(read_products(source, &source.parse()?, &texts, &names))
        });
        let products = catalogue
            .as_ref()
            .map(|catalogue| catalogue.products.as_slice());
        let (pictures, problems) = read_pictures(pictures, products);
        for (name, problem) in problems {
            self.report(&format!("{PICTURES}{name}"), &problem);
        }
        let plans: Plans = self
            .read("plans.toml", |source| {
                Some(read_plans(source, &source.parse()?, &texts))
            })
            .unwrap_or_default();
        let mut quizzes = self.read_each(QUIZZES, "quiz", |source, table, id| {
            Some(read_quiz(source, table, id, &texts, products))
        });
        quizzes.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let mut calculators = self.read_each(CALCULATORS, "calculator", |source, table, id| {
            read_calculator(source, table, id, &texts, products)
        });
        calculators.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let picker: Option<Picker> = self.read_optional("picker.toml", |source| {
            Some(read_picker(source, &source.parse()?, &texts, products))
        });
        let assistant = self.read_optional("assistant.toml", |source| {
            Some(read_assistant(source, &source.parse()?))
        });
        let (menu, pages, reminders) = self.read_doors(&quizzes, &calculators, &plans.all);
        let Catalogue {
            products,
            order_link,
        } = catalogue.unwrap_or_default();
        Content {
            texts,
            lent,
            menu,
            quizzes,
            calculators,
            picker,
            pages,
            products,
            order_link,
            plans,
            pictures,
            assistant: assistant.unwrap_or_default(),
            reminders,
        }
    }

    /// The menu, the navigator and the reminders: what refers to everything else, and to each other.
    fn read_doors(
        &mut self,
        quizzes: &[Quiz],
        calculators: &[Calculator],
        plans: &[Plan],
    ) -> (Vec<Vec<MenuDoor>>, Vec<Page>, Vec<Reminder>) {
        // A file with mistakes is there all the same.
        let ids = |folder: &'static str, read: Vec<&'_ str>| -> Vec<String> {
            let read: Vec<String> = read.into_iter().map(str::to_owned).collect();
            let others = self.named_files(folder).map(|(_, id)| id.to_owned());
            let others: Vec<String> = others.filter(|id| !read.contains(id)).collect();
            [read, others].concat()
        };
        let quizzes = ids(
            QUIZZES,
            quizzes.iter().map(|quiz| quiz.id.as_str()).collect(),
        );
        let calculators = ids(
            CALCULATORS,
            calculators.iter().map(|one| one.id.as_str()).collect(),
        );
        let pages = self.read_optional(NAVIGATOR, |source| Some(page_ids(&source.parse()?)));
        let pages = pages.unwrap_or_default();
        let to = Destinations {
            quizzes: &as_strs(&quizzes),
            calculators: &as_strs(&calculators),
            pages: &as_strs(&pages),
            picker: self.files.contains_key("picker.toml"),
        };
        let menu: Option<Vec<Vec<MenuDoor>>> = self.read("menu.toml", |source| {
            Some(read_menu(source, &source.parse()?, &to))
        });
        let pages: Option<Vec<Page>> = self.read_optional(NAVIGATOR, |source| {
            Some(read_navigator(source, &source.parse()?, &to, plans))
        });
        if let (Some(menu), Some(pages)) = (&menu, &pages) {
            for id in unreachable(pages, menu) {
                let message = format!(
                    "no button leads to the page `{id}`; add a door with `kind = \"page\"` and `page = \"{id}\"` to the menu or to another page"
                );
                self.report(NAVIGATOR, &message);
            }
        }
        let reminders = self.read_optional(REMINDERS, |source| {
            Some(read_reminders(source, &source.parse()?, &to))
        });
        (
            menu.unwrap_or_default(),
            pages.unwrap_or_default(),
            reminders.unwrap_or_default(),
        )
    }

    /// Every file of a folder, read by `read`; its name is an id.
    fn read_each<T>(
        &mut self,
        folder: &'static str,
        what: &str,
        read: impl for<'s> Fn(&'s Source<'s>, &'s DeTable<'s>, &str) -> Option<T>,
    ) -> Vec<T> {
        let files: Vec<(&String, &str)> = self.named_files(folder).collect();
        let mut all = Vec::with_capacity(files.len());
        for (path, id) in files {
            let one = self.read(path, |source| {
                if !is_id(id) {
                    source.report(
                        1,
                        format!("the file's name is the {what}'s id: {}", id_problem(id)),
                    );
                }
                read(source, &source.parse()?, id)
            });
            all.extend(one);
        }
        all
    }

    /// The path and the id of every file of a folder.
    fn named_files<'a>(
        &self,
        folder: &'static str,
    ) -> impl Iterator<Item = (&'a String, &'a str)> + use<'a, '_>
    where
        Self: 'a,
    {
        let files = self.files;
        files
            .keys()
            .filter_map(move |path| Some((path, path.strip_prefix(folder)?.strip_suffix(".toml")?)))
    }

    /// Opens a file that a pack may leave out.
    fn read_optional<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&Source<'_>) -> Option<T>,
    ) -> Option<T> {
        let there = self.files.contains_key(path);
        there.then(|| self.read(path, read)).flatten()
    }

    /// Opens one file and keeps the problems found in it.
    pub(super) fn read<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&Source<'_>) -> Option<T>,
    ) -> Option<T> {
        let Some(text) = self.files.get(path) else {
            let advice = "the file is missing; `five-keys-bot content export DIR` writes a complete example to copy it from";
            self.report(path, advice);
            return None;
        };
        // Windows ends lines with two characters; a phone would show an empty line for each.
        let text = match text.contains('\r') {
            true => Cow::Owned(text.replace("\r\n", "\n")),
            false => Cow::Borrowed(text.as_str()),
        };
        let source = Source::new(self.name(path), &text, self.trust);
        let result = read(&source);
        self.problems.extend(source.into_problems());
        result
    }

    fn report_strangers(&mut self) {
        for path in self.files.keys() {
            let known = [QUIZZES, CALCULATORS, TEXTS]
                .iter()
                .any(|folder| path.starts_with(folder));
            if !FILES.contains(&path.as_str()) && !known {
                let hint = did_you_mean(path, FILES);
                self.report(
                    path,
                    &format!("this file is not part of a pack{hint}; rename, move or remove it"),
                );
            }
        }
    }

    pub(super) fn report(&mut self, path: &str, message: &str) {
        self.report_line(path, 1, message.to_owned());
    }

    pub(super) fn report_line(&mut self, path: &str, line: usize, message: String) {
        self.problems.push(Problem {
            file: self.name(path),
            line,
            message,
        });
    }

    fn name(&self, path: &str) -> String {
        format!("{}/{path}", self.folder.trim_end_matches('/'))
    }
}

fn as_strs(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
