//! One person at a door: looked at, let in, or put out.

use jiff::{SignedDuration, Timestamp};

use super::{Doors, LEASE, PATIENCE, after, backoff, until};
use crate::{
    bot::{
        doors::{Named, Place, Step, open_until, step, who_of},
        effects::Outgoing,
    },
    clock,
    content::Content,
    store::{
        StoreError,
        doors::{DueMember, Found, MemberSettled},
    },
    telegram::{
        ChatId, UserId,
        api_error::ApiError,
        types::{ChatMember, ChatMemberStatus},
    },
};

/// Whoever runs a chat may be nobody special tomorrow.
const ADMIN_AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// Telegram does not know the person there: deleted accounts, and people who never were inside.
const NOBODY: [&str; 4] = [
    "participant_id_invalid",
    "user not found",
    "member not found",
    "user_id_invalid",
];
/// The request is no more: taken back, or somebody else said yes or no.
const NO_REQUEST: &str = "hide_requester_missing";
/// They run the chat.
const AN_ADMIN: [&str; 4] = [
    "user is an administrator",
    "can't remove chat owner",
    "user_admin_invalid",
    "not enough rights to restrict/unrestrict chat administrator",
];

/// What became of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// The bot let them in.
    Admitted,
    /// The bot put them out.
    Removed,
    /// They were out, or their request is no more.
    Gone,
    /// They are in.
    Inside,
    /// They run the chat.
    Admin,
    /// There was nothing to do.
    Rested(Option<Timestamp>),
    /// Something about them changed meanwhile.
    Overtaken,
}

/// One person, and what the content pack says about them.
struct Case<'a> {
    due: &'a DueMember,
    open: Option<Timestamp>,
    claimed_until: Timestamp,
}

impl Doors {
    /// Settles one person who is due; `false` when nobody is.
    pub(super) async fn next_member(&self, content: &Content) -> Result<bool, StoreError> {
        let now = clock::now();
        let claimed_until = after(now, LEASE);
        let Some(due) = self.store.claim_door_member(now, claimed_until).await? else {
            return Ok(false);
        };
        let (door, subscriptions) = (due.member.door, &due.subscriptions);
        let case = Case {
            open: open_until(content, subscriptions, door, now),
            due: &due,
            claimed_until,
        };
        let is_door = content.plan_door(door.0).is_some();
        let step = step(&due.member, case.open, is_door);
        let ended = self.take(&case, step).await;
        let (settled, messages) = match ended {
            Ok(ended) => {
                self.count(step, ended);
                (case.settled(ended), Vec::new())
            }
            Err(Failure::Store(error)) => return Err(error),
            Err(Failure::Telegram(error)) => self.failed(content, &case, step, &error),
        };
        let stored = self
            .store
            .settle_door_member(&settled, &messages, clock::now())
            .await?;
        self.told(stored, !messages.is_empty());
        Ok(true)
    }

    async fn take(&self, case: &Case<'_>, step: Step) -> Result<Ended, Failure> {
        Ok(match step {
            Step::Rest => Ended::Rested(None),
            Step::Later(end) => Ended::Rested(Some(end)),
            Step::Admit => self.admit(case).await?,
            Step::Find => match self.standing(case).await? {
                None => Ended::Gone,
                Some(member) if member.is_admin() => Ended::Admin,
                Some(member) if member.is_inside() => Ended::Inside,
                Some(_) => Ended::Gone,
            },
            Step::Remove | Step::Finish => self.remove(case).await?,
        })
    }

