//! What AWS SAM's policy templates and connectors allow, said in Gordon's words: the tables of `docs/grants.md`.
//!
//! A row's text in the document is its text here, so this file is the source of both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gordon_schema::iam::Service;
use serde_json::json;

use crate::describe::value::sub;
use crate::describe::{Existing, Function, Grantable, Resource, Statement};
use crate::{aws, iam};

fn of<T: Grantable>() -> Resource<T> {
    Resource::typed("Thing", json!({}))
}

/// Each template by its name without `Policy`.
#[rustfmt::skip]
fn templates() -> Vec<(&'static str, Vec<Statement>)> {
    let bucket = of::<aws::s3::Bucket>();
    let bus = of::<aws::events::EventBus>();
    let certificate = of::<aws::certificatemanager::Certificate>();
    let cluster = of::<aws::eks::Cluster>();
    let collection = of::<aws::rekognition::Collection>();
    let dashboard = of::<aws::cloudwatch::Dashboard>();
    let delivery_stream = of::<aws::kinesisfirehose::DeliveryStream>();
    let domain = of::<aws::opensearchservice::Domain>();
    let emr = of::<aws::emr::Cluster>();
    let endpoint = of::<aws::sagemaker::Endpoint>();
    let endpoint_config = of::<aws::sagemaker::EndpointConfig>();
    let file_system = of::<aws::efs::FileSystem>();
    let function = Function::new("function");
    let hosted_zone = of::<aws::route53::HostedZone>();
    let identity = of::<aws::ses::EmailIdentity>();
    let key = of::<aws::kms::Key>();
    let log_group = of::<aws::logs::LogGroup>();
    let parameter = Existing::<aws::ssm::Parameter>::named("/weather");
    let pinpoint = of::<aws::pinpoint::App>();
    let pipeline = of::<aws::codepipeline::Pipeline>();
    let queue = of::<aws::sqs::Queue>();
    let repository = of::<aws::codecommit::Repository>();
    let secret = of::<aws::secretsmanager::Secret>();
    let stack = Existing::<aws::cloudformation::Stack>::named("*");
    let state_machine = of::<aws::stepfunctions::StateMachine>();
    let stream = of::<aws::kinesis::Stream>();
    let table = of::<aws::dynamodb::Table>();
    let task = of::<aws::ecs::TaskDefinition>();
    let template = of::<aws::ses::Template>();
    let topic = of::<aws::sns::Topic>();
    let work_group = of::<aws::athena::WorkGroup>();
    let access_point = "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-0123456789abcdef0";
    vec![
        ("AMIDescribe", vec![iam!("ec2:DescribeImages" on any)]),
        ("AWSSecretsManagerGetSecretValue", vec![secret.read()]),
        ("AWSSecretsManagerRotation", vec![secret.rotate(), iam!("secretsmanager:GetRandomPassword" on any)]),
        ("AcmGetCertificate", vec![certificate.read()]),
        ("AthenaQuery", vec![work_group.query(), iam!("athena:GetCatalogs", "athena:GetExecutionEngine", "athena:GetExecutionEngines", "athena:GetNamespace", "athena:GetNamespaces", "athena:GetTable", "athena:GetTables", "athena:ListWorkGroups" on any)]),
        ("CloudFormationDescribeStacks", vec![stack.read()]),
        ("CloudWatchDashboard", vec![dashboard.read(), dashboard.write(), iam!("cloudwatch:ListDashboards", "cloudwatch:ListMetrics" on any)]),
        ("CloudWatchDescribeAlarmHistory", vec![iam!("cloudwatch:DescribeAlarmHistory" on any)]),
        ("CloudWatchPutMetric", vec![iam!("cloudwatch:PutMetricData" on any if { "StringEquals": { "cloudwatch:namespace": "Weather" } })]),
        ("CodeCommitCrud", vec![repository.read(), repository.write()]),
        ("CodeCommitRead", vec![repository.read()]),
        ("CodePipelineLambdaExecution", vec![iam!("codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult" on any)]),
        ("CodePipelineReadOnly", vec![pipeline.read()]),
        ("ComprehendBasicAccess", vec![iam!("comprehend:BatchDetectDominantLanguage", "comprehend:BatchDetectEntities", "comprehend:BatchDetectKeyPhrases", "comprehend:BatchDetectSentiment", "comprehend:DetectDominantLanguage", "comprehend:DetectEntities", "comprehend:DetectKeyPhrases", "comprehend:DetectSentiment" on any)]),
        ("CostExplorerReadOnly", vec![iam!("ce:GetCostAndUsage", "ce:GetDimensionValues", "ce:GetReservationCoverage", "ce:GetReservationPurchaseRecommendation", "ce:GetReservationUtilization", "ce:GetTags" on any)]),
        ("DynamoDBBackupFullAccess", vec![table.back_up(), iam!("dynamodb:ListBackups" on any)]),
        ("DynamoDBCrud", vec![table.read_write()]),
        ("DynamoDBRead", vec![table.read()]),
        ("DynamoDBReconfigure", vec![table.reconfigure()]),
        ("DynamoDBRestoreFromBackup", vec![table.restore()]),
        ("DynamoDBStreamRead", vec![table.stream_read(), iam!("dynamodb:ListStreams" on any)]),
        ("DynamoDBWrite", vec![table.write()]),
        ("EC2CopyImage", vec![iam!("ec2:CopyImage" on "arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0")]),
        ("EC2Describe", vec![iam!("ec2:DescribeInstances", "ec2:DescribeRegions" on any)]),
        ("EFSWriteAccess", vec![file_system.write().condition("StringEquals", "elasticfilesystem:AccessPointArn", access_point)]),
        ("EKSDescribe", vec![cluster.read(), iam!("eks:ListClusters" on any)]),
        ("EcsRunTask", vec![task.run_task()]),
        ("ElasticMapReduceAddJobFlowSteps", vec![emr.add_steps()]),
        ("ElasticMapReduceCancelSteps", vec![emr.cancel_steps()]),
        ("ElasticMapReduceModifyInstanceFleet", vec![emr.modify_fleet()]),
        ("ElasticMapReduceModifyInstanceGroups", vec![emr.modify_groups()]),
        ("ElasticMapReduceSetTerminationProtection", vec![emr.protect()]),
        ("ElasticMapReduceTerminateJobFlows", vec![emr.terminate()]),
        ("ElasticsearchHttpPost", vec![domain.write()]),
        ("EventBridgePutEvents", vec![bus.put()]),
        ("FilterLogEvents", vec![log_group.read()]),
        ("FirehoseCrud", vec![delivery_stream.put(), delivery_stream.manage()]),
        ("FirehoseWrite", vec![delivery_stream.put()]),
        ("KMSDecrypt", vec![key.decrypt()]),
        ("KMSEncrypt", vec![key.encrypt()]),
        ("KMSEncrypt_v2", vec![key.encrypt()]),
        ("KinesisCrud", vec![stream.read(), stream.write(), stream.manage()]),
        ("KinesisStreamRead", vec![stream.read(), iam!("kinesis:DescribeLimits", "kinesis:ListStreams" on any)]),
        ("LambdaInvoke", vec![function.invoke()]),
        ("MobileAnalyticsWriteOnlyAccess", vec![iam!("mobileanalytics:PutEvents" on any)]),
        ("OrganizationsListAccounts", vec![iam!("organizations:ListAccounts" on any)]),
        ("PinpointEndpointAccess", vec![pinpoint.update_endpoints()]),
        ("PollyFullAccess", vec![iam!("polly:DeleteLexicon", "polly:GetLexicon", "polly:PutLexicon", "polly:SynthesizeSpeech" on sub("arn:${AWS::Partition}:polly:${AWS::Region}:${AWS::AccountId}:lexicon/*", [])), iam!("polly:DescribeVoices", "polly:ListLexicons" on any)]),
        ("RekognitionDetectOnly", vec![iam!("rekognition:DetectFaces", "rekognition:DetectLabels", "rekognition:DetectModerationLabels", "rekognition:DetectText" on any)]),
        ("RekognitionFacesManagement", vec![collection.read(), collection.write()]),
        ("RekognitionFaces", vec![iam!("rekognition:CompareFaces", "rekognition:DetectFaces" on any)]),
        ("RekognitionLabels", vec![iam!("rekognition:DetectLabels", "rekognition:DetectModerationLabels" on any)]),
        ("RekognitionNoDataAccess", vec![iam!("rekognition:CompareFaces", "rekognition:DetectFaces", "rekognition:DetectLabels", "rekognition:DetectModerationLabels" on any)]),
        ("RekognitionRead", vec![collection.read(), iam!("rekognition:ListCollections" on any)]),
        ("RekognitionWriteOnlyAccess", vec![collection.write(), iam!("rekognition:CreateCollection" on any)]),
        ("Route53ChangeResourceRecordSets", vec![hosted_zone.change_records()]),
        ("S3Crud", vec![bucket.read_write(), bucket.write_details(), bucket.manage_lifecycle()]),
        ("S3FullAccess", vec![bucket.read_write(), bucket.read_details(), bucket.write_details(), bucket.manage_lifecycle()]),
        ("S3Read", vec![bucket.read(), iam!("s3:GetLifecycleConfiguration" on bucket.arn())]),
        ("S3Write", vec![bucket.write(), bucket.write_details(), bucket.manage_lifecycle()]),
        ("SESBulkTemplatedCrud", vec![identity.send(), identity.send_templated(), iam!("ses:GetIdentityVerificationAttributes", "ses:VerifyEmailIdentity" on any)]),
        ("SESBulkTemplatedCrud_v2", vec![identity.send(), identity.send_templated(), template.send(), iam!("ses:GetIdentityVerificationAttributes", "ses:VerifyEmailIdentity" on any)]),
        ("SESCrud", vec![identity.send(), iam!("ses:GetIdentityVerificationAttributes", "ses:VerifyEmailIdentity" on any)]),
        ("SESEmailTemplateCrud", vec![iam!("ses:CreateTemplate", "ses:DeleteTemplate", "ses:GetTemplate", "ses:ListTemplates", "ses:TestRenderTemplate", "ses:UpdateTemplate" on any)]),
        ("SESSendBounce", vec![identity.send_bounce()]),
        ("SNSCrud", vec![topic.publish(), topic.manage()]),
        ("SNSPublishMessage", vec![topic.publish()]),
        ("SQSPoller", vec![queue.receive()]),
        ("SQSSendMessage", vec![queue.send()]),
        ("SSMParameterRead", vec![parameter.read_path(), iam!("ssm:DescribeParameters" on any)]),
        ("SSMParameterWithSlashPrefixRead", vec![parameter.read_path(), iam!("ssm:DescribeParameters" on any)]),
        ("SageMakerCreateEndpointConfig", vec![endpoint_config.create()]),
        ("SageMakerCreateEndpoint", vec![endpoint.create()]),
        ("ServerlessRepoReadWriteAccess", vec![iam!("serverlessrepo:CreateApplication", "serverlessrepo:ListApplications" on any), iam!("serverlessrepo:CreateApplicationVersion", "serverlessrepo:GetApplication", "serverlessrepo:ListApplicationDependencies", "serverlessrepo:ListApplicationVersions", "serverlessrepo:UpdateApplication" on sub("arn:${AWS::Partition}:serverlessrepo:${AWS::Region}:${AWS::AccountId}:applications/*", []))]),
        ("StepFunctionsCallback", vec![iam!("states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess" on any)]),
        ("StepFunctionsExecution", vec![state_machine.start()]),
        ("StepFunctionsExecution_v2", vec![state_machine.start()]),
        ("TextractDetectAnalyze", vec![iam!("textract:AnalyzeDocument", "textract:DetectDocumentText", "textract:StartDocumentAnalysis", "textract:StartDocumentTextDetection" on any)]),
        ("TextractGetResult", vec![iam!("textract:GetDocumentAnalysis", "textract:GetDocumentTextDetection" on any)]),
        ("Textract", vec![iam!(every action of "textract" on any)]),
        ("VPCAccess", vec![iam!("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DetachNetworkInterface" on any)]),
    ]
}

