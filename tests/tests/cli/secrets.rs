//! Vaults: Ansible's and Gordon's, the commands, and a secret's way to its function.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use gordon_tests::client::Client;
use gordon_tests::ministack::MiniStack;
use gordon_tests::{TestEnv, ansible};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse";

fn secrets(env: &TestEnv) -> PathBuf {
    env.folder().join("secrets")
}

/// The infra crate with a vault, in a folder of its own, and the password in the environment.
fn vault() -> TestEnv {
    let env = TestEnv::new(env!("CARGO_BIN_EXE_vault")).with("VAULT_PASSWORD", PASSWORD);
    let folder = secrets(&env).to_string_lossy().into_owned();
    env.with("GORDON_SECRETS_DIR", &folder)
}

#[track_caller]
fn set(env: &TestEnv, name: &str, value: &str, which: &[&str]) {
    let _ = env.run_with(&[&["secrets", "set", name], which].concat(), value).good();
}

fn get(env: &TestEnv, name: &str, which: &[&str]) -> String {
    let printed = env.run(&[&["secrets", "get", name], which].concat()).good().out;
    printed.strip_suffix('\n').expect("a line").to_owned()
}

const DEV: &[&str] = &["--stage", "dev"];

/// A program of the shell.
fn script(env: &TestEnv, name: &str, text: &str) -> String {
    let path = env.folder().join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
    path.to_string_lossy().into_owned()
}

#[test]
fn what_ansible_encrypts_gordon_reads() {
    let env = vault();
    let folder = env.folder();
    fs::create_dir(secrets(&env)).expect("a folder");
    fs::write(folder.join("pw"), format!("{PASSWORD}\n")).expect("a file");
    let dev = secrets(&env).join("dev.yml");
    let dev_name = dev.to_string_lossy().into_owned();
    let text = "# keys\nname: ada\nport: 5432\nkey: |\n  line one\n  line ünd two\nquoted: 'it''s \"x\"'\n";
    for (id, header) in [
        (&["--vault-password-file", "pw"][..], "$ANSIBLE_VAULT;1.1;AES256\n"),
        (&["--vault-id", "prod-eu@pw"], "$ANSIBLE_VAULT;1.2;AES256;prod-eu\n"),
    ] {
        fs::write(&dev, text).expect("a file");
        let _ = ansible::vault(folder, &[&["encrypt"], id, &[&dev_name]].concat(), "");
        assert!(fs::read_to_string(&dev).expect("a file").starts_with(header));
        for (name, value) in
            [("name", "ada"), ("port", "5432"), ("key", "line one\nline ünd two\n"), ("quoted", "it's \"x\"")]
        {
            assert_eq!(get(&env, name, DEV), value);
        }
        // A value that Gordon sets in it is one that Ansible sees, under the same vault ID.
        set(&env, "name", "grace: #1", DEV);
        assert!(fs::read_to_string(&dev).expect("a file").starts_with(header));
        let view = ansible::vault(folder, &[&["view"], id, &[&dev_name]].concat(), "");
        assert_eq!(view.trim_end(), text.replace("ada", "\"grace: #1\"").trim_end());
    }
    // Value by value, each under an ID or none.
    let mut values = String::from("plain: in the clear\n");
    for (name, value, id) in [
        ("one", "first", &["--vault-password-file", "pw"][..]),
        ("two", "second\nline\n", &["--vault-id", "x@pw", "--encrypt-vault-id", "x"]),
    ] {
        let args = [&["encrypt_string", "--stdin-name", name], id].concat();
        values += &(ansible::vault(folder, &args, value).trim_end().to_owned() + "\n");
    }
    fs::write(&dev, &values).expect("a file");
    assert!(values.contains(";1.1;AES256\n") && values.contains(";1.2;AES256;x\n"), "{values}");
    assert_eq!((get(&env, "one", DEV), get(&env, "two", DEV)), ("first".to_owned(), "second\nline\n".to_owned()));
}

