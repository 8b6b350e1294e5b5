//! Parameters: required ones become arguments, optional ones the fields of one struct.

use specsmith_model::{Argument, ArgumentPass, Ident, Parameter, ParamsDef, Source, Step, Style, TypeRef};
use specsmith_spec::{self as spec, Operation, ParameterPlace};

use crate::operations::Companions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::{Types, member_docs};
use crate::views::View;
use crate::{keys, names};

/// What becomes of an operation's parameters.
pub(crate) struct Parameters {
    pub(crate) arguments: Vec<Argument>,
    pub(crate) params: Option<ParamsDef>,
    pub(crate) steps: Vec<Step>,
}

/// Decides on all parameters of one operation. `owner` begins the names of types that stand inside them.
pub(crate) fn parameters<'t>(
    operation: &Operation<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> Parameters {
    let optional = operation.parameters.iter().any(|it| !it.required);
    let params = optional.then(|| companions.name(operation.node, NameKind::Params, types));
    let idents = idents(operation, companions, params.as_ref(), types);
    let mut setters = setters(operation, &idents, types).into_iter();
    let mut made = Parameters { arguments: Vec::new(), params: None, steps: Vec::new() };
    let mut fields = Vec::new();
    let all = operation.parameters.iter().zip(idents).map(|(it, ident)| {
        let setter = if it.required { None } else { setters.next() };
        (it, ident, setter)
    });
    let mut all: Vec<_> = all.collect();
    // Path parameters stand in the order of the path; the others keep the document's.
    all.sort_by_key(|(it, _, _)| {
        operation.template.iter().position(|name| *name == it.name).unwrap_or(usize::MAX)
    });
    for (parameter, ident, setter) in all {
        let inner = names::inner_type_name(owner, parameter.name);
        types.travel(View::Request);
        let ty = types.type_of(parameter.schema, &inner);
        let value = match setter {
            None => {
                made.arguments.push(Argument { ident: ident.clone(), pass: pass(&ty), ty });
                Source::Argument(ident)
            }
            Some(setter) => {
                let docs = member_docs(parameter.name, parameter.docs, types.graph, parameter.schema);
                let deprecated = parameter.docs.deprecated;
                fields.push(Parameter { ident: ident.clone(), setter, docs, deprecated, ty });
                Source::Params(ident)
            }
        };
        made.steps.push(step(parameter, value));
    }
    made.params = params.map(|ident| ParamsDef { ident, fields });
    made
}

fn idents(
    operation: &Operation<'_>,
    companions: &Companions<'_>,
    params: Option<&Ident>,
    types: &mut Types<'_, '_, '_, '_>,
) -> Vec<Ident> {
    let function = format!("{}.", companions.function);
    let fields = params.map(|it| companions.member(it, "."));
    let claims = operation.parameters.iter().map(|it| {
        let place = match it.place {
            ParameterPlace::Path => "path",
            ParameterPlace::Query => "query",
            ParameterPlace::Header => "header",
            ParameterPlace::Cookie => "cookie",
        };
        let (kind, path) = match fields.as_ref().filter(|_| !it.required) {
            Some(fields) => (NameKind::Field, fields.clone()),
            None => (NameKind::Argument, function.clone()),
        };
        let by_place = names::value_name(&format!("{} {place}", it.name));
        Claim {
            node: it.node,
            key: companions.part(&format!("parameters/{place}:{}", keys::escape(it.name))),
            listed: Some(Listed { kind, path }),
            candidates: vec![
                Candidate::new(names::value_name(it.name), Rule::Parameter),
                Candidate::new(by_place, Rule::Qualified("where it travels")),
            ],
        }
    });
    Scope::with(&["body", "params"]).claim_all(claims.collect(), types.ledger, types.diagnostics)
}

/// The setters of the optional parameters, in order.
fn setters(operation: &Operation<'_>, idents: &[Ident], types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let optional = operation.parameters.iter().zip(idents).filter(|(it, _)| !it.required);
    let claims = optional.map(|(it, ident)| names::setter_claim(it.node, ident)).collect();
    names::setters().claim_all(claims, types.ledger, types.diagnostics)
}

/// Small values are handed over as they are.
fn pass(ty: &TypeRef) -> ArgumentPass {
    match ty {
        TypeRef::Bool
        | TypeRef::I32
        | TypeRef::I64
        | TypeRef::I128
        | TypeRef::U32
        | TypeRef::U64
        | TypeRef::F32
        | TypeRef::F64
        | TypeRef::DateTime
        | TypeRef::Date => ArgumentPass::Value,
        _ => ArgumentPass::Reference,
    }
}

fn step(parameter: &spec::Parameter<'_>, value: Source) -> Step {
    let wire = parameter.name.to_owned();
    match parameter.place {
        ParameterPlace::Path => Step::Path { wire, value },
        ParameterPlace::Header => Step::Header { wire, value },
        ParameterPlace::Cookie => Step::Cookie { wire, value },
        ParameterPlace::Query => {
            let style = match parameter.style {
                spec::Style::Simple | spec::Style::FormExploded => Style::FormExploded,
                spec::Style::Form => Style::Form,
                spec::Style::SpaceDelimited => Style::SpaceDelimited,
                spec::Style::PipeDelimited => Style::PipeDelimited,
                spec::Style::DeepObject => Style::DeepObject,
                spec::Style::Json => Style::Json,
            };
            Step::Query { wire, style, value }
        }
    }
}
