//! Reads ten things, or has them removed.

use measured::Client;
use measured::api::{
    assistants, batch, conversations, evals, files, fine_tuning, models, responses, vector_stores,
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::builder().base_url("http://localhost:1").build().unwrap();
    macro_rules! call {
        ($($call:expr),*) => {$(
            match client.send($call).await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    call!(
        models::list_models(),
        models::delete_model("a"),
        files::retrieve_file("b"),
        batch::retrieve_batch("c"),
        assistants::get_assistant("d"),
        vector_stores::get_vector_store("e"),
        fine_tuning::retrieve_fine_tuning_job("f"),
        responses::cancel_response("g"),
        evals::get_eval("h"),
        conversations::get_conversation("i")
    );
}
