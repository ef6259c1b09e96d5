//! The condition keys that every request may have.
//!
//! Owns AWS's list of them: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use super::KeyKind::{Arn, Bool, Date, Ip, Number, Text};
use super::{Key, KeyKind};

/// Keys and what they are compared with.
pub(super) const KEYS: &[(&str, KeyKind)] = &[
    ("aws:AssumedRoot", Text),
    ("aws:CalledVia", Text),
    ("aws:CalledViaAWSMCP", Text),
    ("aws:CalledViaFirst", Text),
    ("aws:CalledViaLast", Text),
    ("aws:ChatbotSourceArn", Arn),
    ("aws:CurrentTime", Date),
    ("aws:Ec2InstanceSourcePrivateIPv4", Ip),
    ("aws:Ec2InstanceSourceVpc", Text),
    ("aws:EpochTime", Date),
    ("aws:FederatedProvider", Text),
    ("aws:IsMcpServiceAction", Bool),
    ("aws:MultiFactorAuthAge", Number),
    ("aws:MultiFactorAuthPresent", Bool),
    ("aws:PrincipalAccount", Text),
    ("aws:PrincipalArn", Arn),
    ("aws:PrincipalIsAWSService", Bool),
    ("aws:PrincipalOrgID", Text),
    ("aws:PrincipalOrgPaths", Text),
    ("aws:PrincipalServiceName", Text),
    ("aws:PrincipalServiceNamesList", Text),
    ("aws:PrincipalTag/${TagKey}", Text),
    ("aws:PrincipalType", Text),
    ("aws:RequestTag/${TagKey}", Text),
    ("aws:RequestedRegion", Text),
    ("aws:ResourceAccount", Text),
    ("aws:ResourceOrgID", Text),
    ("aws:ResourceOrgPaths", Text),
    ("aws:ResourceTag/${TagKey}", Text),
    ("aws:SecureTransport", Bool),
    ("aws:SourceAccount", Text),
    ("aws:SourceArn", Arn),
    ("aws:SourceIdentity", Text),
    ("aws:SourceIp", Ip),
    ("aws:SourceOrgID", Text),
    ("aws:SourceOrgPaths", Text),
    ("aws:SourceOwner", Text),
    ("aws:SourceVpc", Text),
    ("aws:SourceVpcArn", Arn),
    ("aws:SourceVpce", Text),
    ("aws:TagKeys", Text),
    ("aws:TokenIssueTime", Date),
    ("aws:UserAgent", Text),
    ("aws:ViaAWSMCPService", Bool),
    ("aws:ViaAWSService", Bool),
    ("aws:VpceAccount", Text),
    ("aws:VpceOrgID", Text),
    ("aws:VpceOrgPaths", Text),
    ("aws:VpcSourceIp", Ip),
    ("aws:referer", Text),
    ("aws:userid", Text),
    ("aws:username", Text),
    ("codebuild:BuildArn", Arn),
    ("codebuild:ProjectArn", Arn),
    ("ec2:RoleDelivery", Number),
    ("ec2:SourceInstanceArn", Arn),
    ("glue:CredentialIssuingService", Text),
    ("glue:RoleAssumedBy", Text),
    ("identitystore:UserId", Text),
    ("lambda:SourceFunctionArn", Arn),
    ("ssm:SourceInstanceArn", Arn),
];

/// All of them.
pub(super) fn keys() -> impl Iterator<Item = Key<'static>> {
    KEYS.iter().map(|&(name, kind)| Key { name, kind })
}
