//! What `Fn::GetAtt` takes of a type: the attributes that AWS's schemas list, and those that they do not.
//!
//! Owns the types whose properties can be read too, although their schemas do not say so; each type's page of the
//! reference does, under "Return values".
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>

use std::collections::HashMap;
use std::sync::OnceLock;

use gordon_schema::attributes::{self, Shape as AttributeShape};
use gordon_schema::expected::Expected;
use gordon_schema::node::Shape;
use gordon_schema::schema;

use super::template::is_custom;

/// Types all of whose properties are attributes.
const ALL: [&str; 61] = [
    "AWS::Amplify::Branch",
    "AWS::Amplify::Domain",
    "AWS::AppSync::DomainName",
    "AWS::AppSync::FunctionConfiguration",
    "AWS::AppSync::Resolver",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::Backup::LogicallyAirGappedBackupVault",
    "AWS::CodeArtifact::Domain",
    "AWS::CodeArtifact::Repository",
    "AWS::EC2::CapacityReservation",
    "AWS::EC2::Instance",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EFS::MountTarget",
    "AWS::EKS::Nodegroup",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EventSchemas::Discoverer",
    "AWS::EventSchemas::Registry",
    "AWS::EventSchemas::Schema",
    "AWS::Events::EventBus",
    "AWS::GameLift::GameSessionQueue",
    "AWS::GameLift::MatchmakingConfiguration",
    "AWS::GameLift::MatchmakingRuleSet",
    "AWS::Grafana::Workspace",
    "AWS::Greengrass::ConnectorDefinition",
    "AWS::Greengrass::CoreDefinition",
    "AWS::Greengrass::DeviceDefinition",
    "AWS::Greengrass::FunctionDefinition",
    "AWS::Greengrass::Group",
    "AWS::Greengrass::LoggerDefinition",
    "AWS::Greengrass::ResourceDefinition",
    "AWS::Greengrass::SubscriptionDefinition",
    "AWS::ImageBuilder::Component",
    "AWS::ImageBuilder::ContainerRecipe",
    "AWS::ImageBuilder::DistributionConfiguration",
    "AWS::ImageBuilder::ImagePipeline",
    "AWS::ImageBuilder::ImageRecipe",
    "AWS::ImageBuilder::InfrastructureConfiguration",
    "AWS::ManagedBlockchain::Node",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBParameterGroup",
    "AWS::RedshiftServerless::Workgroup",
    "AWS::RoboMaker::RobotApplication",
    "AWS::RoboMaker::SimulationApplication",
    "AWS::Route53Resolver::ResolverRule",
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "AWS::S3::AccessPoint",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::DataQualityJobDefinition",
    "AWS::SageMaker::ModelBiasJobDefinition",
    "AWS::SageMaker::ModelExplainabilityJobDefinition",
    "AWS::SageMaker::ModelQualityJobDefinition",
    "AWS::SageMaker::MonitoringSchedule",
    "AWS::StepFunctions::Activity",
];

