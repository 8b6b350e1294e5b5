//! How a function may be called, as a documentation test.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specsmith_model::{Api, Docs, Example, Ident, TypeId, Wire, Written};

use crate::page::print;
use crate::tokens::ident;

/// Where the example stands.
pub(crate) struct Place<'a> {
    /// The name of the package.
    pub(crate) package: &'a str,
    /// The document.
    pub(crate) api: &'a Api,
    /// The module of the function.
    pub(crate) group: &'a Ident,
}

/// The lines of the example.
pub(crate) fn example(it: &Example, function: &Ident, place: &Place<'_>) -> Docs {
    let Example { arguments } = it;
    let package = ident_of(place.package);
    let (module, group, function) = (ident(&place.api.module), ident(place.group), ident(function));
    let mut named = false;
    let arguments: Vec<TokenStream> = arguments.iter().map(|it| written(it, place, &mut named)).collect();
    let types = if named { quote!({#group, types}) } else { quote!(#group) };
    let body = quote! {
        async fn example(client: &#package::Client) -> Result<(), Box<dyn std::error::Error>> {
            let call = #group::#function(#(#arguments),*);
            let answer = client.send(call).await?;
            Ok(())
        }
    };
    let mut lines = vec![String::new(), "# Example".to_owned(), String::new(), "```no_run".to_owned()];
    lines.extend(print(quote!(use #package::#module::#types;)).lines().map(str::to_owned));
    lines.push(String::new());
    // Of the function around it only the inside is shown; its head may be of several lines.
    let mut inside = false;
    for line in print(body).lines() {
        lines.push(match line.strip_prefix("    ").filter(|it| inside && *it != "Ok(())") {
            Some(shown) => shown.to_owned(),
            None => format!("# {line}"),
        });
        inside |= line.ends_with('{');
    }
    lines.push("```".to_owned());
    Docs(lines)
}

fn ident_of(package: &str) -> TokenStream {
    package.replace('-', "_").parse().unwrap_or_default()
}

fn type_name(id: TypeId, place: &Place<'_>, named: &mut bool) -> TokenStream {
    *named = true;
    let name = ident(place.api.type_def(id).ident());
    quote!(types::#name)
}

fn written(it: &Written, place: &Place<'_>, named: &mut bool) -> TokenStream {
    let package = ident_of(place.package);
    let group = ident(place.group);
    match it {
        Written::Text(it) => quote!(#it),
        Written::String(it) => quote!(#it.to_owned()),
        Written::Literal(it) => it.parse().unwrap_or_default(),
        Written::Parsed(it) => quote!(#it.parse()?),
        Written::Json(wire) => match wire {
            Wire::Text(it) => quote!(#package::Json::from(#it)),
            Wire::Bool(it) => quote!(#package::Json::from(#it)),
            Wire::Whole(it) => {
                let it = Literal::i64_suffixed(*it);
                quote!(#package::Json::from(#it))
            }
            Wire::Number(it) => quote!(#it.parse()?),
        },
        Written::JsonNull => quote!(#package::Json::Null),
        Written::Base64(it) => quote!(#it.into()),
        Written::File => quote!(#package::FilePart::bytes("name.txt", "content")),
        Written::Upload => quote!(#package::Upload::bytes("content")),
        Written::Default => quote!(Default::default()),
        Written::Variant(id, variant) => {
            let (name, variant) = (type_name(*id, place, named), ident(variant));
            quote!(#name::#variant)
        }
        Written::New(id, values) => {
            let name = type_name(*id, place, named);
            let values = values.iter().map(|it| written(it, place, named));
            quote!(#name::new(#(#values),*))
        }
        Written::NewDefault(id) => {
            let name = type_name(*id, place, named);
            quote!(#name::default())
        }
        Written::Arm(id, variant, value) => {
            let (name, variant) = (type_name(*id, place, named), ident(variant));
            let value = written(value, place, named);
            quote!(#name::#variant(#value))
        }
        Written::Fields(name, fields) => {
            let name = ident(name);
            let fields = fields.iter().map(|(field, value)| {
                let (field, value) = (ident(field), written(value, place, named));
                quote!(#field: #value)
            });
            quote!(#group::#name { #(#fields),* })
        }
        Written::Own(name, variant, value) => {
            let (name, variant) = (ident(name), ident(variant));
            let value = written(value, place, named);
            quote!(#group::#name::#variant(#value))
        }
        Written::List(items) => {
            let items = items.iter().map(|it| written(it, place, named));
            quote!(vec![#(#items),*])
        }
        Written::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = written(value, place, named);
                quote!((#key.to_owned(), #value))
            });
            quote!([#(#entries),*].into())
        }
        Written::Some(it) => {
            let it = written(it, place, named);
            quote!(Some(#it))
        }
        Written::None => quote!(None),
        Written::Boxed(it) => {
            let it = written(it, place, named);
            quote!(Box::new(#it))
        }
        Written::Borrowed(it) => {
            let it = written(it, place, named);
            quote!(&#it)
        }
    }
}
