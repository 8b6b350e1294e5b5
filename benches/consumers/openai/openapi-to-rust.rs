//! Reads ten things, or has them removed.

use measured::generated::client::HttpClient;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = HttpClient::new().with_base_url("http://localhost:1");
    macro_rules! call {
        ($($call:expr),*) => {$(
            match $call.await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    call!(
        client.list_models(),
        client.delete_model("a"),
        client.retrieve_file("b"),
        client.retrieve_batch("c"),
        client.get_assistant("d"),
        client.get_vector_store("e"),
        client.retrieve_fine_tuning_job("f"),
        client.cancel_response("g"),
        client.get_eval("h"),
        client.get_conversation("i")
    );
}
