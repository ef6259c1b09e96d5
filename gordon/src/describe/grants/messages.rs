//! Grants of queues, topics, event buses and e-mail.
//!
//! Owns what each allows: the pages of SQS, SNS, EventBridge and SES in
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use super::{ITSELF, grants};

grants! {
    sqs::Queue => {
        /// Sends messages, one or a batch.
        send allows ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"] on [ITSELF];

        /// Receives messages, hides and deletes them. A trigger of the queue has this by itself.
        receive allows [
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
        ] on [ITSELF];

        /// Deletes all messages at once.
        purge allows ["sqs:PurgeQueue"] on [ITSELF];
    }

    sns::Topic => {
        /// Publishes messages.
        publish allows ["sns:Publish"] on [ITSELF];

        /// Makes the topic, sets its attributes, and subscribes to it.
        manage allows [
            "sns:CreateTopic",
            "sns:GetTopicAttributes",
            "sns:ListSubscriptionsByTopic",
            "sns:SetTopicAttributes",
            "sns:Subscribe",
        ] on [ITSELF];
    }

    events::EventBus => {
        /// Puts events on the bus. The default bus is `Existing::<aws::events::EventBus>::named("default")`.
        put allows ["events:PutEvents"] on [ITSELF];
    }

    ses::EmailIdentity => {
        /// Sends e-mail from the address or domain.
        send allows ["ses:SendEmail", "ses:SendRawEmail"] on [ITSELF];

        /// Sends e-mail from templates; it needs `send` of each template too.
        send_templated allows [
            "ses:SendBulkEmail",
            "ses:SendBulkTemplatedEmail",
            "ses:SendEmail",
            "ses:SendTemplatedEmail",
        ] on [ITSELF];

        /// Sends bounces for e-mail that the address or domain received.
        send_bounce allows ["ses:SendBounce"] on [ITSELF];
    }

    ses::Template => {
        /// Sends e-mail made from the template; the identity that it comes from needs a grant too.
        send allows [
            "ses:SendBulkEmail",
            "ses:SendBulkTemplatedEmail",
            "ses:SendEmail",
            "ses:SendTemplatedEmail",
        ] on [ITSELF];

        /// Makes, reads, changes and deletes the template, by the actions of SES's second API.
        manage allows [
            "ses:CreateEmailTemplate",
            "ses:DeleteEmailTemplate",
            "ses:GetEmailTemplate",
            "ses:TestRenderEmailTemplate",
            "ses:UpdateEmailTemplate",
        ] on [ITSELF];
    }
}
