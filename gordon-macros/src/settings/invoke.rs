//! `settings! { Settings { memory: 1024, ..base } }`: a struct literal whose missing fields have their defaults.
//!
//! Owns the literal's syntax, and the checks of literals while the crate compiles. Which fields there are, the builder
//! knows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Path, Token, braced};

use super::rule::{Bound, literal};

/// The macro's input.
struct Literal {
    path: Path,
    fields: Vec<(Ident, Expr)>,
    base: Option<Expr>,
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.call(Path::parse_mod_style)?;
        let content;
        braced!(content in input);
        let (mut fields, mut base) = (Vec::new(), None);
        while !content.is_empty() {
            if content.peek(Token![..]) {
                content.parse::<Token![..]>()?;
                base = Some(content.parse()?);
                break;
            }
            let name: Ident = content.parse()?;
            let value = if content.peek(Token![:]) {
                content.parse::<Token![:]>()?;
                content.parse()?
            } else {
                syn::parse_quote!(#name)
            };
            fields.push((name, value));
            if content.is_empty() {
                break;
            }
            content.parse::<Token![,]>()?;
        }
        if !content.is_empty() {
            return Err(content.error("`..base` comes last"));
        }
        if !input.is_empty() {
            return Err(input.error("one set of settings, as in `settings! { Settings { memory: 512 } }`"));
        }
        Ok(Self { path, fields, base })
    }
}

pub(super) fn expand(input: TokenStream) -> TokenStream {
    let Literal { path, fields, base } = match syn::parse2(input) {
        Ok(literal) => literal,
        Err(error) => return error.to_compile_error(),
    };
    let rules = quote_spanned!(path.span()=> <#path as ::gordon::describe::Settings>::RULES);
    let checks = fields.iter().filter_map(|(name, value)| {
        let text = name.to_string();
        let span = value.span();
        let (judge, value) = match literal(value)? {
            Bound::Integer(number) => ("integer", quote!(#number)),
            Bound::Number(number) => ("number", quote!(#number)),
            Bound::Text(text) => ("text", quote!(#text)),
            Bound::Constant(_) => return None,
        };
        let judge = Ident::new(judge, span);
        // The panic stands here, since where it stands is what the compiler shows.
        Some(quote_spanned! {span=>
            const _: () = if let ::core::option::Option::Some(broken) =
                ::gordon::describe::setting::rule::#judge(#rules, #text, #value)
            {
                ::core::panic!("{}", broken)
            };
        })
    });
    let twice = repeated(&fields);
    let mut builder = match &base {
        Some(base) => quote_spanned!(path.span()=> <#path>::builder_from(#base)),
        None => quote_spanned!(path.span()=> <#path>::builder()),
    };
    for (name, value) in &fields {
        // The name's own span: it is the line that the ledger keeps.
        builder.extend(quote_spanned!(name.span()=> .#name(#value)));
    }
    let build = quote_spanned!(path.span()=> .build());
    quote! {{
        #(#checks)*
        #twice
        #builder #build
    }}
}

/// A field that is given twice.
fn repeated(fields: &[(Ident, Expr)]) -> TokenStream {
    let mut seen = Punctuated::<Ident, Token![,]>::new();
    let mut out = TokenStream::new();
    for (name, _) in fields {
        if seen.iter().any(|other| other == name) {
            out.extend(syn::Error::new(name.span(), format!("`{name}` is given twice")).to_compile_error());
        }
        seen.push(name.clone());
    }
    out
}