#[test]
fn what_gordon_encrypts_ansible_reads() {
    let env = vault();
    let folder = env.folder();
    let values = [
        ("simple", "hunter22"),
        ("lines", "-----BEGIN KEY-----\nabc\n  indented\n\nend"),
        ("odd", " \t\"quoted\" \\ : # {} ünï 😀 \u{7f}\u{feff}"),
        ("Yes", "a name that is a word"),
        ("two words", "a name of two"),
    ];
    for (name, value) in values {
        set(&env, name, value, DEV);
    }
    let expected: Value = values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let dev = secrets(&env).join("dev.yml");
    assert_eq!(ansible::values(folder, &dev, PASSWORD), expected);

    // The same, encrypted as a whole; and with another password, here and there.
    let whole = secrets(&env).join("common.yml");
    let clear = env.run(&["secrets", "decrypt", "--stage", "dev", &dev.to_string_lossy()]).good().out;
    fs::write(&whole, &clear).expect("a file");
    let _ = env.run(&["secrets", "encrypt", "--common", &whole.to_string_lossy()]).good();
    assert_eq!(ansible::values(folder, &whole, PASSWORD), expected);
    for (file, which) in [(&dev, DEV), (&whole, &["--common"])] {
        let _ = vault_with(&env, "VAULT_NEW_PASSWORD", "battery staple")
            .run(&[&["secrets", "rekey"], which].concat())
            .good();
        assert_eq!(ansible::values(folder, file, "battery staple"), expected);
    }
}

/// Another environment in the same folder of vaults.
fn vault_with(env: &TestEnv, name: &str, value: &str) -> TestEnv {
    let shared = vault().with("GORDON_SECRETS_DIR", &secrets(env).to_string_lossy());
    shared.with("HOME", &env.folder().to_string_lossy()).with(name, value)
}

#[test]
fn a_password_comes_from_where_it_is_said() {
    let env = vault();
    set(&env, "key", "value", DEV);
    let file = env.folder().join("pw");
    fs::write(&file, format!("{PASSWORD}\n")).expect("a file");
    let file = file.to_string_lossy().into_owned();
    let program = script(&env, "print-it", &format!("echo '{PASSWORD}'"));
    let read = |env: &TestEnv, more: &[&str]| get(env, "key", &[DEV, more].concat());
    for (name, value) in [
        ("VAULT_PASSWORD_dev", PASSWORD),
        ("VAULT_PASSWORD_DEV", PASSWORD),
        ("VAULT_PASSWORD_FILE", &file),
        ("VAULT_PASSWORD_FILE", &program),
    ] {
        // A file comes after VAULT_PASSWORD, which is then not set.
        let of_all = if name == "VAULT_PASSWORD_FILE" { "" } else { "wrong" };
        let env = vault_with(&env, "VAULT_PASSWORD", of_all).with(name, value);
        assert_eq!(read(&env, &[]), "value", "{name}");
    }
    let wrong = vault_with(&env, "VAULT_PASSWORD", "wrong");
    assert_eq!(read(&wrong, &["--vault-password-file", &program]), "value");
    let refused = wrong.run(&["secrets", "get", "key", "--stage", "dev"]).ends_with(1);
    assert!(refused.err.contains("the password from VAULT_PASSWORD does not open"), "{}", refused.err);
    let nobody = vault_with(&env, "VAULT_PASSWORD", "").run(&["secrets", "get", "key", "--stage", "dev"]).ends_with(1);
    assert!(nobody.err.contains("nobody said") && nobody.err.contains("VAULT_PASSWORD_DEV"), "{}", nobody.err);
    let silent = script(&env, "silent", "exit 3");
    let failed = wrong.run(&["secrets", "get", "key", "--stage", "dev", "--vault-password-file", &silent]).ends_with(1);
    assert!(failed.err.contains("silent") && failed.err.contains("exit status: 3"), "{}", failed.err);
}

