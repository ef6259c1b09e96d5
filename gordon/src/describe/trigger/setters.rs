//! Setters that several event source mappings share, each written once.
//!
//! Owns their names, documentation and properties. Must not know which source takes which: a source names its own.

/// Gives a source those of the shared setters that it takes.
macro_rules! setters {
    ($source:ident: $($setter:ident)*) => {
        impl $source {
            $($crate::describe::trigger::setters::setter!($setter);)*
        }
    };
}
pub(super) use setters;

macro_rules! setter {
    (batch_size) => {
        /// Records of a batch at most: 1 to 10,000.
        #[track_caller]
        #[must_use]
        pub fn batch_size(mut self, records: u32) -> Self {
            self.mapped.options.set("BatchSize", records);
            self
        }
    };
    (batch_window) => {
        /// Seconds that Lambda waits for a batch to fill, 0 to 300 (`MaximumBatchingWindowInSeconds`).
        #[track_caller]
        #[must_use]
        pub fn batch_window(mut self, seconds: u32) -> Self {
            self.mapped.options.set("MaximumBatchingWindowInSeconds", seconds);
            self
        }
    };
    (enabled) => {
        /// Whether Lambda reads; yes unless set.
        #[track_caller]
        #[must_use]
        pub fn enabled(mut self, enabled: bool) -> Self {
            self.mapped.options.set("Enabled", enabled);
            self
        }
    };
    (filter) => {
        /// Adds a pattern: the function gets the records that match at least one.
        ///
        /// The account's quota is 5 unless it was raised.
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
        #[track_caller]
        #[must_use]
        pub fn filter(mut self, pattern: serde_json::Value) -> Self {
            self.mapped.options.push("FilterCriteria", pattern);
            self
        }

        /// The KMS key that Lambda encrypts the filters with, by ARN (`KmsKeyArn`). The key's own policy must allow
        /// that.
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption>
        #[track_caller]
        #[must_use]
        pub fn filter_kms_key(mut self, arn: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.options.set("KmsKeyArn", arn.into().into_json());
            self
        }
    };
    (encrypted_by) => {
        /// The KMS key of your own, by ARN, that the source (or its secret) is encrypted by: the role may decrypt with
        /// it.
        #[must_use]
        pub fn encrypted_by(mut self, key: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.grant("key", vec![$crate::describe::Statement::allow(["kms:Decrypt"]).on(key)]);
            self
        }
    };
    (metric) => {
        /// Adds a metric of the mapping.
        #[track_caller]
        #[must_use]
        pub fn metric(mut self, metric: $crate::describe::trigger::MappingMetric) -> Self {
            let mut metrics = match self.mapped.options.get("MetricsConfig").map(|config| &config["Metrics"]) {
                Some(serde_json::Value::Array(metrics)) => metrics.clone(),
                _ => Vec::new(),
            };
            metrics.push(metric.name().into());
            self.mapped.options.member("MetricsConfig", "Metrics", metrics);
            self
        }
    };
    (tag) => {
        /// Adds a tag to the mapping.
        #[track_caller]
        #[must_use]
        pub fn tag(mut self, key: &str, value: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.options.push("Tags", serde_json::json!({ "Key": key, "Value": value.into() }));
            self
        }
    };
    (partial_batch_responses) => {
        /// The function answers which records of a batch failed, and only those come again
        /// (`ReportBatchItemFailures`).
        #[track_caller]
        #[must_use]
        pub fn partial_batch_responses(mut self) -> Self {
            self.mapped.options.set("FunctionResponseTypes", vec!["ReportBatchItemFailures"]);
            self
        }
    };
    (from) => {
        /// Where reading starts; at the latest record unless set.
        #[track_caller]
        #[must_use]
        pub fn from(mut self, position: $crate::describe::trigger::StartingPosition) -> Self {
            use $crate::describe::trigger::StartingPosition;

            let options = &mut self.mapped.options;
            options.unset("StartingPositionTimestamp");
            match position {
                StartingPosition::Latest => options.set("StartingPosition", "LATEST"),
                StartingPosition::TrimHorizon => options.set("StartingPosition", "TRIM_HORIZON"),
                StartingPosition::AtTimestamp(seconds) => {
                    options.set("StartingPosition", "AT_TIMESTAMP");
                    options.set("StartingPositionTimestamp", seconds);
                }
            }
            self
        }
    };
    (retries) => {
        /// Whether a batch that failed is split in two before it comes again; no unless set
        /// (`BisectBatchOnFunctionError`).
        #[track_caller]
        #[must_use]
        pub fn bisect_on_error(mut self, split: bool) -> Self {
            self.mapped.options.set("BisectBatchOnFunctionError", split);
            self
        }

        /// How often a batch that failed comes again, 0 to 10,000; until its records expire unless set.
        #[track_caller]
        #[must_use]
        pub fn maximum_retry_attempts(mut self, attempts: u32) -> Self {
            self.mapped.options.set("MaximumRetryAttempts", attempts);
            self
        }

        /// Seconds after which Lambda gives up a record, 60 to 604,800 (7 days); never unless set.
        #[track_caller]
        #[must_use]
        pub fn maximum_record_age(mut self, seconds: u32) -> Self {
            self.mapped.options.set("MaximumRecordAgeInSeconds", seconds);
            self
        }

        /// Where Lambda puts what it gives up.
        #[track_caller]
        #[must_use]
        pub fn on_failure(mut self, destination: $crate::describe::trigger::OnFailure) -> Self {
            let (destination, needs) = destination.into_parts();
            let on_failure = serde_json::json!({ "Destination": destination });
            self.mapped.options.member("DestinationConfig", "OnFailure", on_failure);
            self.mapped.grant("on failure", needs);
            self
        }
    };
    (shards) => {
        /// Batches of one shard that run at a time, 1 to 10; 1 unless set. Records of one key stay in order.
        #[track_caller]
        #[must_use]
        pub fn parallelization_factor(mut self, batches: u32) -> Self {
            self.mapped.options.set("ParallelizationFactor", batches);
            self
        }

        /// Seconds of a tumbling window over which the function keeps a state, 0 to 900; none unless set.
        #[track_caller]
        #[must_use]
        pub fn tumbling_window(mut self, seconds: u32) -> Self {
            self.mapped.options.set("TumblingWindowInSeconds", seconds);
            self
        }
    };
    (provisioned_pollers) => {
        /// Pollers of the mapping's own, at least and at most: provisioned mode, at an extra charge. At least 1 (of
        /// SQS 2) to 200, at most 2,000 (of SQS 10,000).
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
        #[track_caller]
        #[must_use]
        pub fn provisioned_pollers(mut self, least: u32, most: u32) -> Self {
            self.mapped.options.member("ProvisionedPollerConfig", "MinimumPollers", least);
            self.mapped.options.member("ProvisionedPollerConfig", "MaximumPollers", most);
            self
        }
    };
}
pub(super) use setter;
