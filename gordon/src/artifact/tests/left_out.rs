//! What stays out of an artifact: by default, by an ignore file, and what must not.

use super::*;

#[test]
fn defaults_stay_out_unless_asked_for() -> Outcome {
    let tree = sample();
    for name in
        [".git/HEAD", "__pycache__/x.pyc", "y.pyc", ".DS_Store", ".venv/x", "env3/pyvenv.cfg", ".env", "target/kept"]
    {
        tree.write(&format!("fn/{name}"), "");
    }
    assert_eq!(names(&tree.build(tree.python())?.0), ["b.txt", "lib/a.txt", "slash.py", "target/kept"]);
    tree.write("fn/.gordonignore", "!.env\n/lib\ntarget/\n");
    assert_eq!(names(&tree.build(tree.python())?.0), [".env", "b.txt", "slash.py"]);
    Ok(())
}

#[test]
fn a_handler_that_is_left_out_is_told() -> Outcome {
    let tree = sample();
    tree.write("fn/.gordonignore", "*.py\n");
    tree.write("fn/pkg/__init__.py", "");
    tree.write("fn/index.mjs", "");
    let of = |handler: &str, runtime| Request { handler: Some(handler.into()), ..tree.request("fn", runtime) };
    for (handler, file) in [("slash.handler", "slash.py"), ("pkg.handler", "pkg/__init__.py")] {
        let error = tree.build(of(handler, Runtime::Python313)).expect_err("nothing would answer");
        assert!(error.to_string().contains(file), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains(&format!("`!/{file}`"))), "{error:?}");
    }
    // What the code does not have may be a layer's.
    tree.build(of("datadog_lambda.handler.handler", Runtime::Python313))?;
    tree.build(of("index.handler", Runtime::Nodejs22))?;
    tree.write("fn/.gordonignore", "*.py\n!/slash.py\n");
    assert!(names(&tree.build(of("slash.handler", Runtime::Python313))?.0).contains(&"slash.py".to_owned()));
    Ok(())
}

#[test]
fn the_build_folder_is_never_part_of_the_code() -> Outcome {
    let tree = sample();
    let whole = Request { code: ".".into(), ..tree.python() };
    let first = tree.build(whole.clone())?.0;
    assert_eq!(names(&first), ["fn/b.txt", "fn/lib/a.txt", "fn/slash.py"]);
    assert_eq!(tree.build(whole)?.0.digest, first.digest);
    Ok(())
}