#[test]
fn values_are_set_and_got_and_nothing_else_changes() {
    let env = vault();
    let dev = secrets(&env).join("dev.yml");
    set(&env, "first", "one\n", DEV);
    let made = fs::read_to_string(&dev).expect("the file was made");
    assert!(made.starts_with("first: !vault |\n          $ANSIBLE_VAULT;1.1;AES256\n"), "{made}");
    assert_eq!(get(&env, "first", DEV), "one", "one line break at the end is not part of it");
    fs::write(&dev, format!("# top\n{made}# about the second\nsecond: clear # later\n")).expect("a file");
    set(&env, "second", "two\r\n", DEV);
    set(&env, "third", "three", DEV);
    let after = fs::read_to_string(&dev).expect("a file");
    assert!(after.starts_with(&format!("# top\n{made}# about the second\nsecond: !vault | # later\n  ")), "{after}");
    let shown = env.run(&["secrets", "get", "second", "--stage", "dev", "--output", "json"]).good();
    assert_eq!((shown.json(), shown.err.as_str()), (json!({ "name": "second", "value": "two" }), ""));
    let same = env.run_with(&["secrets", "set", "third", "--stage", "dev"], "three").good();
    assert!(same.err.contains("Unchanged") && fs::read_to_string(&dev).expect("a file") == after);

    // A stage sees its own value first, then that of all.
    set(&env, "third", "of all", &["--common"]);
    set(&env, "fourth", "of all", &["--common"]);
    assert_eq!((get(&env, "third", DEV), get(&env, "fourth", DEV)), ("three".to_owned(), "of all".to_owned()));
    assert_eq!(get(&env, "third", &["--common"]), "of all");

    for (args, input, wanted, code) in [
        (&["get", "thrid", "--stage", "dev"][..], "", "did you mean `third`?", 2),
        (&["get", "thrid", "--common"], "", "did you mean `third`?", 2),
        (&["get", "x", "--stage", "local"], "", "there is no `x` in", 2),
        (&["get", "x", "--stage", "dve"], "", "did you mean `dev`?", 2),
        (&["set", "x", "--stage", "dev"], "", "`x` was given no value", 2),
        (&["set", "x", "--stage", "dev"], "\n", "`x` was given no value", 2),
        (&["set", "", "--stage", "dev"], "v", "a name is one line of text", 2),
        (&["set", "x"], "v", "--stage <NAME>", 2),
        (&["rekey", "--stage", "local"], "", "there is no vault", 1),
        (&["rekey", "--stage", "dev"], "", "nobody said the new password", 1),
        (&["encrypt", "--stage", "dev", "nothing.yml"], "", "cannot read `nothing.yml`", 2),
    ] {
        let refused = env.run_with(&[&["secrets"], args].concat(), input).ends_with(code);
        assert!(refused.err.contains(wanted), "{args:?}: {}", refused.err);
        assert_eq!(refused.out, "");
    }
    assert_eq!(fs::read_to_string(&dev).expect("a file"), after);
}

#[test]
fn a_damaged_file_is_a_clear_error_and_stays_as_it_is() {
    let env = vault();
    set(&env, "good", "value", DEV);
    set(&env, "bad", "marker-value", DEV);
    let dev = secrets(&env).join("dev.yml");
    let whole = fs::read_to_string(&dev).expect("a file");
    let cut = whole.rfind(['0', '1', '2']).expect("a digit");
    for (text, wanted) in [
        (format!("{}9{}", &whole[..cut], &whole[cut + 1..]), "`bad`, line 8 of"),
        (whole.replace("bad: !vault |\n", "bad: !vault |\n          x\n"), "`bad`, line 8 of"),
        (whole.replace("AES256", "ROT13"), "is encrypted by `ROT13`, and AES256 can be read"),
        (whole.replace(";1.1;", ";9.9;"), "version `9.9`"),
        (whole.replace("bad:", "- bad:"), "dev.yml`, line"),
        (format!("{whole}good: again\n"), "`good` is there twice, first in line 1"),
    ] {
        fs::write(&dev, &text).expect("a file");
        for command in [&["get", "bad"][..], &["rekey"]] {
            let env = vault_with(&env, "VAULT_NEW_PASSWORD", "new");
            let refused = env.run(&[&["secrets"], command, DEV].concat()).ends_with(1);
            assert!(refused.err.contains(wanted) && refused.err.contains("help"), "{wanted}: {}", refused.err);
            assert!(!refused.err.contains("marker"), "{}", refused.err);
            assert_eq!(fs::read_to_string(&dev).expect("a file"), text);
        }
    }
}

