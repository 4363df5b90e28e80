//! One update of a chat at a time in this process: keeps messages in order and one person's flood from taking
//! every database connection. Across processes the database's lock does the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::OwnedMutexGuard;

use crate::telegram::ChatId;

type Lock = Arc<tokio::sync::Mutex<()>>;

/// A gate for each chat that is in use.
#[derive(Debug, Clone, Default)]
pub struct Gates(Arc<Mutex<HashMap<ChatId, Lock>>>);

/// Held while a chat is worked on.
#[derive(Debug)]
pub struct Pass {
    guard: Option<OwnedMutexGuard<()>>,
    chat: ChatId,
    gates: Gates,
}

impl Gates {
    /// Waits for the chat's turn; first come, first served.
    pub async fn enter(&self, chat: ChatId) -> Pass {
        let lock = Arc::clone(self.map().entry(chat).or_default());
        // From here on the pass cleans up, also when the wait is given up.
        let mut pass = Pass {
            guard: None,
            chat,
            gates: self.clone(),
        };
        pass.guard = Some(lock.lock_owned().await);
        pass
    }

    fn map(&self) -> MutexGuard<'_, HashMap<ChatId, Lock>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.map().len()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.guard = None;
        let mut map = self.gates.map();
        // Only the map holds it: nobody waits, nobody is inside.
        if map
            .get(&self.chat)
            .is_some_and(|lock| Arc::strong_count(lock) == 1)
        {
            map.remove(&self.chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn one_chat_goes_in_turn_and_leaves_nothing_behind() {
        let (gates, inside) = (Gates::default(), AtomicUsize::new(0));
        let visits = (0..20).map(|_| async {
            let _pass = gates.enter(ChatId(1)).await;
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
            tokio::task::yield_now().await;
            inside.fetch_sub(1, Ordering::SeqCst);
        });
        join_all(visits).await;
        assert_eq!(gates.len(), 0);
    }

    #[tokio::test]
    async fn chats_do_not_wait_for_each_other_and_a_given_up_wait_leaves_nothing() {
        let gates = Gates::default();
        let one = gates.enter(ChatId(1)).await;
        let two = gates.enter(ChatId(2)).await;
        let waiting = tokio::time::timeout(std::time::Duration::ZERO, gates.enter(ChatId(1)));
        assert!(waiting.await.is_err());
        drop((one, two));
        assert_eq!(gates.len(), 0);
    }
}
