//! Grants of log groups and dashboards.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>

use super::{ITSELF, grants};

grants! {
    logs::LogGroup => {
        /// Writes log events. A function has this on its own log group by itself.
        write allows ["logs:CreateLogStream", "logs:PutLogEvents"] on [ITSELF];

        /// Reads, filters and queries log events.
        read allows [
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:StartQuery",
        ] on [ITSELF];
    }

    cloudwatch::Dashboard => {
        /// Reads the dashboard.
        read allows ["cloudwatch:GetDashboard"] on [ITSELF];

        /// Makes and changes the dashboard.
        write allows ["cloudwatch:PutDashboard"] on [ITSELF];
    }
}
