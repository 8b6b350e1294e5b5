//! Reads ten things by their ids.

use measured::Client;
use measured::api::{disks, images, instances, organizations, projects, snapshots, vpcs};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::builder().base_url("http://localhost:1").build().unwrap();
    let id = "f3a5c8de-0f1c-4a0b-9d5e-3f5a2b6c7d8e";
    macro_rules! view {
        ($($call:path),*) => {$(
            match client.send($call(id)).await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    view!(
        disks::disk_view_by_id,
        images::image_view_by_id,
        instances::instance_view_by_id,
        instances::instance_network_interface_view_by_id,
        organizations::organization_view_by_id,
        projects::project_view_by_id,
        snapshots::snapshot_view_by_id,
        vpcs::vpc_view_by_id,
        vpcs::vpc_router_view_by_id,
        vpcs::vpc_subnet_view_by_id
    );
}
