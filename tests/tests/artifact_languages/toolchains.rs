//! Node, Go and Java, which `tests/run` installs.

use super::*;

#[test]
fn node_installs_production_dependencies() -> Outcome {
    let package = r#"{ "name": "fn", "version": "1.0.0", "scripts": { "postinstall": "exit 1" },
        "dependencies": { "is-odd": "3.0.1", "near": "file:../near" }, "devDependencies": { "left-pad": "1.3.0" } }"#;
    let near = r#"{ "name": "near", "version": "1.0.0", "main": "index.js" }"#;
    let tree = || {
        let tree = Crate::new(&[
            ("fn/package.json", package),
            ("fn/index.mjs", "import 'is-odd';"),
            ("near/package.json", near),
            ("near/index.js", "module.exports = 1"),
        ]);
        // The developer's own modules are neither used nor touched.
        tree.write("fn/node_modules/mine/index.js", "");
        tree
    };
    let (built, tree) = holds(&tree, &|tree| vec![tree.request("main", "fn", Runtime::Nodejs22)])?;
    let names = names(&tree, &built.artifacts[0]);
    let has = |name: &str| names.iter().any(|n| n == name);
    assert!(has("index.mjs") && has("node_modules/is-odd/index.js") && has("node_modules/near/index.js"), "{names:?}");
    assert!(
        !names.iter().any(|n| n.contains("left-pad") || n.contains("mine") || n.contains("node_modules/.")),
        "{names:?}"
    );
    assert_eq!(built.stats.commands_run, 1);

    let lock = std::process::Command::new("npm")
        .args(["install", "--package-lock-only", "--ignore-scripts"])
        .current_dir(tree.root.join("fn"))
        .output()?;
    assert!(lock.status.success(), "{lock:?}");
    let locked = tree.build(vec![tree.request("main", "fn", Runtime::Nodejs22)])?;
    assert_eq!(locked.stats.commands_run, 1, "npm ci");
    assert!(tree.contents(&locked.artifacts[0]).iter().any(|(name, _)| name == "node_modules/is-odd/index.js"));
    assert!(tree.root.join("fn/node_modules/mine/index.js").exists());
    tree.write("fn/package-lock.json", "{}");
    let error = tree.build(vec![tree.request("main", "fn", Runtime::Nodejs22)]).expect_err("no such lock");
    assert!(error.to_string().contains("npm ci"), "{error}");
    Ok(())
}

#[test]
fn a_layers_packages_lie_under_nodejs() -> Outcome {
    let package = r#"{ "name": "common", "version": "1.0.0", "dependencies": { "near": "file:../near" } }"#;
    let near = r#"{ "name": "near", "version": "1.0.0", "main": "index.js" }"#;
    let tree = || {
        Crate::new(&[
            ("common/package.json", package),
            ("common/nodejs/mine.js", "module.exports = 2"),
            ("near/package.json", near),
            ("near/index.js", "module.exports = 1"),
        ])
    };
    let layer =
        |tree: &Crate| vec![Request { content: Content::Layer, ..tree.request("common", "common", Runtime::Nodejs22) }];
    let (built, tree) = holds(&tree, &layer)?;
    let names = names(&tree, &built.artifacts[0]);
    for name in ["nodejs/mine.js", "nodejs/node_modules/near/index.js"] {
        assert!(names.iter().any(|n| n == name), "no {name}: {names:?}");
    }
    Ok(())
}

#[test]
fn go_becomes_a_bootstrap() -> Outcome {
    let tree = || {
        Crate::new(&[
            (
                "go/go.mod",
                "module example.com/m\n\ngo 1.21\n\nrequire example.com/near v0.0.0\n\nreplace example.com/near => ../near\n",
            ),
            (
                "go/cmd/hello/main.go",
                "package main\n\nimport \"example.com/near\"\n\nfunc main() { print(near.Word) }\n",
            ),
            ("near/go.mod", "module example.com/near\n\ngo 1.21\n"),
            ("near/near.go", "package near\n\nconst Word = \"hello\"\n"),
        ])
    };
    let requests = |tree: &Crate| {
        let hello = tree.request("hello", "go/cmd/hello", Runtime::ProvidedAl2023);
        let arm = Request { architecture: Architecture::Arm64, ..hello.clone() };
        vec![Request { architecture: Architecture::X86_64, ..hello }, arm]
    };
    let (built, tree) = holds(&tree, &requests)?;
    assert_eq!((built.stats.commands_run, names(&tree, &built.artifacts[0])), (2, vec!["bootstrap".to_owned()]));
    assert_ne!(built.artifacts[0].digest, built.artifacts[1].digest);
    let host = usize::from(host() == Architecture::Arm64);
    let program = tree.root.join("unpacked").join(built.artifacts[host].digest.to_string()).join("bootstrap");
    tree.contents(&built.artifacts[host]);
    assert_eq!(String::from_utf8(std::process::Command::new(program).output()?.stderr)?, "hello");

    tree.write("near/near.go", "package near\n\nconst Word = \"changed\"\n");
    assert_eq!(tree.build(requests(&tree))?.stats.commands_run, 2, "a replaced module counts");
    tree.write("near/near.go", "package near\n\nconst Word = \n");
    let error = tree.build(requests(&tree)).expect_err("it does not compile");
    assert!(error.to_string().contains("go build"), "{error}");
    Ok(())
}

const HELLO: &str = "package example;\n\npublic class Hello {\n    public static void main(String[] a) { System.out.print(\"hello\"); }\n}\n";

/// Runs the class, from the folder as Lambda has it.
fn hello(tree: &Crate, artifact: &Artifact) -> String {
    tree.contents(artifact);
    let folder = tree.root.join("unpacked").join(artifact.digest.to_string());
    let java = std::process::Command::new("java").args(["-cp", ".", "example.Hello"]).current_dir(folder).output();
    String::from_utf8(java.expect("java is needed").stdout).expect("UTF-8")
}

fn java(tree: &Crate, code: &str) -> Vec<Request> {
    vec![tree.request("hello", code, Runtime::Java17)]
}

#[test]
fn javac_compiles_a_folder() -> Outcome {
    let files = [("fn/src/main/java/example/Hello.java", HELLO), ("fn/src/main/resources/words.txt", "hello")];
    let (built, tree) = holds(&|| Crate::new(&files), &|tree| java(tree, "fn"))?;
    assert_eq!(names(&tree, &built.artifacts[0]), ["example/Hello.class", "words.txt"]);
    assert_eq!(hello(&tree, &built.artifacts[0]), "hello");
    Ok(())
}

#[test]
fn maven_packages_classes_and_libraries() -> Outcome {
    let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>e</groupId><artifactId>fn</artifactId><version>1</version>\
        <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>\
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>\
        <dependencies><dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-core</artifactId>\
        <version>1.2.3</version></dependency></dependencies></project>";
    let files = [("fn/pom.xml", pom), ("fn/src/main/java/example/Hello.java", HELLO)];
    let (built, tree) = holds(&|| Crate::new(&files), &|tree| java(tree, "fn"))?;
    let names = names(&tree, &built.artifacts[0]);
    assert!(names.contains(&"example/Hello.class".to_owned()), "{names:?}");
    assert!(names.contains(&"lib/aws-lambda-java-core-1.2.3.jar".to_owned()), "{names:?}");
    assert_eq!(hello(&tree, &built.artifacts[0]), "hello");
    Ok(())
}