/// Types some of whose properties are attributes.
const SOME: [(&str, &[&str]); 33] = [
    ("AWS::AppMesh::GatewayRoute", &["GatewayRouteName", "MeshName", "MeshOwner", "VirtualGatewayName"]),
    ("AWS::AppMesh::Mesh", &["MeshName"]),
    ("AWS::AppMesh::Route", &["MeshName", "MeshOwner", "RouteName", "VirtualRouterName"]),
    ("AWS::AppMesh::VirtualGateway", &["MeshName", "MeshOwner", "VirtualGatewayName"]),
    ("AWS::AppMesh::VirtualNode", &["MeshName", "MeshOwner", "VirtualNodeName"]),
    ("AWS::AppMesh::VirtualRouter", &["MeshName", "MeshOwner", "VirtualRouterName"]),
    ("AWS::AppMesh::VirtualService", &["MeshName", "MeshOwner", "VirtualServiceName"]),
    ("AWS::AppSync::DataSource", &["Name"]),
    ("AWS::Cloud9::EnvironmentEC2", &["Name"]),
    ("AWS::CloudWatch::InsightRule", &["RuleName"]),
    ("AWS::DocDB::DBCluster", &["Port"]),
    ("AWS::EKS::Cluster", &["CertificateAuthority.Data"]),
    ("AWS::IoT1Click::Device", &["Enabled"]),
    ("AWS::IoT1Click::Placement", &["PlacementName", "ProjectName"]),
    ("AWS::IoT1Click::Project", &["ProjectName"]),
    ("AWS::Kinesis::StreamConsumer", &["ConsumerName", "StreamARN"]),
    ("AWS::ManagedBlockchain::Member", &["NetworkId"]),
    ("AWS::MediaConvert::JobTemplate", &["Name"]),
    ("AWS::MediaConvert::Preset", &["Name"]),
    ("AWS::MediaConvert::Queue", &["Name"]),
    ("AWS::MediaLive::Input", &["Destinations", "Sources"]),
    ("AWS::OpsWorks::Instance", &["AvailabilityZone"]),
    ("AWS::OpsWorks::UserProfile", &["SshUsername"]),
    ("AWS::Route53Resolver::ResolverEndpoint", &["Direction", "Name"]),
    ("AWS::SageMaker::CodeRepository", &["CodeRepositoryName"]),
    ("AWS::SageMaker::Endpoint", &["EndpointName"]),
    ("AWS::SageMaker::EndpointConfig", &["EndpointConfigName"]),
    ("AWS::SageMaker::Model", &["ModelName"]),
    ("AWS::SageMaker::NotebookInstance", &["NotebookInstanceName"]),
    ("AWS::SageMaker::NotebookInstanceLifecycleConfig", &["NotebookInstanceLifecycleConfigName"]),
    ("AWS::SageMaker::Workteam", &["WorkteamName"]),
    ("AWS::ServiceDiscovery::Service", &["Name"]),
    ("AWS::Transfer::User", &["ServerId", "UserName"]),
];

/// Whether a type returns an attribute, and its shape where that is known; nothing where nobody can say. Of a type that
/// does not, all that it returns.
pub(super) fn attribute(resource_type: &str, name: &str) -> Option<Result<Option<Shape>, Vec<&'static str>>> {
    if is_custom(resource_type) {
        return None;
    }
    let known = types().get(resource_type)?;
    let outputs = resource_type == "AWS::CloudFormation::Stack"
        || resource_type == "AWS::ServiceCatalog::CloudFormationProvisionedProduct";
    if outputs && name.starts_with("Outputs.") {
        return Some(Ok(Some(Shape::Scalar)));
    }
    match known.attributes().find(|(attribute, _)| *attribute == name) {
        Some((_, AttributeShape::Texts)) => Some(Ok(Some(Shape::List))),
        Some((_, AttributeShape::Json)) => Some(Ok(None)),
        Some(_) => Some(Ok(Some(Shape::Scalar))),
        None => match property(resource_type, name) {
            Some(shape) => Some(Ok(shape)),
            None => Some(Err(known.attributes().map(|(attribute, _)| attribute).collect())),
        },
    }
}

/// The shape of a property that is an attribute.
fn property(resource_type: &str, name: &str) -> Option<Option<Shape>> {
    let some = SOME.iter().find(|(known, _)| *known == resource_type).map(|(_, names)| *names);
    if !ALL.contains(&resource_type) && !some.is_some_and(|names| names.contains(&name)) {
        return None;
    }
    let path: Vec<&str> = name.split('.').collect();
    match schema::find(resource_type)?.property(&path).map(|property| property.expected) {
        Some(Expected::Text | Expected::Integer | Expected::Number | Expected::Bool) => Some(Some(Shape::Scalar)),
        Some(Expected::List(_)) => Some(Some(Shape::List)),
        Some(_) => Some(None),
        None => some.map(|_| None),
    }
}

/// What AWS publishes of each type's attributes.
fn types() -> &'static HashMap<&'static str, attributes::Type<'static>> {
    static TYPES: OnceLock<HashMap<&'static str, attributes::Type<'static>>> = OnceLock::new();
    TYPES.get_or_init(|| attributes::types().map(|found| (found.name, found)).collect())
}