/// Each connector by source, destination and access. Those that a trigger makes, as a permission, are empty.
#[rustfmt::skip]
fn connectors() -> Vec<(&'static str, Vec<Statement>)> {
    let bucket = of::<aws::s3::Bucket>();
    let bus = of::<aws::events::EventBus>();
    let function = Function::new("function");
    let place_index = of::<aws::location::PlaceIndex>();
    let queue = of::<aws::sqs::Queue>();
    let state_machine = of::<aws::stepfunctions::StateMachine>();
    let table = of::<aws::dynamodb::Table>();
    let topic = of::<aws::sns::Topic>();
    let source = Resource::<aws::events::Rule>::typed("Rule", json!({}));
    vec![
        ("DynamoDB::Table Lambda::Function Read", vec![table.stream_read()]),
        ("Events::Rule SNS::Topic Write", vec![topic.publish().by_service("events.amazonaws.com").condition("ArnEquals", "aws:SourceArn", source.arn())]),
        ("Events::Rule Events::EventBus Write", vec![bus.put()]),
        ("Events::Rule StepFunctions::StateMachine Write", vec![state_machine.start()]),
        ("Events::Rule Lambda::Function Write", vec![]),
        ("Events::Rule SQS::Queue Write", vec![queue.send().by_service("events.amazonaws.com").condition("ArnEquals", "aws:SourceArn", source.arn())]),
        ("Lambda::Function Lambda::Function Write", vec![function.invoke()]),
        ("Lambda::Function S3::Bucket Read", vec![bucket.read(), bucket.read_details()]),
        ("Lambda::Function S3::Bucket Write", vec![bucket.write(), bucket.write_details()]),
        ("Lambda::Function DynamoDB::Table Read", vec![table.read()]),
        ("Lambda::Function DynamoDB::Table Write", vec![table.write()]),
        ("Lambda::Function SQS::Queue Read", vec![queue.receive()]),
        ("Lambda::Function SQS::Queue Write", vec![queue.send(), queue.receive(), queue.purge()]),
        ("Lambda::Function SNS::Topic Write", vec![topic.publish()]),
        ("Lambda::Function StepFunctions::StateMachine Write", vec![state_machine.start(), state_machine.stop()]),
        ("Lambda::Function StepFunctions::StateMachine Read", vec![state_machine.read()]),
        ("Lambda::Function Events::EventBus Write", vec![bus.put()]),
        ("Lambda::Function Location::PlaceIndex Read", vec![place_index.search()]),
        ("ApiGatewayV2::Api Lambda::Function Write", vec![]),
        ("ApiGateway::RestApi Lambda::Function Write", vec![]),
        ("SNS::Topic SQS::Queue Write", vec![queue.send().by_service("sns.amazonaws.com").condition("ArnEquals", "aws:SourceArn", topic.reference())]),
        ("SNS::Topic Lambda::Function Write", vec![]),
        ("SQS::Queue Lambda::Function Write", vec![queue.receive()]),
        ("SQS::Queue Lambda::Function Read", vec![queue.receive()]),
        ("S3::Bucket Lambda::Function Write", vec![]),
        ("StepFunctions::StateMachine Lambda::Function Write", vec![function.invoke()]),
        ("StepFunctions::StateMachine SNS::Topic Write", vec![topic.publish()]),
        ("StepFunctions::StateMachine SQS::Queue Write", vec![queue.send()]),
        ("StepFunctions::StateMachine S3::Bucket Read", vec![bucket.read(), bucket.read_details()]),
        ("StepFunctions::StateMachine S3::Bucket Write", vec![bucket.write(), bucket.write_details()]),
        ("StepFunctions::StateMachine DynamoDB::Table Read", vec![table.read()]),
        ("StepFunctions::StateMachine DynamoDB::Table Write", vec![table.write()]),
        ("StepFunctions::StateMachine StepFunctions::StateMachine Read", vec![state_machine.read(), iam!("events:DescribeRule" on sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule", []))]),
        ("StepFunctions::StateMachine StepFunctions::StateMachine Write", vec![state_machine.start(), state_machine.stop(), iam!("events:PutRule", "events:PutTargets" on sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule", []))]),
        ("StepFunctions::StateMachine Events::EventBus Write", vec![bus.put()]),
        ("AppSync::DataSource DynamoDB::Table Read", vec![table.read()]),
        ("AppSync::DataSource DynamoDB::Table Write", vec![table.write()]),
        ("AppSync::DataSource Lambda::Function Write", vec![function.invoke()]),
        ("AppSync::DataSource Events::EventBus Write", vec![bus.put()]),
        ("AppSync::GraphQLApi Lambda::Function Write", vec![]),
    ]
}

/// What Gordon leaves out of a row, and why; the document has a note of each.
const LEFT_OUT: &[(&str, &str)] = &[
    // AWS counts it as a change: `write()` has it.
    ("CodeCommitRead", "codecommit:TestRepositoryTriggers"),
    // AWS gives it no resource, and reading a stream by its ARN does not need it.
    ("DynamoDB::Table Lambda::Function Read", "dynamodb:ListStreams"),
    // Of a call that Lambda no longer documents: `lambda:InvokeFunction` allows asynchronous invocations.
    ("Lambda::Function Lambda::Function Write", "lambda:InvokeAsync"),
    ("StepFunctions::StateMachine Lambda::Function Write", "lambda:InvokeAsync"),
    ("AppSync::DataSource Lambda::Function Write", "lambda:InvokeAsync"),
];

/// The rows of SAM: name and actions.
fn sams(kind: &str, words: usize) -> BTreeMap<String, Vec<&'static str>> {
    let rows = include_str!("sam.txt").lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' '));
    rows.map(|row| {
        let row: Vec<&str> = row.split(' ').collect();
        (row[..words].join(" "), row[words..].to_vec())
    })
    .collect()
}

fn is_known(action: &str) -> bool {
    let (service, name) = action.split_once(':').expect("an action");
    Service::open(service).is_some_and(|service| service.matching(name).next().is_some())
}

fn allows(statement: &Statement, action: &str) -> bool {
    let matches = |allowed: &String| match allowed.strip_suffix('*') {
        Some(start) => action.starts_with(start),
        None => allowed == action || action.strip_suffix('*').is_some_and(|start| allowed.starts_with(start)),
    };
    statement.actions.iter().any(matches)
}

fn compare(ours: Vec<(&'static str, Vec<Statement>)>, sams: &BTreeMap<String, Vec<&'static str>>) {
    let names: BTreeSet<&str> = ours.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, sams.keys().map(String::as_str).collect(), "each of SAM's has a row");
    for (name, statements) in ours {
        // A permission is the trigger's.
        if sams[name] == ["lambda:InvokeFunction"] && statements.is_empty() {
            continue;
        }
        for &action in &sams[name] {
            let left_out = LEFT_OUT.contains(&(name, action));
            let allowed = statements.iter().any(|statement| allows(statement, action));
            // Some of SAM's actions are not, or no longer, IAM's.
            assert!(allowed != (left_out || !is_known(action)), "{name}: {action}");
        }
    }
}

#[test]
fn every_policy_template_of_sam_can_be_said() {
    let sams = sams("template", 1);
    assert_eq!(sams.len(), 81);
    compare(templates(), &sams);
}

#[test]
fn every_connector_of_sam_can_be_said() {
    let sams = sams("connector", 3);
    let pairs: BTreeSet<&str> = sams.keys().filter_map(|row| row.rsplit_once(' ').map(|(pair, _)| pair)).collect();
    assert_eq!(pairs.len(), 31);
    compare(connectors(), &sams);
}

#[test]
fn the_document_has_these_rows() {
    let rows = |start: &str| {
        let source = include_str!("sam.rs");
        let body = source.split_once(start).map_or("", |(_, rest)| rest);
        let body = body.split_once("\n    ]\n").map_or("", |(body, _)| body);
        let rows = body.lines().filter_map(|line| {
            let (name, statements) = line.trim().strip_prefix("(\"")?.split_once("\", vec![")?;
            Some((name.to_owned(), statements.strip_suffix("]),")?.to_owned()))
        });
        rows.collect::<Vec<_>>()
    };
    let mut templates = String::from("| SAM's template | in Gordon |\n| --- | --- |\n");
    for (name, statements) in rows("fn templates()") {
        templates += &format!("| {name} | `{statements}` |\n");
    }
    let mut connectors = String::from("| from | to | access | in Gordon |\n| --- | --- | --- | --- |\n");
    for (name, statements) in rows("fn connectors()") {
        let name: Vec<&str> = name.split(' ').collect();
        let code = if statements.is_empty() { "a trigger, by itself".to_owned() } else { format!("`{statements}`") };
        connectors += &format!("| {} | {} | {} | {code} |\n", name[0], name[1], name[2]);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/grants.md");
    let mut document = std::fs::read_to_string(&path).expect("docs/grants.md");
    for (name, table) in [("templates", templates), ("connectors", connectors)] {
        let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
        let (before, rest) = document.split_once(&start).expect("the table's start");
        let (found, after) = rest.split_once(&end).expect("the table's end");
        if std::env::var_os("GORDON_BLESS").is_none() {
            assert_eq!(found, table, "`tests/bless` writes {} anew", path.display());
        }
        document = format!("{before}{start}{table}{end}{after}");
    }
    if std::env::var_os("GORDON_BLESS").is_some() {
        std::fs::write(&path, document).expect("docs/grants.md");
    }
}
