//! Reads ten things by their ids.

use measured::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::new("http://localhost:1");
    let id = "f3a5c8de-0f1c-4a0b-9d5e-3f5a2b6c7d8e";
    macro_rules! view {
        ($($call:ident),*) => {$(
            match client.$call(&id.parse().unwrap()).await {
                Ok(reply) => println!("{:?}", reply.into_inner()),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    view!(
        disk_view_by_id,
        image_view_by_id,
        instance_view_by_id,
        instance_network_interface_view_by_id,
        organization_view_by_id,
        project_view_by_id,
        snapshot_view_by_id,
        vpc_view_by_id,
        vpc_router_view_by_id,
        vpc_subnet_view_by_id
    );
}
