//! Does one thing so many times, to be measured from outside: `cargo xtask bench calls` does. The instructions of one
//! are the difference of two runs under callgrind over the difference of their counts.
#![forbid(unsafe_code)]

mod by_hand;
mod events;
mod lists;
mod load;
mod ours;
mod race;
mod server;

use std::error::Error;

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str = "\
serve: answers on loopback until standard input ends; the first line says where
call ours|by-hand ADDRESS CONNECTIONS COUNT: sends calls, and prints the seconds that they took
race ADDRESS CONNECTIONS SLICES: sends calls of both in turn, and prints the requests per second of ours and by hand
events ours|by-hand ADDRESS COUNT: reads a stream, and prints by how many bytes the process grew meanwhile
scripted COUNT: sends calls to a transport without a network
decode|encode ours|by-hand COUNT: a list of some ten million bytes
decode by-hand-keeping COUNT: the same, unknown keys kept";

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match *arguments {
        // Among the other benches of the workspace there is nothing to do.
        [] => Ok(()),
        ["serve"] => runtime.block_on(server::serve()),
        ["call", "ours", address, connections, count] => {
            let client = ours::client(address)?;
            let call = move |id| ours::call(client.clone(), id);
            runtime.block_on(load::run(connections.parse()?, count.parse()?, call))
        }
        ["call", "by-hand", address, connections, count] => {
            let client = by_hand::Client::new(address)?;
            let call = move |id| by_hand::call(client.clone(), id);
            runtime.block_on(load::run(connections.parse()?, count.parse()?, call))
        }
        ["race", address, connections, slices] => {
            let (our, hand) = (ours::client(address)?, by_hand::Client::new(address)?);
            let ours = move |id| ours::call(our.clone(), id);
            let by_hand = move |id| by_hand::call(hand.clone(), id);
            runtime.block_on(race::run(connections.parse()?, slices.parse()?, ours, by_hand))
        }
        ["events", "ours", address, count] => runtime.block_on(events::ours(address, count.parse()?)),
        ["events", "by-hand", address, count] => runtime.block_on(events::by_hand(address, count.parse()?)),
        ["scripted", count] => runtime.block_on(ours::scripted(count.parse()?)),
        [what @ ("decode" | "encode"), by, count] => lists::run(what, by, count.parse()?),
        _ => Err(format!("the arguments are none of these:\n{USAGE}").into()),
    }
}
