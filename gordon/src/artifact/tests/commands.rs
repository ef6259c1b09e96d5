//! Build commands of the user's own.

use super::*;

#[test]
fn commands_run_when_something_changed() -> Outcome {
    let tree = sample();
    let request = || {
        tree.custom(&[
            "mkdir -p dist && cp slash.py dist/ && cp -r dist {target}",
            "echo $GORDON_LAMBDA_NAME > \"{target}/name\"",
        ])
    };
    let (first, stats) = tree.build(request())?;
    assert_eq!((names(&first), stats.commands_run), (vec!["dist/slash.py".into(), "name".into()], 2));
    assert_eq!(tree.build(request())?.1, NOTHING, "`dist`, which the commands left, is no change");
    touch(&tree.path("fn"));
    assert_eq!(tree.build(request())?.1.commands_run, 0);
    tree.write("fn/slash.py", "changed");
    assert_eq!(tree.build(request())?.1.commands_run, 2);
    Ok(())
}

#[test]
fn what_commands_say_they_read_decides() -> Outcome {
    let tree = sample();
    tree.write("shared/words", "one");
    tree.write("elsewhere", "one");
    let mut request = tree.custom(&["cat ../shared/words > {target}/words"]);
    request.build.iter_mut().for_each(|build| build.inputs.push("shared".into()));
    tree.build(request.clone())?;
    tree.write("shared/words", "two");
    assert_eq!(tree.build(request)?.1.commands_run, 1);

    let whole = || tree.custom(&["cat {project_path}/elsewhere > {target}/words"]);
    tree.build(whole())?;
    assert_eq!(tree.build(whole())?.1, NOTHING);
    tree.write("elsewhere", "two");
    assert_eq!(tree.build(whole())?.1.commands_run, 1);
    Ok(())
}

#[test]
fn a_program_that_stays_behind_does_not_hold_the_build() -> Outcome {
    let tree = sample();
    let start = std::time::Instant::now();
    tree.build(tree.custom(&["sleep 20 & cp slash.py {target}"]))?;
    assert!(start.elapsed().as_secs() < 15, "it has the build's pipes open for 20 seconds");
    Ok(())
}

#[test]
fn events_tell_what_happens() -> Outcome {
    let tree = sample();
    let told = || {
        let told = std::sync::Mutex::new(Vec::new());
        let request = tree.custom(&["cp slash.py {target}; echo said"]);
        build(vec![request], &tree.settings, &|event| told.lock().expect("a lock").push(event))
            .map(|_| told.into_inner().expect("a lock"))
            .map_err(|mut e| e.remove(0))
    };
    let name = || "slack.slash".to_owned();
    let events = told()?;
    let started = |step| Event::Started { name: name(), step };
    let said = Event::Output { name: name(), line: "said".into() };
    assert_eq!(events[..3], [started("run build commands"), said, started("zip")]);
    let [.., Event::Finished { digest, .. }] = events[..] else { panic!("{events:?}") };
    assert_eq!(told()?, [Event::Cached { name: name(), digest }]);
    Ok(())
}

#[test]
fn a_failing_command_shows_what_it_printed() {
    let tree = sample();
    let error = tree.fails(tree.custom(&["echo one; echo two >&2; exit 7", "echo never"]));
    let ErrorKind::Command { code, output, command } = error.kind() else { panic!("{error}") };
    assert_eq!((*code, command.starts_with("echo one")), (Some(7), true));
    let mut lines: Vec<_> = output.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["one", "two"]);
    assert!(error.place().is_some());
    assert!(matches!(tree.fails(tree.custom(&["true"])).kind(), ErrorKind::Empty { .. }));
    assert!(matches!(tree.fails(tree.custom(&["{tarjet}"])).kind(), ErrorKind::Placeholder { .. }));
}
