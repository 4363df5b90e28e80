//! `playground --replay FILE`: a saved conversation as a test.

use std::{net::SocketAddr, path::Path};

use tokio::sync::oneshot;

use super::{
    Options,
    stage::{self, Stage},
};
use crate::{
    cli::{Failure, say},
    clock,
    playground::{Conversation, Replayed},
};

/// Plays every file against a service of its own with an empty SQLite database; ends with the first that differs.
pub(super) async fn run(options: &Options) -> Result<(), Failure> {
    for path in &options.replay {
        let name = path.display();
        let conversation = read(path)?;
        match play(options, &conversation).await? {
            Replayed::Same { steps } => say(format_args!("{name}: as recorded, {steps} steps")),
            Replayed::Different {
                step,
                act,
                difference,
            } => {
                return Err(Failure(format!(
                    "{name}: step {step} went differently: {act}\n\
                     lines with - are in the file, lines with + were seen\n\n{difference}"
                )));
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Conversation, Failure> {
    let name = path.display();
    let file = std::fs::read_to_string(path)
        .map_err(|error| Failure(format!("cannot read {name}: {error}")))?;
    Conversation::parse(&file)
        .map_err(|why| Failure(format!("{name} is no saved conversation: {why}")))
}

async fn play(options: &Options, conversation: &Conversation) -> Result<Replayed, Failure> {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure(format!("cannot make a folder for the database: {error}")))?;
    let options = Options {
        listen: SocketAddr::new(options.listen.ip(), 0),
        database: format!("sqlite:{}", folder.path().join("replay.db").display()),
        ..options.clone()
    };
    clock::set(conversation.began);
    let Stage {
        playground,
        application,
        ..
    } = stage::start(&options, Some(conversation.began)).await?;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = application.run_until_stopped(async {
        let _ = stopped.await;
    });
    let playing = async {
        let replayed = playground.replay(conversation, clock::set).await;
        let _ = stop.send(());
        replayed
    };
    let (ended, replayed) = tokio::join!(running, playing);
    playground.stop().await;
    ended?;
    Ok(replayed)
}
