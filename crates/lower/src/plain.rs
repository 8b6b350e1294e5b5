//! Which media types of a body a plain value stands for: decided when every type is defined.

use specsmith_model::{BodyDef, BodyKind, BodyVariant, Group, TypeDef, TypeRef};

use crate::types::Defined;

/// Looks at every body.
pub(crate) fn settle_bodies(groups: &mut [Group], definitions: &[Defined<'_>]) {
    let definitions = Definitions(definitions);
    for operation in groups.iter_mut().flat_map(|it| &mut it.operations) {
        if let Some(BodyDef { ident: _, need: _, variants, from }) = &mut operation.body {
            *from = definitions.plain_values(variants);
        }
    }
}

/// The definitions, to look types up in.
pub(crate) struct Definitions<'d, 't>(pub(crate) &'d [Defined<'t>]);

impl Definitions<'_, '_> {
    /// A plain value stands for multipart where it holds a file, else for `application/json`, else the first JSON
    /// variant, else the first of all; and for any other whose type tells it.
    fn plain_values(&self, variants: &[BodyVariant]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..variants.len()).collect();
        order.sort_by_key(|it| variants.get(*it).map(|it| (self.rank(it), &it.media_type)));
        let mut from: Vec<usize> = Vec::new();
        let mut known: Vec<TypeRef> = Vec::new();
        for index in order {
            let Some(variant) = variants.get(index) else { continue };
            let ty = self.unaliased(&variant.ty);
            if !known.contains(&ty) {
                known.push(ty);
                from.push(index);
            }
        }
        from.sort_unstable();
        from
    }

    fn rank(&self, variant: &BodyVariant) -> usize {
        match variant.kind {
            // A file can only travel as multipart.
            BodyKind::Multipart if self.holds_file(&variant.ty) => 0,
            BodyKind::Json if variant.media_type == "application/json" => 1,
            BodyKind::Json => 2,
            BodyKind::Form | BodyKind::Multipart | BodyKind::Text | BodyKind::Bytes => 3,
        }
    }

    /// Whether a value of the type holds a file at its top, where a form has its fields.
    fn holds_file(&self, ty: &TypeRef) -> bool {
        let Some(TypeDef::Struct(it)) = self.of(ty) else { return false };
        let file = |mut ty: &TypeRef| loop {
            match ty {
                TypeRef::File => break true,
                TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::List(it) => ty = it,
                _ => break false,
            }
        };
        it.fields.iter().any(|field| file(&field.ty))
    }

    /// What a name of a type stands for, however it is called.
    pub(crate) fn of(&self, ty: &TypeRef) -> Option<&TypeDef> {
        match self.unaliased(ty) {
            TypeRef::Named(id) => self.0.get(id.0).map(|it| &it.definition),
            _ => None,
        }
    }

    /// The type with every alias in it replaced by what it stands for.
    pub(crate) fn unaliased(&self, ty: &TypeRef) -> TypeRef {
        /// Longer chains than this are no doing of people.
        const LONGEST: usize = 64;
        self.unaliased_within(ty, LONGEST)
    }

    fn unaliased_within(&self, ty: &TypeRef, levels: usize) -> TypeRef {
        let Some(levels) = levels.checked_sub(1) else { return TypeRef::Json };
        let inside = |it: &TypeRef| Box::new(self.unaliased_within(it, levels));
        match ty {
            TypeRef::Named(id) => match self.0.get(id.0).map(|it| &it.definition) {
                Some(TypeDef::Alias(alias)) => self.unaliased_within(&alias.ty, levels),
                Some(TypeDef::Struct(_) | TypeDef::Choice(_) | TypeDef::Union(_)) | None => ty.clone(),
            },
            TypeRef::List(it) => TypeRef::List(inside(it)),
            TypeRef::Map(it) => TypeRef::Map(inside(it)),
            TypeRef::Option(it) => TypeRef::Option(inside(it)),
            TypeRef::Patch(it) => TypeRef::Patch(inside(it)),
            TypeRef::Boxed(it) => TypeRef::Boxed(inside(it)),
            _ => ty.clone(),
        }
    }
}
