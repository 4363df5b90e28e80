//! `doctor`, as a person runs it beside the service, and the same look once a day.

use five_keys_bot::playground::Playground;
use serde_json::Value;

use crate::support::{
    app::{ADMIN, PATIENCE, SECRET, pretend},
    client,
    database::TestDatabase,
    door::Door,
    on_both,
    process::{Ended, Service, run},
};

/// A service behind a public address, registered with Telegram.
struct House {
    telegram: Playground,
    database: TestDatabase,
    door: Door,
    service: Service,
}

impl House {
    async fn open(backend: crate::support::database::Backend) -> Self {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let (door, admin) = (Door::open().await, ADMIN.to_string());
        let more = [
            ("PUBLIC_URL", door.url.as_str()),
            ("ADMIN_ID", admin.as_str()),
            ("TASKS_TOKEN", "cron"),
        ];
        telegram.add_person(ADMIN, "Olga", Some("ru"));
        let mut service = Service::start("bot", &telegram, &database, &more).await;
        door.lead_to(&[service.port]);
        let registered = |log: &str| log.contains("the webhook is registered").then_some(());
        service
            .process
            .wrote("registration", |process| registered(&process.log()))
            .await;
        telegram.send_text(ADMIN, "/start");
        assert!(telegram.settle(PATIENCE).await);
        Self {
            telegram,
            database,
            door,
            service,
        }
    }

    /// What the metrics say of a check.
    async fn finds(&self, check: &str) -> String {
        let scrape = client().get(self.service.url("/metrics")).send().await;
        let text = scrape.expect("an answer").text().await.expect("a text");
        let series = format!("bot_doctor_findings{{check=\"{check}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&series));
        line.unwrap_or_else(|| panic!("{series} is not in\n{text}"))
            .to_owned()
    }

    /// What a person types, with the service's settings and others on top.
    async fn doctor(&self, arguments: &[&str], more: &[(&str, &str)]) -> Ended {
        let (api, admin) = (self.telegram.api_url(), ADMIN.to_string());
        let own = [
            ("BOT_TOKEN", self.telegram.settings().bot_token.as_str()),
            ("TELEGRAM_API_URL", &api),
            ("TELEGRAM_SECRET_TOKEN", SECRET),
            ("TRIBUTE_API_KEY", &self.telegram.settings().tribute_key),
            ("DATABASE_URL", &self.database.url),
            ("PUBLIC_URL", &self.door.url),
            ("ADMIN_ID", &admin),
        ];
        let arguments = [&["doctor"], arguments].concat();
        let environment = [&own[..], more].concat();
        run(self.database.folder(), &arguments, &environment).await
    }

    /// A day goes by; how many messages the look queued.
    async fn next_day(&self) -> i64 {
        let line = self
            .database
            .value("SELECT settings FROM tasks WHERE name = 'doctor'")
            .await;
        let told = line.split_once(' ').expect("two words").1;
        let due = format!(
            "UPDATE tasks SET settings = '2026-01-01T00:00:00Z {told}', next_run_at = '2026-01-01 00:00:00.000000', \
             claimed_until = NULL WHERE name = 'doctor'"
        );
        self.database.query(&due).await;
        self.tasks().await
    }

    async fn tasks(&self) -> i64 {
        let request = client()
            .post(self.service.url("/tasks/run"))
            .bearer_auth("cron");
        let summary: Value = request
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        summary["tasks"]["doctor"]["told"]
            .as_i64()
            .expect("a count")
    }
}

on_both! {
    async fn a_bot_in_order_has_only_good_lines_and_a_broken_one_is_told_what_to_do(backend) {
        let house = House::open(backend).await;
        let said = house.doctor(&[], &[]).await.success();
        for check in ["settings", "content", "database", "clock", "telegram", "webhook", "service", "tribute"] {
            assert!(said.contains(&format!("ok       {check}")), "{check}: {said}");
        }
        assert!(said.contains("all is well") && !said.contains('<'), "{said}");
        let report: Value = serde_json::from_str(&house.doctor(&["--json"], &[]).await.success()).expect("JSON");
        assert_eq!((&report["ok"], &report["checks"][0]["level"]), (&Value::Bool(true), &Value::from("ok")));

        for (name, value, lines) in [
            ("TRIBUTE_API_KEY", "trbt_distinctive", &["failure  tribute", "401"][..]),
            ("TRIBUTE_API_KEY", "", &["warning  tribute", "Tribute's dashboard"]),
            ("TELEGRAM_SECRET_TOKEN", "distinctive_secret", &["failure  service", "Restart it"]),
            ("PUBLIC_URL", "http://127.0.0.1:9", &["failure  webhook", "webhook set", "failure  service"]),
            ("BOT_TOKEN", "123456:distinctive", &["failure  telegram", "@BotFather"]),
            ("TELEGRAM_API_URL", "http://127.0.0.1:9", &["failure  telegram", "HTTP_PROXY_URL"]),
            ("DATABASE_URL", "sqlite:nowhere.db", &["warning  database", "first start"]),
            ("DATABASE_URL", "postgres://me:distinctive@127.0.0.1:9/bot", &["failure  database"]),
            ("ADMIN_ID", "", &["warning  settings", "@userinfobot"]),
            ("WEB_PORT", "many", &["failure  settings", "WEB_PORT"]),
            ("CONTENT_DIR", "nowhere", &["failure  content", "content check"]),
            ("REDIS_URL", "redis://127.0.0.1:9", &["warning  redis"]),
            ("LEADS_CHAT_ID", "-1009", &["failure  doors", "LEADS_CHAT_ID"]),
            ("ADMIN_ID", "777", &["warning  settings", "777 has not pressed Start"]),
        ] {
            let ended = house.doctor(&[], &[(name, value)]).await;
            for line in lines {
                assert!(ended.said.contains(line), "{name}={value}: {line}: {}", ended.said);
            }
            let code = i32::from(lines[0].starts_with("failure"));
            assert_eq!(ended.status.code(), Some(code), "{name}={value}: {ended:#?}");
            assert!(!format!("{ended:?}").contains("distinctive"), "{ended:?}");
        }
        let ended = house.doctor(&["--json"], &[("TRIBUTE_API_KEY", "trbt_other")]).await;
        let report: Value = serde_json::from_str(&ended.said).expect("JSON");
        assert_eq!(report["ok"], Value::Bool(false));
    }

    async fn what_turns_bad_is_told_to_the_owner_once_and_so_is_that_all_is_well_again(backend) {
        let house = House::open(backend).await;
        // The first turn only notes when to look.
        house.tasks().await;
        assert_eq!(house.next_day().await, 0, "all is well, and was before");
        let told = |words: &str| {
            let chat = house.telegram.chat(ADMIN);
            chat.iter().filter(|message| message.text.contains(words)).count()
        };
        house.door.lead_to(&[]);
        assert_eq!(house.next_day().await, 1);
        let told_now = house.database.value("SELECT settings FROM tasks WHERE name = 'doctor'").await;
        assert_eq!(house.next_day().await, 0, "told twice: {told_now}");
        house.telegram.settle(PATIENCE).await;
        assert_eq!((told("Осмотр бота"), told("не отвечает")), (1, 1), "{:#?}", house.telegram.chat(ADMIN));
        assert_eq!(house.finds("service").await, "1");
        house.door.lead_to(&[house.service.port]);
        assert_eq!(house.next_day().await, 1);
        assert_eq!(house.finds("service").await, "0");
        house.telegram.settle(PATIENCE).await;
        assert_eq!(told("Снова всё в порядке"), 1, "{:#?}", house.telegram.chat(ADMIN));
    }
}
