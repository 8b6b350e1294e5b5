//! Reads ten things by their ids.

use measured::apis::configuration::Configuration;
use measured::apis::{
    disks_api, images_api, instances_api, organizations_api, projects_api, snapshots_api, vpcs_api,
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let configuration = Configuration { base_path: "http://localhost:1".to_owned(), ..Configuration::default() };
    let id = "f3a5c8de-0f1c-4a0b-9d5e-3f5a2b6c7d8e";
    macro_rules! view {
        ($($call:path),*) => {$(
            match $call(&configuration, id).await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    view!(
        disks_api::disk_view_by_id,
        images_api::image_view_by_id,
        instances_api::instance_view_by_id,
        instances_api::instance_network_interface_view_by_id,
        organizations_api::organization_view_by_id,
        projects_api::project_view_by_id,
        snapshots_api::snapshot_view_by_id,
        vpcs_api::vpc_view_by_id,
        vpcs_api::vpc_router_view_by_id,
        vpcs_api::vpc_subnet_view_by_id
    );
}
