//! What cfn-lint says of the templates in `tests/schema`, by which `gordon-schema` is tested, is what is written down there.

use std::path::Path;
use std::process::Command;

use gordon_tests::{cfn_lint, venv};

#[test]
fn the_record_of_cfn_lint_is_up_to_date() {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/record");
    let cfn_lint = venv::program("cfn-lint", cfn_lint::VERSION, "cfn-lint", "GORDON_TEST_CFN_LINT");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python).arg(record).arg("--check").env("GORDON_TEST_CFN_LINT", cfn_lint).output();
    let output = output.expect("Python 3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
