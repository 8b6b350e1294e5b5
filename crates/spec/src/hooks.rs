//! What a service calls by itself: webhooks and callbacks; and the links between operations.

use specsmith_source::{Kind, Node};

use crate::bodies::Body;
use crate::follow::value;
use crate::graph::{Method, Operation};
use crate::operations::Resolver;
use crate::read;
use crate::shape::Docs;

/// An operation that may follow another.
#[derive(Debug)]
pub struct OperationLink<'t> {
    /// What it is called.
    pub name: &'t str,
    /// `operationId` or `operationRef`.
    pub target: Option<&'t str>,
    /// Its description.
    pub description: Option<&'t str>,
}

/// A request that the service makes.
#[derive(Debug)]
pub struct Hook<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// Its key among the webhooks, or among the callbacks of an operation.
    pub name: &'t str,
    /// What it is.
    pub from: Outgoing<'t>,
    /// Its method.
    pub method: Method<'t>,
    /// Summary, description, deprecation.
    pub docs: Docs<'t>,
    /// `requestBody`: what the service sends.
    pub body: Option<Body<'t>>,
}

/// Whether a request of the service is asked for by an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outgoing<'t> {
    /// It is not.
    Webhook,
    /// It is.
    Callback {
        /// The index of the operation.
        operation: usize,
        /// The expression of the URL that it goes to.
        expression: &'t str,
    },
}

impl<'t> Resolver<'t, '_> {
    /// The webhooks of a document, then the callbacks of its operations.
    pub(crate) fn hooks(&mut self, root: Node<'t>, operations: &[Operation<'t>]) -> Vec<Hook<'t>> {
        let mut hooks = Vec::new();
        for (name, item) in read::map(root, "webhooks", "`webhooks`", self.diagnostics) {
            self.hook(name, &Outgoing::Webhook, item, &mut hooks);
        }
        for (index, operation) in operations.iter().enumerate() {
            for (name, declared) in read::map(operation.node, "callbacks", "`callbacks`", self.diagnostics) {
                let Some(callback) = self.schemas.follower.settle(declared, "the callback", self.diagnostics)
                else {
                    continue;
                };
                let items = callback.entries().filter(|(key, _)| !key.starts_with("x-") && *key != "$ref");
                for (expression, item) in items {
                    let from = Outgoing::Callback { operation: index, expression };
                    self.hook(name, &from, item, &mut hooks);
                }
            }
        }
        hooks
    }

    fn hook(&mut self, name: &'t str, from: &Outgoing<'t>, declared: Node<'t>, hooks: &mut Vec<Hook<'t>>) {
        let Some(item) = self.schemas.follower.settle(declared, "the path", self.diagnostics) else { return };
        for (method, node) in self.methods(item) {
            let Some(node) = value(node, self.diagnostics) else { continue };
            if !read::is_kind(node, "the operation", Kind::Map, self.diagnostics) {
                continue;
            }
            let docs = read::docs(node, "summary", self.diagnostics);
            let body = node.get("requestBody").and_then(|it| self.body(it));
            hooks.push(Hook { node, name, from: *from, method, docs, body });
        }
    }

    /// What the answers of an operation say of operations that may follow.
    pub(crate) fn links(&mut self, operation: Node<'t>) -> Vec<OperationLink<'t>> {
        let mut links = Vec::new();
        for (_, declared) in read::map(operation, "responses", "`responses`", self.diagnostics) {
            let Some(response) = self.schemas.follower.settle(declared, "the response", self.diagnostics)
            else {
                continue;
            };
            for (name, declared) in read::map(response, "links", "`links`", self.diagnostics) {
                let Some(link) = self.schemas.follower.settle(declared, "the link", self.diagnostics) else {
                    continue;
                };
                let mut text = |key: &str| read::text(link, key, key, self.diagnostics);
                let target = text("operationId").or_else(|| text("operationRef"));
                let description = self.description(link);
                links.push(OperationLink { name, target, description });
            }
        }
        links
    }
}
