//! `#[derive(Function)]`: a struct that describes one Lambda function, with its fields as environment variables.
//!
//! Owns the derive's steps: read the item, check it and the files that it names, emit the description.

#[cfg(feature = "describe")]
mod code;
mod environment;
#[cfg(feature = "describe")]
mod expand;
#[cfg(feature = "describe")]
mod handler;
#[cfg(feature = "describe")]
mod javascript;
#[cfg(feature = "describe")]
mod limits;
mod parse;
#[cfg(feature = "describe")]
mod python;
#[cfg(feature = "describe")]
mod validate;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use self::parse::Written;
use crate::diag::Diagnostics;

/// The description, always, what a handler in Rust reads, and every mistake.
#[cfg(feature = "describe")]
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    both(input, |written, input, diag| {
        let facts = validate::validate(written, diag);
        expand::expand(written, &facts, &input.generics)
    })
}

/// What a handler in Rust reads, without the description.
pub(crate) fn derive_environment(input: TokenStream) -> TokenStream {
    both(input, |_, _, _| TokenStream::new())
}

fn both(
    input: TokenStream,
    description: impl FnOnce(&Written, &DeriveInput, &mut Diagnostics) -> TokenStream,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let written = parse::parse(&input, &mut diag);
    let mut out = description(&written, &input, &mut diag);
    if may_be_rust(&written) {
        out.extend(environment::expand(&written, &input.vis));
    }
    out.extend(diag.into_tokens());
    out
}

/// Whether the handler may be a Rust program: of an image nobody can tell.
fn may_be_rust(written: &Written) -> bool {
    if let Some(runtime) = &written.runtime {
        return runtime.value().starts_with("provided");
    }
    let code = written.code.as_ref().map(syn::LitStr::value);
    let manifest = |code: String| {
        let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        std::path::Path::new(&crate_dir).join(code).join("Cargo.toml").is_file()
    };
    written.image.is_some() || code.is_some_and(manifest)
}
