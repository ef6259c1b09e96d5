//! Emits `gordon`'s `Runtime` from the table.
//!
//! Owns the code of the enum; its documentation and its other types (`Family`, `Date`) are in `gordon`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::table::{Family, INFERRED, READ, RUNTIMES, Runtime, State};

/// `runtimes! {}`: the enum, its facts, and the look-ups that need all of the table.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let variants = RUNTIMES.iter().map(|runtime| {
        let variant = ident(runtime.variant);
        let doc = documentation(runtime);
        quote!(#[doc = #doc] #variant)
    });
    let all = RUNTIMES.iter().map(|runtime| ident(runtime.variant));
    let facts = RUNTIMES.iter().map(facts);
    let inferred = INFERRED.iter().filter_map(|(mark, name)| {
        let variant = ident(super::find(name)?.variant);
        Some(quote!((#mark, Runtime::#variant)))
    });
    let read = date(READ);
    quote! {
        #input
        pub enum Runtime { #(#variants,)* }

        impl Runtime {
            /// Every runtime, of each family the newest first.
            pub const ALL: &'static [Self] = &[#(Self::#all),*];

            /// The day on which AWS's table was read; [`state`](Self::state) is that of this day.
            pub const READ: Date = #read;
        }

        const FACTS: &[Facts] = &[#(#facts),*];

        const INFERRED: &[(&str, Runtime)] = &[#(#inferred),*];
    }
}

fn facts(runtime: &Runtime) -> TokenStream {
    let Runtime { name, version, .. } = runtime;
    let family = ident(match runtime.family {
        Family::Python => "Python",
        Family::Node => "Node",
        Family::Java => "Java",
        Family::Ruby => "Ruby",
        Family::Dotnet => "Dotnet",
        Family::Provided => "Provided",
    });
    let os = ident(match runtime.os {
        "AL2023" => "AmazonLinux2023",
        "AL2" => "AmazonLinux2",
        _ => "AmazonLinux1",
    });
    let state = ident(match runtime.state {
        State::Preview => "Preview",
        State::Supported => "Supported",
        State::Deprecated => "Deprecated",
        State::Blocked => "Blocked",
    });
    let deprecated = optional_date(runtime.deprecated);
    let create_blocked = optional_date(runtime.create_blocked);
    let update_blocked = optional_date(runtime.update_blocked);
    let successor = match runtime.successor() {
        Some(newest) if newest.name != runtime.name && runtime.state != State::Preview => {
            let variant = ident(newest.variant);
            quote!(Some(Runtime::#variant))
        }
        _ => quote!(None),
    };
    quote! {
        Facts {
            name: #name,
            family: Family::#family,
            version: #version,
            os: OperatingSystem::#os,
            state: State::#state,
            deprecated: #deprecated,
            create_blocked: #create_blocked,
            update_blocked: #update_blocked,
            successor: #successor,
        }
    }
}

fn documentation(runtime: &Runtime) -> String {
    let Runtime { name, deprecated, create_blocked, .. } = runtime;
    match runtime.state {
        State::Preview => format!("`{name}`, in preview: AWS gives no support and no dates yet."),
        State::Supported => format!("`{name}`, supported until {deprecated}."),
        State::Deprecated => {
            format!("`{name}`, deprecated since {deprecated}; new functions are refused from {create_blocked}.")
        }
        State::Blocked => format!("`{name}`, refused for new functions since {create_blocked}."),
    }
}

fn optional_date(text: &str) -> TokenStream {
    if text.is_empty() {
        return quote!(None);
    }
    let date = date(text);
    quote!(Some(#date))
}

fn date(text: &str) -> TokenStream {
    let Some((year, month, day)) = numbers_of(text) else {
        let message = format!("the table of runtimes has a date that is none: {text}");
        return quote!(compile_error!(#message));
    };
    quote!(Date::new(#year, #month, #day))
}

/// Year, month and day of `YYYY-MM-DD`.
pub(super) fn numbers_of(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    (parts.next().is_none() && text.len() == 10).then_some((year, month, day))
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
