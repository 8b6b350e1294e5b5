//! Reads ten things.

use measured::Client;
use measured::api::{emojis, gitignore, issues, licenses, meta, orgs, pulls, repos, users};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::builder().base_url("http://localhost:1").build().unwrap();
    macro_rules! read {
        ($($call:expr),*) => {$(
            match client.send($call).await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    read!(
        meta::get(),
        emojis::get(),
        licenses::get("mit"),
        gitignore::get_template("Rust"),
        users::get_authenticated(),
        users::get_by_username("octocat"),
        repos::get("octocat", "hello"),
        orgs::get("octocats"),
        issues::get("octocat", "hello", 1),
        pulls::get("octocat", "hello", 1)
    );
}
