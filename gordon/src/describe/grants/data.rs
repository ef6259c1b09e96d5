//! Grants of what searches, analyses and learns.
//!
//! Owns what each allows: the pages of Athena, OpenSearch, EMR, Rekognition, SageMaker and Location in
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use super::{End, ITSELF, grants};

const PATHS: End = End::Text("/*");

grants! {
    athena::WorkGroup => {
        /// Runs queries, keeps them by name, and reads their results. What they read needs grants of its own: the bucket
        /// of the data and that of the results, and the tables in Glue.
        query allows [
            "athena:BatchGetNamedQuery",
            "athena:BatchGetQueryExecution",
            "athena:CreateNamedQuery",
            "athena:DeleteNamedQuery",
            "athena:GetNamedQuery",
            "athena:GetQueryExecution",
            "athena:GetQueryResults",
            "athena:GetQueryResultsStream",
            "athena:GetWorkGroup",
            "athena:ListNamedQueries",
            "athena:ListQueryExecutions",
            "athena:StartQueryExecution",
            "athena:StopQueryExecution",
        ] on [ITSELF];
    }

    opensearchservice::Domain, elasticsearch::Domain => {
        /// Searches and reads documents: HTTP's GET and HEAD.
        read allows ["es:ESHttpGet", "es:ESHttpHead"] on [PATHS];

        /// Indexes documents, and searches by a body: HTTP's POST and PUT.
        write allows ["es:ESHttpPost", "es:ESHttpPut"] on [PATHS];

        /// Changes and deletes documents and indexes: HTTP's PATCH and DELETE.
        delete allows ["es:ESHttpDelete", "es:ESHttpPatch"] on [PATHS];
    }

    emr::Cluster => {
        /// Adds steps.
        add_steps allows ["elasticmapreduce:AddJobFlowSteps"] on [ITSELF];

        /// Cancels steps.
        cancel_steps allows ["elasticmapreduce:CancelSteps"] on [ITSELF];

        /// Lists instance fleets and changes their size.
        modify_fleet allows ["elasticmapreduce:ListInstanceFleets", "elasticmapreduce:ModifyInstanceFleet"] on [ITSELF];

        /// Lists instance groups and changes their size.
        modify_groups allows ["elasticmapreduce:ListInstanceGroups", "elasticmapreduce:ModifyInstanceGroups"]
            on [ITSELF];

        /// Protects the cluster from termination, or no longer.
        protect allows ["elasticmapreduce:SetTerminationProtection"] on [ITSELF];

        /// Ends the cluster.
        terminate allows ["elasticmapreduce:TerminateJobFlows"] on [ITSELF];
    }

    rekognition::Collection => {
        /// Lists and searches faces.
        read allows [
            "rekognition:DescribeCollection",
            "rekognition:ListFaces",
            "rekognition:SearchFaces",
            "rekognition:SearchFacesByImage",
        ] on [ITSELF];

        /// Adds and deletes faces.
        write allows ["rekognition:DeleteFaces", "rekognition:IndexFaces"] on [ITSELF];
    }

    sagemaker::Endpoint => {
        /// Invokes the endpoint.
        invoke allows [
            "sagemaker:InvokeEndpoint",
            "sagemaker:InvokeEndpointAsync",
            "sagemaker:InvokeEndpointWithResponseStream",
        ] on [ITSELF];

        /// Makes the endpoint; its configuration needs `create` too.
        create allows ["sagemaker:CreateEndpoint"] on [ITSELF];
    }

    sagemaker::EndpointConfig => {
        /// Makes the configuration, and endpoints of it.
        create allows ["sagemaker:CreateEndpoint", "sagemaker:CreateEndpointConfig"] on [ITSELF];
    }

    location::PlaceIndex => {
        /// Finds places.
        search allows [
            "geo:DescribePlaceIndex",
            "geo:GetPlace",
            "geo:SearchPlaceIndexForPosition",
            "geo:SearchPlaceIndexForSuggestions",
            "geo:SearchPlaceIndexForText",
        ] on [ITSELF];
    }
}