#[test]
fn an_editor_has_all_values_in_memory_only() {
    let env = vault();
    set(&env, "kept", "marker-kept", DEV);
    set(&env, "changed", "marker-before", DEV);
    let dev = secrets(&env).join("dev.yml");
    let before = fs::read_to_string(&dev).expect("a file");
    let seen = env.folder().join("where");
    let editor = |env: TestEnv, text: &str| {
        let program = script(&env, "editor", text);
        env.with("EDITOR", &format!("{program} --an-argument"))
    };
    let swap = format!(
        "test \"$1\" = --an-argument && stat -f -c %T \"$2\" >'{0}' && stat -c %a \"$2\" >>'{0}' && dirname \"$2\" >>'{0}'\n\
         cp \"$2\" \"$2~\"; sed -i 's/marker-before/marker-after/; s/^kept/# moved\\nkept/' \"$2\"; echo 'new: |\n  two\n  lines' >>\"$2\"",
        seen.display()
    );
    let env = editor(env, &swap);
    let edited = env.run(&["secrets", "edit", "--stage", "dev", "--verbose"]).good();
    let told = fs::read_to_string(&seen).expect("what the editor saw");
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(told[..2], ["tmpfs", "600"], "{told:?}");
    assert!(!Path::new(told[2]).exists(), "it is gone, and what the editor left beside it");
    assert!(!(edited.out + &edited.err).contains("marker-"));
    let after = fs::read_to_string(&dev).expect("a file");
    assert!(after.starts_with("# moved\n") && !after.contains("marker-"), "{after}");
    let kept = before[..before.find("changed").expect("the name")].to_owned();
    assert!(after.contains(&kept), "what did not change is as it was: {after}");
    assert_eq!(
        (get(&env, "changed", DEV), get(&env, "new", DEV)),
        ("marker-after".to_owned(), "two\nlines\n".to_owned())
    );

    for (text, wanted, code) in [
        ("true", "Unchanged", 0),
        ("exit 7", "nothing was saved", 1),
        ("echo 'kept: marker: x' >\"$2\"", "line 1, column", 1),
        ("echo 'kept: [marker-a, b]' >\"$2\"", "`kept`, line 1 of", 2),
        ("rm \"$2\"", "cannot read", 1),
    ] {
        let env = editor(vault_with(&env, "VISUAL", ""), text);
        let ended = env.run(&["secrets", "edit", "--stage", "dev"]).ends_with(code);
        assert!(ended.err.contains(wanted) && !ended.err.contains("marker"), "{text}: {}", ended.err);
        assert_eq!(fs::read_to_string(&dev).expect("a file"), after, "{text}");
    }

    // A signal ends it, and takes the file along.
    let env = editor(env, "dirname \"$2\"; exec sleep 61.25");
    let mut edit = env.command().args(["secrets", "edit", "--stage", "dev"]).spawn().expect("the command line");
    let mut folder = String::new();
    BufReader::new(edit.stdout.take().expect("a pipe")).read_line(&mut folder).expect("a line of the editor");
    assert!(Path::new(folder.trim()).is_dir(), "{folder}");
    let told = std::process::Command::new("kill").args(["-TERM", &edit.id().to_string()]).status();
    assert!(told.is_ok_and(|status| status.success()));
    assert_eq!(edit.wait().expect("an end").code(), Some(130));
    assert!(!Path::new(folder.trim()).exists());
    assert_eq!(fs::read_to_string(&dev).expect("a file"), after);
}

