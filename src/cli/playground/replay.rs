//! `playground --replay FILE`: a saved conversation as a test; with `--accept`, brought up to date.

use std::{net::SocketAddr, path::Path};

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::{
    Options,
    stage::{self, Stage},
};
use crate::{
    app::Inside,
    cli::{Failure, say},
    clock,
    playground::{Conversation, Playground, Replayed},
};

/// Plays every file against a service of its own with an empty SQLite database; ends with the first that differs.
pub(super) async fn run(options: &Options) -> Result<(), Failure> {
    for path in &options.replay {
        if options.accept {
            accept(options, path).await?;
        }
        let name = path.display();
        let (_, conversation) = read(path)?;
        match replay(options, &conversation).await? {
            Replayed::Same { steps } => say(format_args!("{name}: as recorded, {steps} steps")),
            Replayed::Different {
                step,
                act,
                difference,
            } => {
                let hint = match options.accept {
                    true => {
                        "it goes differently each time: write {any} in its place, and accept once more\n"
                    }
                    false => "",
                };
                return Err(Failure(format!(
                    "{name}: step {step} went differently: {act}\n{hint}\
                     lines with - are in the file, lines with + were seen\n\n{difference}"
                )));
            }
        }
    }
    Ok(())
}

/// Writes what is seen into the file.
async fn accept(options: &Options, path: &Path) -> Result<(), Failure> {
    let name = path.display();
    let (file, conversation) = read(path)?;
    let accepted = play(options, conversation.began, async |playground, inside| {
        let is_silent = async || {
            let figures = inside.store.figures(clock::now()).await;
            // Without figures, the patience of the playground ends the wait.
            figures.is_ok_and(|figures| figures.outbox_depth == 0)
        };
        playground
            .accept(&conversation, clock::set, is_silent)
            .await
    })
    .await?;
    let accepted = accepted
        .and_then(|accepted| accepted.over(&file))
        .map_err(|why| Failure(format!("{name} stays as it was: {why}")))?;
    if accepted != file {
        std::fs::write(path, accepted)
            .map_err(|error| Failure(format!("cannot write {name}: {error}")))?;
        say(format_args!("{name}: brought up to date"));
    }
    Ok(())
}

/// The file's text, and what it says.
fn read(path: &Path) -> Result<(String, Conversation), Failure> {
    let name = path.display();
    let file = std::fs::read_to_string(path)
        .map_err(|error| Failure(format!("cannot read {name}: {error}")))?;
    let conversation = Conversation::parse(&file)
        .map_err(|why| Failure(format!("{name} is no saved conversation: {why}")))?;
    Ok((file, conversation))
}

async fn replay(options: &Options, conversation: &Conversation) -> Result<Replayed, Failure> {
    play(options, conversation.began, async |playground, _| {
        playground.replay(conversation, clock::set).await
    })
    .await
}

/// Lets `scene` happen on a stage whose clocks begin at `began`.
async fn play<T>(
    options: &Options,
    began: Timestamp,
    scene: impl AsyncFnOnce(&Playground, &Inside) -> T,
) -> Result<T, Failure> {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure(format!("cannot make a folder for the database: {error}")))?;
    let options = Options {
        listen: SocketAddr::new(options.listen.ip(), 0),
        database: format!("sqlite:{}", folder.path().join("replay.db").display()),
        ..options.clone()
    };
    clock::set(began);
    let Stage {
        playground,
        application,
        ..
    } = stage::start(&options, Some(began)).await?;
    let inside = application.inside();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = application.run_until_stopped(async {
        let _ = stopped.await;
    });
    let playing = async {
        let played = scene(&playground, &inside).await;
        let _ = stop.send(());
        played
    };
    let (ended, played) = tokio::join!(running, playing);
    playground.stop().await;
    ended?;
    Ok(played)
}
