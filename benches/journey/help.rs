//! What `--help` says.

pub(crate) const HELP: &str = "\
cargo bench --bench journey -- [OPTIONS]
  --suite                      everything, as tables for BENCHMARKS.md; about 20 minutes (10 s after 3 s for each row)
  --soak N                     N minutes, a line for each (of --seconds, if that is said)
  --overload                   as it is, then --rate [20000] over --connections, then as it is again

What is done
  --scenario start             new people write /start, each once
             quiz              /menu, a quiz's door, Start, five answers with the result          [this]
             mixed             70 % quiz, 20 % start, 10 % signed webhooks of Tribute
             read-only         people with access open their subscription page
             backlog           --updates wait, and are delivered as fast as they are taken
             burst             everybody presses at the same moment, three times
  --database postgres|sqlite   postgres: BENCH_DATABASE_URL, or a durable cluster of our own   [postgres]
  --connections N              requests in flight at most                             [32; burst: 100]
  --replicas N                 processes of the service, in turn for each update                  [1]
  --rate N                     open loop: N updates per second, latency from the intended time [closed loop]
  --seconds N                  measured time                                                   [20]
  --warmup-seconds N           before it                                                       [5]
  --api-latency-ms N           how long the pretend Bot API takes for a call                   [0]
  --people N                   how many take part in turn                                      [1000]
  --rows N                     people in the database before, with all that is known of them; --people
                               are a sample of them                                            [0]
  --updates N                  of the backlog                                                  [10000]
  --steps N                    updates in one journey: /menu, then presses                     [8]
  --prefer WORD                the menu's button whose data contains this, else its first      [quiz]

What it is compared with, and what else is shown
  --floor-seconds N            pgbench with update.sql; 0 leaves it out                        [10]
  --peer N                     N processes of the aiogram bot in benches/peer; installs itself [0]
  --round-trips                statements and round trips to PostgreSQL per update; slows everything
  --trace                      shows what the first person pressed and saw
The program is BENCH_BINARY, or that of cargo build --release.";