#[test]
fn a_list_says_what_is_encrypted_and_what_uses_it() {
    let env = vault();
    set(&env, "password", "marker-password", DEV);
    set(&env, "old", "marker-old", DEV);
    let dev = secrets(&env).join("dev.yml");
    let more = fs::read_to_string(&dev).expect("a file") + "region: marker-clear\nlater:\n";
    fs::write(&dev, &more).expect("a file");
    set(&env, "other", "marker-other", &["--common"]);
    // Names need no password.
    let poor = vault_with(&env, "VAULT_PASSWORD", "");
    let listed = poor.run(&["secrets", "list", "--stage", "dev", "--output", "json"]).good();
    let rows = listed.json();
    let rows: Vec<(&str, &str, Value)> = rows
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            (row["name"].as_str().expect("a name"), row["state"].as_str().expect("a state"), row["used_by"].clone())
        })
        .collect();
    let nobody = json!([]);
    assert_eq!(
        rows,
        [
            ("password", "encrypted", json!(["app.quiet", "app.show"])),
            ("old", "encrypted", nobody.clone()),
            ("region", "clear", nobody.clone()),
            ("later", "empty", nobody.clone()),
            ("other", "encrypted", nobody),
            ("level-of-dev", "missing", json!(["app.show"])),
        ]
    );
    let text = poor.run(&["secrets", "list", "--stage", "dev"]).good();
    assert!(text.out.contains("  password      encrypted   app.quiet, app.show\n"), "{}", text.out);
    assert!(text.err.contains("`region` is not encrypted: line"), "{}", text.err);
    assert!(!(listed.out + &listed.err + &text.out + &text.err).contains("marker-"));
    let common = poor.run(&["secrets", "list", "--common"]).good();
    assert!(common.out.ends_with("value by value\n  other  encrypted\n"), "{:?}", common.out);

    // What the warning says to do, does it.
    let _ = env.run(&["secrets", "encrypt", "--values", "--stage", "dev", &dev.to_string_lossy()]).good();
    assert!(!fs::read_to_string(&dev).expect("a file").contains("marker-"));
    assert_eq!(get(&env, "region", DEV), "marker-clear");
}

#[test]
fn any_file_is_encrypted_and_printed() {
    let env = vault();
    let file = env.folder().join("key.bin");
    let bytes: Vec<u8> = (0..=255).collect();
    fs::write(&file, &bytes).expect("a file");
    let name = file.to_string_lossy().into_owned();
    let _ = env.run(&["secrets", "encrypt", "--stage", "dev", &name]).good();
    assert!(fs::read_to_string(&file).expect("text now").starts_with("$ANSIBLE_VAULT;1.1;AES256\n"));
    let again = env.run(&["secrets", "encrypt", "--stage", "dev", &name]).ends_with(2);
    assert!(again.err.contains("is encrypted already"), "{}", again.err);
    let output =
        env.command().args(["secrets", "decrypt", "--stage", "dev", &name]).output().expect("the command line");
    assert_eq!(output.stdout, bytes);
    let other = env.folder().join("clear.yml");
    fs::write(&other, "a: 1\n").expect("a file");
    let refused = env.run(&["secrets", "decrypt", "--stage", "dev", &other.to_string_lossy()]).ends_with(2);
    assert!(refused.err.contains("nothing in") && refused.err.contains("is encrypted"), "{}", refused.err);
}

#[test]
fn a_function_run_here_has_its_secrets() {
    let env = vault();
    let local = &["--stage", "local"];
    set(&env, "password", "marker-local", local);
    set(&env, "level-of-local", "of all", &["--common"]);
    let ran = env.run_with(&["run", "app.show"], "{}").good();
    let body: Value = serde_json::from_str(ran.json()["body"].as_str().expect("a body")).expect("JSON");
    assert_eq!(body, json!({ "PASSWORD": "marker-local", "NAME": "user:marker-local@host", "LEVEL": "of all" }));
    assert!(ran.err.contains("PLACE is known only once it is deployed"), "{}", ran.err);
    assert!(!ran.err.contains("marker-"), "{}", ran.err);

    // Whoever has no password runs it without, and is told.
    let poor = vault_with(&env, "VAULT_PASSWORD", "");
    let ran = poor.run_with(&["run", "app.show"], "{}").good();
    assert!(ran.err.contains("PASSWORD was not found: nobody said the password"), "{}", ran.err);
    let given =
        poor.run_with(&["run", "app.show", "--env", "PASSWORD=p", "--env", "NAME=n", "--env", "LEVEL=l"], "{}").good();
    assert!(!given.err.contains("not found"), "{}", given.err);
    // A wrong one is a mistake.
    let wrong = vault_with(&env, "VAULT_PASSWORD", "wrong").run_with(&["run", "app.show"], "{}").ends_with(1);
    assert!(wrong.err.contains("does not open"), "{}", wrong.err);
}

