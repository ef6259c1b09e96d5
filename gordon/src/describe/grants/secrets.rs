//! Grants of secrets, parameters, keys and certificates.
//!
//! Owns what each allows: the pages of Secrets Manager, Systems Manager, KMS and ACM in
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use super::{End, ITSELF, grants};

const BELOW: End = End::Text("/*");

grants! {
    secretsmanager::Secret => {
        /// Reads the secret's value. A secret under a key of one's own needs `decrypt`
        /// of the key too.
        read allows ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"] on [ITSELF];

        /// Puts new values.
        write allows ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"] on [ITSELF];

        /// What a function that rotates the secret needs; a random password is `iam!("secretsmanager:GetRandomPassword"
        /// on any)`.
        rotate allows [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
        ] on [ITSELF];
    }

    ssm::Parameter => {
        /// Reads the parameter. One under a key of one's own needs `decrypt` of the
        /// key too.
        read allows ["ssm:GetParameter", "ssm:GetParameters"] on [ITSELF];

        /// Reads all parameters below the path that the parameter's name is.
        read_path allows ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"] on [ITSELF, BELOW];

        /// Sets and deletes the parameter.
        write allows ["ssm:DeleteParameter", "ssm:DeleteParameters", "ssm:PutParameter"] on [ITSELF];
    }

    kms::Key => {
        /// Decrypts.
        decrypt allows ["kms:Decrypt"] on [ITSELF];

        /// Encrypts, and makes data keys to encrypt with.
        encrypt allows [
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyPair",
            "kms:GenerateDataKeyPairWithoutPlaintext",
            "kms:GenerateDataKeyWithoutPlaintext",
        ] on [ITSELF];

        /// Signs.
        sign allows ["kms:Sign"] on [ITSELF];

        /// Verifies signatures.
        verify allows ["kms:GetPublicKey", "kms:Verify"] on [ITSELF];
    }

    certificatemanager::Certificate => {
        /// Reads the certificate.
        read allows ["acm:DescribeCertificate", "acm:GetCertificate"] on [ITSELF];
    }
}
