//! The rules: what each is called, what it finds and what to do.
//!
//! Owns the table, which is in the documents and in SARIF; how a rule looks at a template is in the other files.

use std::fmt::Write;

use crate::check::Severity;

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, such as `unknown-property`.
    pub name: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// What it finds, in one phrase.
    pub finds: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// The rules of AWS's `cfn-lint` that find the same; empty where none does.
    pub cfn_lint: &'static str,
}

/// Each rule as a static of its own, and all of them as a list.
macro_rules! rules {
    ($($id:ident $severity:ident $name:literal $finds:literal $remedy:literal $cfn_lint:literal;)*) => {
        $(pub(super) static $id: Rule = Rule {
            name: $name,
            severity: Severity::$severity,
            finds: $finds,
            remedy: $remedy,
            cfn_lint: $cfn_lint,
        };)*

        /// Every rule, in the order of the documents.
        pub static RULES: &[&Rule] = &[$(&$id),*];
    };
}

rules! {
    UNREADABLE_FILE Error "unreadable-file"
        "a file that cannot be read"
        "check the name and the permissions" "E0000";
    INVALID_ENCODING Error "invalid-encoding"
        "text that is not UTF-8, or has control characters"
        "save the file as UTF-8" "E0000";
    INVALID_SYNTAX Error "invalid-syntax"
        "text that is neither YAML nor JSON, is empty, or has several documents"
        "correct the text at the position" "E0000";
    TOO_COMPLEX Error "too-complex"
        "values that nest too deep, or aliases that expand to too much"
        "divide the template; write out what aliases repeat" "E0000";
    TEMPLATE_SIZE Error "template-size"
        "a template of more than 1,000,000 bytes, which CloudFormation refuses"
        "move resources to nested stacks" "E1002";
    LARGE_TEMPLATE Warning "large-template"
        "a template of more than 51,200 bytes, which a call of CloudFormation does not take by itself"
        "upload it to S3 and pass its URL, as `gordon apply` and `aws cloudformation deploy --s3-bucket` do" "";
    DUPLICATE_KEY Error "duplicate-key"
        "a key that is in an object twice"
        "remove or rename one" "E0000";
    UNKNOWN_TAG Error "unknown-tag"
        "a tag of YAML that is no function of CloudFormation"
        "use the function's name, such as `!Sub`" "E0000";
    YAML_ALIAS Warning "yaml-alias"
        "an alias of YAML, which CloudFormation refuses unless a tool expands it first"
        "write the value out, or use `aws cloudformation package`" "W1101";
    YAML_MERGE Warning "yaml-merge"
        "a merge key (`<<`) of YAML, which CloudFormation refuses unless a tool expands it first"
        "write the values out, or use `aws cloudformation package`" "W1100";

    INVALID_TEMPLATE Error "invalid-template"
        "a template that is not an object, or has no resources"
        "begin with a section `Resources`" "E1001";
    UNKNOWN_SECTION Error "unknown-section"
        "a top-level section that CloudFormation does not know"
        "use the name of a section" "E1001";
    INVALID_SECTION Error "invalid-section"
        "a section, or an entry of one, that is not of the type that it must be"
        "make it what the message says" "E1001, E2001, E6003, E7001, E8001";
    INVALID_VERSION Error "invalid-version"
        "an `AWSTemplateFormatVersion` other than `2010-09-09`"
        "write `2010-09-09`, or leave it out" "E1001";
    INVALID_DESCRIPTION Error "invalid-description"
        "a description that is not text, or is too long"
        "shorten it to at most 1,024 bytes (4,000 characters, of a parameter)" "E1003, E1004";
    INVALID_TRANSFORM Error "invalid-transform"
        "a `Transform` that is not a name, a list of them, or an object with `Name`"
        "name the transform" "E1005";
    INVALID_NAME Error "invalid-name"
        "a logical ID or another name of the template with characters other than letters and digits, or too long"
        "use letters and digits, at most 255" "E2003, E3011, E6004, E6011, E7002, E8001";
    DUPLICATE_NAME Error "duplicate-name"
        "a resource with the name of a parameter"
        "rename one" "E3007";
    TOO_MANY Error "too-many"
        "more resources, parameters, outputs or mappings than CloudFormation takes"
        "divide the template, or use nested stacks" "E2010, E3010, E6010, E7010";

    INVALID_PARAMETER Error "invalid-parameter"
        "a parameter with an attribute that there is not, or whose value is wrong"
        "use the attributes of parameters" "E2001, E2011";
    UNKNOWN_PARAMETER_TYPE Error "unknown-parameter-type"
        "a parameter's type that CloudFormation does not know"
        "use `String`, `Number`, `CommaDelimitedList`, or a type of AWS" "E2002";
    INVALID_DEFAULT Error "invalid-default"
        "a parameter's default that its own constraints refuse"
        "change the default or the constraint" "E2015";
    UNUSED_PARAMETER Warning "unused-parameter"
        "a parameter that nothing refers to"
        "remove it" "W2001";

    INVALID_MAPPING Error "invalid-mapping"
        "a mapping that is not two levels of keys over texts, numbers, booleans and lists"
        "lay it out as key, attribute, value" "E7001";
    UNUSED_MAPPING Warning "unused-mapping"
        "a mapping that no `Fn::FindInMap` looks into"
        "remove it" "W7001";

    INVALID_CONDITION Error "invalid-condition"
        "a condition that is not made of condition functions, or one with the wrong arguments"
        "use `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and `Condition`" "E8001, E8003, E8004, E8005, E8006, E8007";
    UNDEFINED_CONDITION Error "undefined-condition"
        "the name of a condition that there is not"
        "define it in `Conditions`, or correct the name" "E1028, E3015, E6005, E8002";
    CIRCULAR_CONDITION Error "circular-condition"
        "conditions that depend on one another in a circle"
        "write one of them without the others" "";
    UNUSED_CONDITION Warning "unused-condition"
        "a condition that nothing uses"
        "remove it" "W8001";

    INVALID_RULE Error "invalid-rule"
        "an entry of `Rules` without assertions, or with functions that rules do not take"
        "give it `Assertions`, each with an `Assert`" "E1700, E1701, E1702";

    INVALID_OUTPUT Error "invalid-output"
        "an output without a value, or with an attribute or a value that outputs do not take"
        "give it `Value`; a name for other stacks goes into `Export`" "E6001, E6002, E6003, E6101, E6102";

    INVALID_RESOURCE Error "invalid-resource"
        "a resource without a type, or with an attribute that there is not, or whose value is wrong"
        "properties go into `Properties`; correct the attribute" "E3001, E3028, E3055";
    UNKNOWN_TYPE Error "unknown-type"
        "a resource type that CloudFormation does not know"
        "correct the name" "E3006";
    UNAVAILABLE_TYPE Error "unavailable-type"
        "a resource type that a region of `--region` does not have"
        "use another type or another region" "E3006";
    MISSING_TRANSFORM Error "missing-transform"
        "a type, an attribute or a function that a transform makes, without that transform"
        "add the `Transform` that the message names" "E3038, E3066, E1032";
    DUPLICATE_IDENTIFIER Error "duplicate-identifier"
        "two resources of a type with the same name, or whatever else identifies them"
        "give one of them another name, or leave the name to CloudFormation" "E3019";
    INVALID_POLICY Error "invalid-policy"
        "a `DeletionPolicy` or `UpdateReplacePolicy` that there is not, or that the type does not have"
        "use `Delete`, `Retain`, `RetainExceptOnCreate` (deletion only) or `Snapshot` (types with snapshots)"
        "E3035, E3036";
    UNDEFINED_DEPENDENCY Error "undefined-dependency"
        "a `DependsOn` on something that is no other resource of the template"
        "correct the logical ID" "E3005";
    REDUNDANT_DEPENDENCY Warning "redundant-dependency"
        "a `DependsOn` on a resource that the properties refer to anyway"
        "remove it" "W3005";
    CIRCULAR_DEPENDENCY Error "circular-dependency"
        "resources that depend on one another in a circle"
        "take one reference out: build a name in place of a `Ref`, or move the link to a resource of its own" "E3004";

    UNKNOWN_FUNCTION Error "unknown-function"
        "a function that CloudFormation does not have, or one beside other keys"
        "correct the name; a function stands alone in its object" "E3002";
    INVALID_FUNCTION Error "invalid-function"
        "a function with the wrong number or kind of arguments, or inside one that does not take it"
        "give it the arguments that the message says"
        "E1010, E1011, E1015, E1016, E1017, E1018, E1019, E1020, E1021, E1022, E1024, E1028, E1030, E1031, E1033";
    MISPLACED_FUNCTION Error "misplaced-function"
        "a function where CloudFormation takes none, or not that one"
        "write the value itself" "E1101, E3001, E8001";
    UNDEFINED_REFERENCE Error "undefined-reference"
        "a `Ref`, `Fn::GetAtt` or `${…}` of something that the template does not have"
        "correct the name, or define it" "E1010, E1019, E1020";
    UNKNOWN_ATTRIBUTE Error "unknown-attribute"
        "an attribute that the resource's type does not return"
        "use an attribute of the type" "E1010, E1019";
    UNDEFINED_MAPPING Error "undefined-mapping"
        "a `Fn::FindInMap` into a mapping, or at a key, that there is not"
        "correct the name, or add the key" "E1011";
    UNUSED_VARIABLE Warning "unused-variable"
        "a variable of `Fn::Sub` that its text does not use"
        "remove it" "W1019";
    MISSING_SUB Warning "missing-sub"
        "`${…}` with a name of the template in text that no `Fn::Sub` reads"
        "put `Fn::Sub` (`!Sub`) around the text" "E1029";
    INVALID_DYNAMIC_REFERENCE Error "invalid-dynamic-reference"
        "a `{{resolve:…}}` that CloudFormation cannot resolve"
        "write `{{resolve:ssm:NAME}}`, `{{resolve:ssm-secure:NAME}}` or `{{resolve:secretsmanager:ID}}`" "E1050";
    CONDITIONAL_REFERENCE Warning "conditional-reference"
        "an unconditional reference to a resource that exists only under a condition"
        "give both the same condition, or choose with `Fn::If`" "W1001";

    UNKNOWN_PROPERTY Error "unknown-property"
        "a property that the type does not have"
        "correct the name" "E3002";
    MISSING_PROPERTY Error "missing-property"
        "a property that the type must have"
        "add it" "E3003";
    READ_ONLY_PROPERTY Error "read-only-property"
        "a property that only AWS sets"
        "remove it; `Fn::GetAtt` reads it" "E3040";
    WRONG_TYPE Error "wrong-type"
        "a value of another type than the property's"
        "make it what the message says" "E3012";
    NOT_ALLOWED Error "not-allowed"
        "a value that is not one of those that the property takes"
        "use one of them" "E3030";
    WRONG_PATTERN Error "wrong-pattern"
        "text that does not match the property's pattern, or is not of its format"
        "correct the text" "E3031";
    OUT_OF_RANGE Error "out-of-range"
        "a number below the least or above the most"
        "stay within the limits" "E3034";
    WRONG_LENGTH Error "wrong-length"
        "text that is too short or too long, or a list or an object with too few or too many entries"
        "stay within the limits" "E3032, E3033";
    LOCAL_PATH Warning "local-path"
        "a path on this machine, where CloudFormation takes a place in S3"
        "upload it with `aws cloudformation package`, which replaces it" "W3002";
    REPEATED_ITEM Error "repeated-item"
        "a list with an item twice, where each must be different"
        "remove one" "E3037";
    WRONG_COMBINATION Error "wrong-combination"
        "properties that must be together, or must not, or of which one is needed"
        "choose as the message says" "E3014, E3017, E3018, E3020, E3021, E3058";
}

/// The rules as a table in Markdown: the one in the documents.
#[must_use]
pub fn table() -> String {
    let mut table = String::from("| rule | finds | remedy | cfn-lint |\n| --- | --- | --- | --- |\n");
    for rule in RULES {
        let warning = if rule.severity == Severity::Warning { " (warning)" } else { "" };
        let (name, finds, remedy, same) = (rule.name, rule.finds, rule.remedy, rule.cfn_lint);
        // Writing to a String cannot fail.
        let _ = writeln!(table, "| `{name}`{warning} | {finds} | {remedy} | {same} |");
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_words_and_each_is_there_once() {
        let mut names = BTreeSet::new();
        for rule in RULES {
            assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
            assert!(names.insert(rule.name), "{} is there twice", rule.name);
        }
    }
}
