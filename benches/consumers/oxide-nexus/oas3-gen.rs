//! Reads ten things by their ids.

use measured::*;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = OxideRegionApiClient::with_base_url("http://localhost:1").unwrap();
    let id = "f3a5c8de-0f1c-4a0b-9d5e-3f5a2b6c7d8e";
    macro_rules! view {
        ($($call:ident $request:ident $path:ident),*) => {$(
            match client.$call($request { path: $path { id: id.parse().unwrap() } }).await {
                Ok(reply) => println!("{reply:?}"),
                Err(error) => println!("{error}"),
            }
        )*};
    }
    view!(
        disk_view_by_id DiskViewByIdRequest DiskViewByIdRequestPath,
        image_view_by_id ImageViewByIdRequest ImageViewByIdRequestPath,
        instance_view_by_id InstanceViewByIdRequest InstanceViewByIdRequestPath,
        instance_network_interface_view_by_id InstanceNetworkInterfaceViewByIdRequest InstanceNetworkInterfaceViewByIdRequestPath,
        organization_view_by_id OrganizationViewByIdRequest OrganizationViewByIdRequestPath,
        project_view_by_id ProjectViewByIdRequest ProjectViewByIdRequestPath,
        snapshot_view_by_id SnapshotViewByIdRequest SnapshotViewByIdRequestPath,
        vpc_view_by_id VpcViewByIdRequest VpcViewByIdRequestPath,
        vpc_router_view_by_id VpcRouterViewByIdRequest VpcRouterViewByIdRequestPath,
        vpc_subnet_view_by_id VpcSubnetViewByIdRequest VpcSubnetViewByIdRequestPath
    );
}