/// That nothing that a command wrote, and no file but the emulator's own, holds a secret.
#[track_caller]
fn nothing_shows(env: &TestEnv, said: &[(String, gordon_tests::Ran)]) {
    for (args, ran) in said {
        assert!(!ran.out.contains("marker-") && !ran.err.contains("marker-"), "{args}\n{}\n{}", ran.out, ran.err);
    }
    let (mut folders, mut read) = (vec![env.folder().to_owned()], 0);
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            // What was deployed is in the emulator's state, as it is in AWS.
            if path != env.build_dir().join("local") {
                folders.extend(fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
            }
            continue;
        }
        let bytes = fs::read(&path).expect("a file");
        assert!(!bytes.windows(7).any(|window| window == b"marker-"), "{}", path.display());
        read += 1;
    }
    assert!(read > 5, "only {read} files");
}

#[test]
fn a_secret_reaches_its_function_and_is_seen_nowhere_else() {
    let env = vault();
    let local = &["--stage", "local"][..];
    let mut said = Vec::new();
    let mut run = |env: &TestEnv, args: &[&str], input: &str, code: i32| {
        let ran = env.run_with(args, input).ends_with(code);
        let answer = ran.out.clone() + &ran.err;
        said.push((args.join(" "), ran));
        answer
    };
    run(&env, &[&["secrets", "set", "password"], local].concat(), "marker-\"first\"\nline", 0);
    run(&env, &["secrets", "set", "level-of-local", "--common"], "marker-common", 0);
    let url = |outputs: String| {
        let line = outputs.lines().find_map(|line| line.strip_prefix("Url ")).expect("the output").to_owned();
        let answer = gordon_tests::http::get(&line);
        serde_json::from_str::<Value>(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    };
    for output in ["text", "json"] {
        for command in
            [&["check"][..], &["settings"], &["build"], &["diff"], &["secrets", "list"], &["apply", "--no-execute"]]
        {
            run(&env, &[command, local, &["--verbose", "--output", output]].concat(), "", 0);
        }
    }
    let first = url(run(&env, &[&["apply", "--verbose"], local].concat(), "", 0));
    assert_eq!(first["PASSWORD"], "marker-\"first\"\nline");
    assert_eq!(
        (&first["NAME"], &first["LEVEL"]),
        (&json!("user:marker-\"first\"\nline@host"), &json!("marker-common"))
    );
    run(&env, &[&["apply", "--verbose", "--exit-code"], local].concat(), "", 3);
    for command in [&["outputs"][..], &["status"], &["diff"]] {
        run(&env, &[command, local, &["--verbose"]].concat(), "", 0);
    }
    let digest = run(&env, &["run", "app.quiet", "--verbose"], "{}", 0);

    // Another value is another version, which the alias calls; the vault alone says so.
    run(&env, &[&["secrets", "set", "password", "--verbose"], local].concat(), "marker-second", 0);
    let applied = run(&env, &[&["apply", "--output", "json"], local].concat(), "", 0);
    assert!(applied.contains("AppShowVersion"), "{applied}");
    let second = url(run(&env, &[&["outputs"], local].concat(), "", 0));
    assert_eq!((&second["PASSWORD"], &second["NAME"]), (&json!("marker-second"), &json!("user:marker-second@host")));
    assert_ne!(run(&env, &["run", "app.quiet", "--verbose"], "{}", 0), digest);

    // What fails says nothing either: AWS, a slip, a password, a damaged file, a panic.
    let broken = |scenario: &str| vault_with_build(&env, "VAULT_TEST", scenario);
    let failed = run(&broken("fail"), &[&["apply", "--verbose"], local].concat(), "", 1);
    assert!(failed.contains("VisibilityTimeout") || failed.contains("Queue"), "{failed}");
    run(&broken("fail"), &[&["apply", "--output", "json"], local].concat(), "", 1);
    let missing = run(&broken("missing"), &[&["apply", "--verbose"], local].concat(), "", 1);
    assert!(missing.contains("did you mean `password`?") && missing.contains("vault.rs:"), "{missing}");
    let panic = run(&broken("panic"), &[&["apply"], local].concat(), "", 101);
    assert!(panic.contains("Secret(•••)"), "{panic}");
    let wrong = vault_with_build(&env, "VAULT_PASSWORD", "wrong");
    let shut = run(&wrong, &[&["apply", "--verbose"], local].concat(), "", 1);
    assert_eq!(shut.matches("does not open").count(), 1, "once, whatever wants it: {shut}");
    let renewed = vault_with_build(&env, "VAULT_NEW_PASSWORD", PASSWORD);
    for which in [local, &["--common"]] {
        run(&renewed, &[&["secrets", "rekey", "--verbose"], which].concat(), "", 0);
    }
    let editor = vault_with_build(&env, "EDITOR", "sed -i s/second/third/");
    run(&editor, &[&["secrets", "edit", "--verbose"], local].concat(), "", 0);
    let third = url(run(&env, &[&["apply"], local].concat(), "", 0));
    assert_eq!(third["PASSWORD"], "marker-third");
    let file = secrets(&env).join("local.yml");
    let whole = fs::read_to_string(&file).expect("a file");
    fs::write(&file, whole.replace("AES256\n          ", "AES256\n          0")).expect("a file");
    let damaged = run(&env, &[&["apply", "--verbose"], local].concat(), "", 1);
    assert!(damaged.contains("help"), "{damaged}");
    fs::write(&file, whole).expect("a file");
    run(&env, &[&["delete", "--verbose"], local].concat(), "", 2);
    run(&env, &[&["delete", "--confirm", "--verbose"], local].concat(), "", 0);
    nothing_shows(&env, &said);
}

#[test]
fn a_secret_of_each_store_reaches_its_function_and_is_seen_nowhere_else() {
    let server = MiniStack::start();
    let client = Client::new(&server.url(), "us-east-1");
    let put = |value: &str| {
        let parameter =
            json!({ "Name": "/vault/local/password", "Value": value, "Type": "SecureString", "Overwrite": true });
        client.call("ssm", "put_parameter", &parameter);
    };
    put("marker-first");
    let text = json!({ "value": "marker-level", "other": "marker-other" }).to_string();
    client.call("secretsmanager", "create_secret", &json!({ "Name": "vault/level", "SecretString": text }));

    let env = vault().with("VAULT_TEST", "stores").with("AWS_ENDPOINT_URL", &server.url());
    let local = &["--stage", "local"][..];
    let mut said = Vec::new();
    let mut run = |args: &[&str], code: i32| {
        let ran = env.run(&[args, local, &["--verbose"]].concat()).ends_with(code);
        let answer = ran.out.clone() + &ran.err;
        said.push((args.join(" "), ran));
        answer
    };
    for output in ["text", "json"] {
        for command in [&["check"][..], &["settings"], &["build"], &["diff"], &["apply", "--no-execute"]] {
            run(&[command, &["--output", output]].concat(), 0);
        }
    }
    let answer = |outputs: String| {
        let line = outputs.lines().find_map(|line| line.strip_prefix("Url ")).expect("the output").to_owned();
        serde_json::from_str::<Value>(&gordon_tests::http::get(&line)).expect("JSON")
    };
    let first = answer(run(&["apply"], 0));
    assert_eq!(
        (&first["PASSWORD"], &first["NAME"], &first["LEVEL"]),
        (&json!("marker-first"), &json!("user:marker-first@host"), &json!("marker-level"))
    );
    run(&["apply", "--exit-code"], 3);

    // Nothing here changed, but the parameter: both functions that have it get a version, and the alias answers with it.
    put("marker-second");
    let applied = run(&["apply", "--output", "json"], 0);
    assert!(applied.contains("AppShowVersion") && applied.contains("AppQuietVersion"), "{applied}");
    assert_eq!(answer(run(&["outputs"], 0))["PASSWORD"], "marker-second");
    run(&["delete", "--confirm"], 0);
    nothing_shows(&env, &said);
}

/// The same folders with another variable. It must not stop the emulator when it ends.
fn vault_with_build(env: &TestEnv, name: &str, value: &str) -> TestEnv {
    vault_with(env, "GORDON_BUILD_DIR", &env.build_dir().to_string_lossy()).with(name, value)
}
