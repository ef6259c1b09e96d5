//! `#[derive(Stages)]`: an enum whose variants are the stages of a project.
//!
//! Owns the derive's steps: read the enum, check it, emit the table of its variants.

mod expand;
mod parse;
mod regions;
mod validate;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::diag::Diagnostics;

/// The expansion: the impl, always, and every mistake.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let stages = parse::parse(&input, &mut diag);
    validate::validate(&stages, &mut diag);
    let mut out = expand::expand(&input, &stages);
    out.extend(diag.into_tokens());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(item: &str) -> Vec<String> {
        let input: DeriveInput = syn::parse_str(item).expect("an item");
        let mut diag = Diagnostics::default();
        let stages = parse::parse(&input, &mut diag);
        validate::validate(&stages, &mut diag);
        diag.messages()
    }

    #[test]
    fn the_usual_stages_are_right() {
        let item = r#"
            enum Stage {
                #[stage(local)]
                Local,
                #[stage(any, region = "eu-west-1")]
                Sandbox(StageName),
                #[stage(region = "eu-west-1", account = "111111111111", profile = "dev")]
                Dev,
                #[stage(regions = ["eu-west-1", "us-gov-west-1"], protected, name = "live")]
                EuProd,
                Plain,
            }
        "#;
        assert_eq!(mistakes(item), Vec::<String>::new());
    }

    #[test]
    fn mistakes_are_all_found() {
        let item = r#"
            enum Stage {
                #[stage(any)]
                One(StageName),
                #[stage(any)]
                Two(StageName),
                #[stage(protcted, region = "eu-west1", account = 1)]
                Dev,
                #[stage(name = "dev")]
                Again,
            }
        "#;
        let found = mistakes(item);
        assert_eq!(found.len(), 5, "{found:#?}");
        for part in ["did you mean `protected`", "`account` is a string", "second `any`", "`eu-west-1`", "two stages"] {
            assert!(found.iter().any(|message| message.contains(part)), "{part}: {found:#?}");
        }
    }
}
