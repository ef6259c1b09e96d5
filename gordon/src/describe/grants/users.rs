//! Grants of Cognito user pools and Pinpoint applications.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpinpoint.html>

use super::{End, ITSELF, grants};

const ENDPOINTS: End = End::Text("/endpoints/*");

grants! {
    cognito::UserPool => {
        /// Reads users and groups.
        read allows [
            "cognito-idp:AdminGetUser",
            "cognito-idp:AdminListGroupsForUser",
            "cognito-idp:DescribeUserPool",
            "cognito-idp:GetGroup",
            "cognito-idp:ListGroups",
            "cognito-idp:ListUsers",
            "cognito-idp:ListUsersInGroup",
        ] on [ITSELF];

        /// Makes, changes, disables and deletes users, and moves them between groups.
        write allows [
            "cognito-idp:AdminAddUserToGroup",
            "cognito-idp:AdminConfirmSignUp",
            "cognito-idp:AdminCreateUser",
            "cognito-idp:AdminDeleteUser",
            "cognito-idp:AdminDeleteUserAttributes",
            "cognito-idp:AdminDisableUser",
            "cognito-idp:AdminEnableUser",
            "cognito-idp:AdminRemoveUserFromGroup",
            "cognito-idp:AdminResetUserPassword",
            "cognito-idp:AdminSetUserPassword",
            "cognito-idp:AdminUpdateUserAttributes",
            "cognito-idp:AdminUserGlobalSignOut",
        ] on [ITSELF];

        /// Signs users in on their behalf.
        sign_in allows ["cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge"] on [ITSELF];
    }

    pinpoint::App => {
        /// Reads and updates endpoints: where the application's users get messages.
        update_endpoints allows [
            "mobiletargeting:GetEndpoint",
            "mobiletargeting:UpdateEndpoint",
            "mobiletargeting:UpdateEndpointsBatch",
        ] on [ITSELF, ENDPOINTS];
    }
}
