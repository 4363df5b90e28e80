//! `/payments`: what Tribute told, newest first, and how the admin wants to hear of it.

use super::{Talk, button, menu, moment};
use crate::{
    bot::{
        admin::{Ask, Back, IN_FILE, IN_LIST, LEADS_ON_A_PAGE, MONTHS, PaymentsPage},
        callback_data::Press,
        effects::{Change, Effects},
        fit,
        payment_news::News,
        payment_words,
        report::PaymentEntry,
        screen::Screen,
    },
    content::TextKey,
    telegram::calls::{Button, Keyboard},
};

/// The longest parts of a line: ten of them fit into a message.
const TITLE: usize = 60;
const NAME: usize = 40;
/// Small buttons beside each other.
const IN_A_ROW: usize = 5;

/// The page that the choice shows again.
pub(super) const FIRST: PaymentsPage = PaymentsPage {
    limit: IN_LIST.usual,
    page: 0,
};

/// One page.
pub(super) fn list(
    talk: &Talk<'_>,
    page: PaymentsPage,
    entries: &[PaymentEntry],
    news: News,
) -> Screen {
    let on_page = usize::try_from(LEADS_ON_A_PAGE).unwrap_or(usize::MAX);
    let mut pieces = vec![talk.text(TextKey::AdminPaymentsTitle, &[])];
    let first = page.query().skip;
    let numbered = (first.saturating_add(1)..).zip(entries).take(on_page);
    pieces.extend(numbered.map(|(number, entry)| format!("\n{}", line(talk, number, entry))));
    if entries.is_empty() {
        pieces.push(format!("\n{}", talk.text(TextKey::AdminPaymentsEmpty, &[])));
    }
    let key = match news {
        News::Each => TextKey::AdminNewsIsEach,
        News::Daily => TextKey::AdminNewsIsDaily,
        News::Off => TextKey::AdminNewsIsOff,
    };
    pieces.push(format!("\n{}", talk.text(key, &[])));
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard(talk, page, entries, news),
    }
}

/// The first page once more, with what the admin has just chosen.
pub(super) fn chosen(
    talk: &Talk<'_>,
    news: News,
    entries: &[PaymentEntry],
    effects: &mut Effects,
) -> Screen {
    let today = talk.context.now.to_zoned(talk.context.zone.clone()).date();
    effects.changes.push(Change::PaymentNews(news, today));
    list(talk, FIRST, entries, news)
}

fn line(talk: &Talk<'_>, number: u32, entry: &PaymentEntry) -> String {
    let content = talk.context.content;
    let said = &entry.said;
    let plan = entry.plan.as_deref();
    let title = plan.map_or(said.title.as_str(), |id| {
        content.plan_name(talk.locale, id, &said.title)
    });
    let amount = said.paid.as_ref().map(|paid| {
        let (minor, net) = (paid.minor, paid.net);
        payment_words::amount(content, talk.locale, minor, net, &paid.currency)
    });
    let person = match entry.user {
        Some(id) => format!("{} {id}", fit::cut(&entry.name, NAME)),
        None => talk.text(TextKey::AdminPaymentsNobody, &[]),
    };
    let args = [
        ("number", number.to_string()),
        (
            "date",
            moment(talk, said.at.unwrap_or(entry.event.received_at)),
        ),
        (
            "event",
            payment_words::event(content, talk.locale, &entry.event.name),
        ),
        ("title", or_dash(&fit::cut(title, TITLE))),
        ("amount", amount.unwrap_or_else(|| or_dash(""))),
        ("person", person.trim().to_owned()),
        (
            "outcome",
            payment_words::outcome(content, talk.locale, &entry.outcome),
        ),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::AdminPaymentsLine, &args)
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "—" } else { text }.to_owned()
}

/// The people of the page by their numbers, the pages around it, figures and file, and how to hear of payments.
fn keyboard(talk: &Talk<'_>, page: PaymentsPage, entries: &[PaymentEntry], news: News) -> Keyboard {
    let on_page = usize::try_from(LEADS_ON_A_PAGE).unwrap_or(usize::MAX);
    let at = |number| {
        Ask::Payments(PaymentsPage {
            page: number,
            ..page
        })
    };
    let first = page.query().skip.saturating_add(1);
    let numbered = (first..).zip(entries).take(on_page);
    let cards: Vec<Button> = numbered
        .filter_map(|(number, entry)| {
            let ask = Ask::Card(entry.user?, Back::Payments(page));
            let label = format!("👤 {number}");
            Some(Button::callback(label, Press::Admin(ask).encode()))
        })
        .collect();
    let newer = page.page.checked_sub(1);
    let newer = newer.map(|number| button(talk, TextKey::AdminNewer, at(number)));
    let older = (entries.len() > on_page)
        .then(|| button(talk, TextKey::AdminOlder, at(page.page.saturating_add(1))));
    let others = News::ALL.into_iter().filter(|other| *other != news);
    let others = others.map(|other| {
        let key = match other {
            News::Each => TextKey::AdminNewsEach,
            News::Daily => TextKey::AdminNewsDaily,
            News::Off => TextKey::AdminNewsOff,
        };
        button(talk, key, Ask::News(other))
    });
    let cards = cards.chunks(IN_A_ROW).map(<[Button]>::to_vec);
    cards
        .fold(Keyboard::default(), Keyboard::row)
        .row(newer.into_iter().chain(older).collect())
        .row(vec![
            button(
                talk,
                TextKey::AdminRevenueButton,
                Ask::Revenue(MONTHS.usual),
            ),
            button(
                talk,
                TextKey::AdminCsvButton,
                Ask::PaymentsFile(IN_FILE.usual),
            ),
        ])
        .row(others.collect())
        .row(vec![menu::home_button(talk)])
}
