//! Reads ten things.

use measured::generated::client::HttpClient;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = HttpClient::new().with_base_url("http://localhost:1");
    macro_rules! read {
        ($($call:expr),*) => {$(
            match $call.await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    read!(
        client.meta_get(),
        client.emojis_get(),
        client.licenses_get("mit"),
        client.gitignore_get_template("Rust"),
        client.users_get_authenticated(),
        client.users_get_by_username("octocat"),
        client.repos_get("octocat", "hello"),
        client.orgs_get("octocats"),
        client.issues_get("octocat", "hello", 1),
        client.pulls_get("octocat", "hello", 1)
    );
}