    /// Says yes to a request. When it is no more, it may be that an earlier yes was heard and its answer was lost.
    async fn admit(&self, case: &Case<'_>) -> Result<Ended, Failure> {
        let (door, user) = case.key();
        match self.api.approve_join(door, user).await {
            Ok(()) => Ok(Ended::Admitted),
            Err(error) if is_settled(&error) => Ok(match self.standing(case).await? {
                Some(member) if member.is_admin() => Ended::Admin,
                Some(member) if member.is_inside() => Ended::Admitted,
                _ => Ended::Gone,
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// Bans and unbans: so people are out and may come back. Whoever dies in between leaves a word, and the next one
    /// goes on with the second half.
    async fn remove(&self, case: &Case<'_>) -> Result<Ended, Failure> {
        let (door, user) = case.key();
        let begun = case.due.member.place == Place::Leaving;
        let Some(member) = self.standing(case).await? else {
            return Ok(Ended::Gone);
        };
        if member.is_admin() {
            return Ok(Ended::Admin);
        }
        if member.status == ChatMemberStatus::Kicked && begun {
            self.api.unban(door, user).await?;
            return Ok(Ended::Removed);
        }
        if !member.is_inside() {
            return Ok(Ended::Gone);
        }
        if case.open.is_some() {
            return Ok(Ended::Inside);
        }
        let leaving = self.store.begin_leaving(door, user, case.claimed_until);
        if !leaving.await? {
            return Ok(Ended::Overtaken);
        }
        match self.api.ban(door, user).await {
            Ok(()) => {}
            Err(error) if says(&error, &AN_ADMIN) => return Ok(Ended::Admin),
            Err(error) => return Err(error.into()),
        }
        self.api.unban(door, user).await?;
        Ok(Ended::Removed)
    }

    /// What somebody is there; `None` when Telegram does not know them.
    async fn standing(&self, case: &Case<'_>) -> Result<Option<ChatMember>, Failure> {
        let (door, user) = case.key();
        match self.api.chat_member(door, user).await {
            Ok(member) => Ok(Some(member)),
            Err(error) if says(&error, &NOBODY) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Tried again later, for a day; then the admins hear of it.
    fn failed(
        &self,
        content: &Content,
        case: &Case<'_>,
        step: Step,
        error: &ApiError,
    ) -> (MemberSettled, Vec<Outgoing>) {
        let now = clock::now();
        let (door, user) = case.key();
        tracing::debug!(%door, %error, "somebody at a door could not be settled");
        let settled = case.settled(Ended::Overtaken);
        // That is about the bot as a whole.
        if let ApiError::RetryAfter(wait) = error {
            let settled = MemberSettled {
                check_at: Some(until(now, *wait)),
                attempts: case.due.attempts,
                failed_at: case.due.failed_at,
                ..settled
            };
            return (settled, Vec::new());
        }
        let since = case.due.failed_at.unwrap_or(now);
        let is_dead = now.duration_since(since) >= PATIENCE;
        self.count_failure(step, is_dead);
        let mut messages = Vec::new();
        // That somebody could not be found does nobody any harm.
        if is_dead && step != Step::Find {
            tracing::warn!(%door, %error, "somebody at a door is given up until the bot's rights change");
            let person = who_of(user, case.due.person.as_ref());
            let named = Named {
                chat: door,
                title: "",
            };
            let out = step != Step::Admit;
            let admins = self.to_admins(content);
            messages = admins.of_stuck(named, &person, out, &error.to_string());
        }
        let again = after(now, backoff(case.due.attempts));
        let settled = MemberSettled {
            check_at: (!is_dead).then_some(again),
            attempts: case.due.attempts.saturating_add(1),
            failed_at: Some(since),
            error: Some(error.to_string()),
            is_dead,
            ..settled
        };
        (settled, messages)
    }

    fn count(&self, step: Step, ended: Ended) {
        match (step, ended) {
            (Step::Admit, Ended::Admitted) => self.metrics.join_request("approved"),
            (Step::Admit, Ended::Gone) => self.metrics.join_request("gone"),
            (Step::Remove | Step::Finish, Ended::Removed) => self.metrics.door_removal("removed"),
            (Step::Remove | Step::Finish, Ended::Gone) => self.metrics.door_removal("gone"),
            (Step::Remove | Step::Finish, Ended::Admin) => self.metrics.door_removal("admin"),
            _ => {}
        }
    }

    fn count_failure(&self, step: Step, is_dead: bool) {
        let outcome = if is_dead { "given_up" } else { "failed" };
        match step {
            Step::Admit => self.metrics.join_request(outcome),
            Step::Remove | Step::Finish => self.metrics.door_removal(outcome),
            _ => {}
        }
    }
}

impl Case<'_> {
    fn key(&self) -> (ChatId, UserId) {
        (self.due.member.door, self.due.member.user)
    }

    /// What is stored when all went well.
    fn settled(&self, ended: Ended) -> MemberSettled {
        let (door, user) = self.key();
        let found = |place, is_ours| Found {
            place,
            is_ours,
            is_admin: false,
        };
        let (found, check_at) = match ended {
            Ended::Admitted => (Some(found(Place::Inside, true)), self.open),
            Ended::Removed | Ended::Gone => (Some(found(Place::Outside, false)), None),
            // Whoever is found inside with access is seen out at its end, like those whom the bot let in.
            Ended::Inside => {
                let is_ours = self.due.member.is_ours || self.open.is_some();
                (Some(found(Place::Inside, is_ours)), self.open)
            }
            Ended::Admin => {
                let admin = Found {
                    is_admin: true,
                    ..found(Place::Inside, self.due.member.is_ours)
                };
                let again = after(clock::now(), ADMIN_AGAIN);
                (Some(admin), self.due.member.is_ours.then_some(again))
            }
            Ended::Rested(at) => (None, at),
            Ended::Overtaken => (None, None),
        };
        MemberSettled {
            door,
            user,
            claimed_until: self.claimed_until,
            found,
            done_from: match ended {
                Ended::Admitted => Some(Place::Asked),
                Ended::Removed => Some(Place::Leaving),
                _ => None,
            },
            check_at,
            attempts: 0,
            failed_at: None,
            error: None,
            is_dead: false,
        }
    }
}

/// Why somebody could not be settled.
enum Failure {
    Telegram(ApiError),
    Store(StoreError),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Telegram(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Whether Telegram's words hold one of these.
fn says(error: &ApiError, fragments: &[&str]) -> bool {
    let words = match error {
        ApiError::Rejected { description, .. } => description,
        ApiError::Unreachable(words) | ApiError::AlreadySo(words) => words,
        _ => return false,
    };
    let words = words.to_lowercase();
    fragments.iter().any(|fragment| words.contains(fragment))
}

/// Whether a yes is not needed any more.
fn is_settled(error: &ApiError) -> bool {
    matches!(error, ApiError::AlreadySo(_)) || says(error, &[NO_REQUEST])
}
