//! From files to a checked pack: each file is read with what the files before it gave.

use std::collections::BTreeMap;

use super::model::{Catalogue, MenuDoor, Plan, Product, Quiz};
use super::nearest::did_you_mean;
use super::pack::Content;
use super::read_menu::read_menu;
use super::read_plans::read_plans;
use super::read_products::read_products;
use super::read_quiz::read_quiz;
use super::read_texts::read_texts;
use super::report::{Problem, Report};
use super::result::ResultTexts;
use super::source::Source;
use super::texts::Texts;
use super::values::{id_problem, is_id};

const FILES: [&str; 4] = ["texts.toml", "products.toml", "plans.toml", "menu.toml"];
const QUIZZES: &str = "quizzes/";

impl Content {
    /// The pack made of `files`, path inside the pack to text. `folder` is what problems call the pack.
    pub fn from_files(folder: &str, files: &BTreeMap<String, String>) -> Result<Content, Report> {
        let mut loader = Loader {
            folder,
            files,
            problems: Vec::new(),
        };
        let content = loader.load();
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

struct Loader<'f> {
    folder: &'f str,
    files: &'f BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    fn load(&mut self) -> Content {
        self.report_strangers();
        let by_key = self
            .read("texts.toml", |source| {
                Some(read_texts(source, &source.parse()?))
            })
            .unwrap_or_default();
        let texts = Texts::new(by_key);
        // `None` when the file cannot be read at all: then nothing can be said about what refers to it.
        let catalogue: Option<Catalogue> = self.read("products.toml", |source| {
            Some(read_products(source, &source.parse()?, &texts))
        });
        let plans: Vec<Plan> = self
            .read("plans.toml", |source| {
                Some(read_plans(source, &source.parse()?, &texts))
            })
            .unwrap_or_default();
        let products = catalogue
            .as_ref()
            .map(|catalogue| catalogue.products.as_slice());
        let quizzes = self.read_quizzes(&texts, products);
        let quiz_ids: Vec<&str> = self.quiz_files().map(|(_, id)| id).collect();
        let menu: Vec<MenuDoor> = self
            .read("menu.toml", |source| {
                Some(read_menu(source, &source.parse()?, &quiz_ids))
            })
            .unwrap_or_default();
        let Catalogue {
            products,
            order_link,
        } = catalogue.unwrap_or_default();
        Content {
            texts,
            menu,
            quizzes,
            products,
            order_link,
            plans,
        }
    }

    fn read_quizzes(&mut self, texts: &Texts, products: Option<&[Product]>) -> Vec<Quiz> {
        let results = ResultTexts {
            texts,
            products: products.unwrap_or_default(),
        };
        let quizzes: Vec<(&String, &str)> = self.quiz_files().collect();
        let mut read = Vec::with_capacity(quizzes.len());
        for (path, id) in quizzes {
            let quiz = self.read(path, |source| {
                if !is_id(id) {
                    source.report(
                        1,
                        format!("the file's name is the quiz's id: {}", id_problem(id)),
                    );
                }
                Some(read_quiz(
                    source,
                    &source.parse()?,
                    id,
                    &results,
                    products.is_some(),
                ))
            });
            read.extend(quiz);
        }
        read
    }

    /// The path and the id of every quiz.
    fn quiz_files<'a>(&self) -> impl Iterator<Item = (&'a String, &'a str)> + use<'a, '_>
    where
        Self: 'a,
    {
        let files = self.files;
        files
            .keys()
            .filter_map(|path| Some((path, path.strip_prefix(QUIZZES)?.strip_suffix(".toml")?)))
    }

    /// Opens one file and keeps the problems found in it.
    fn read<T>(&mut self, path: &str, read: impl FnOnce(&Source<'_>) -> Option<T>) -> Option<T> {
        let Some(text) = self.files.get(path) else {
            let advice = "the file is missing; `five-keys-bot content export DIR` writes a complete example to copy it from";
            self.report(path, advice);
            return None;
        };
        // Windows ends lines with two characters; a phone would show an empty line for each.
        let text = text.replace("\r\n", "\n");
        let source = Source::new(self.name(path), &text);
        let result = read(&source);
        self.problems.extend(source.into_problems());
        result
    }

    fn report_strangers(&mut self) {
        for path in self.files.keys() {
            if !FILES.contains(&path.as_str()) && !path.starts_with(QUIZZES) {
                let hint = did_you_mean(path, FILES);
                self.report(
                    path,
                    &format!("this file is not part of a pack{hint}; rename, move or remove it"),
                );
            }
        }
    }

    fn report(&mut self, path: &str, message: &str) {
        self.problems.push(Problem {
            file: self.name(path),
            line: 1,
            message: message.to_owned(),
        });
    }

    fn name(&self, path: &str) -> String {
        format!("{}/{path}", self.folder.trim_end_matches('/'))
    }
}
