//! The cases' expected modules have features for the parts of their documents, which this package does not list: the
//! feature of the document brings them all.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(feature, values(any()))");
    println!("cargo::rerun-if-changed=build.rs");
}
