//! Grants of repositories and pipelines.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html>

use super::{ITSELF, grants};

grants! {
    codecommit::Repository => {
        /// Pulls, and reads branches, commits, files, pull requests and their comments.
        read allows [
            "codecommit:BatchDescribeMergeConflicts",
            "codecommit:BatchGetCommits",
            "codecommit:BatchGetPullRequests",
            "codecommit:CancelUploadArchive",
            "codecommit:DescribeMergeConflicts",
            "codecommit:DescribePullRequestEvents",
            "codecommit:GetBlob",
            "codecommit:GetBranch",
            "codecommit:GetComment",
            "codecommit:GetCommentsForComparedCommit",
            "codecommit:GetCommentsForPullRequest",
            "codecommit:GetCommit",
            "codecommit:GetCommitHistory",
            "codecommit:GetCommitsFromMergeBase",
            "codecommit:GetDifferences",
            "codecommit:GetFile",
            "codecommit:GetFolder",
            "codecommit:GetMergeCommit",
            "codecommit:GetMergeConflicts",
            "codecommit:GetMergeOptions",
            "codecommit:GetObjectIdentifier",
            "codecommit:GetPullRequest",
            "codecommit:GetReferences",
            "codecommit:GetRepository",
            "codecommit:GetRepositoryTriggers",
            "codecommit:GetTree",
            "codecommit:GetUploadArchiveStatus",
            "codecommit:GitPull",
            "codecommit:ListBranches",
            "codecommit:ListPullRequests",
            "codecommit:ListTagsForResource",
        ] on [ITSELF];

        /// Pushes, and changes branches, files, pull requests, comments, tags and triggers.
        write allows [
            "codecommit:CreateBranch",
            "codecommit:CreateCommit",
            "codecommit:CreatePullRequest",
            "codecommit:CreateUnreferencedMergeCommit",
            "codecommit:DeleteBranch",
            "codecommit:DeleteCommentContent",
            "codecommit:DeleteFile",
            "codecommit:GitPush",
            "codecommit:MergeBranchesByFastForward",
            "codecommit:MergeBranchesBySquash",
            "codecommit:MergeBranchesByThreeWay",
            "codecommit:MergePullRequestByFastForward",
            "codecommit:MergePullRequestBySquash",
            "codecommit:MergePullRequestByThreeWay",
            "codecommit:PostCommentForComparedCommit",
            "codecommit:PostCommentForPullRequest",
            "codecommit:PostCommentReply",
            "codecommit:PutFile",
            "codecommit:PutRepositoryTriggers",
            "codecommit:TagResource",
            "codecommit:TestRepositoryTriggers",
            "codecommit:UntagResource",
            "codecommit:UpdateComment",
            "codecommit:UpdateDefaultBranch",
            "codecommit:UpdatePullRequestDescription",
            "codecommit:UpdatePullRequestStatus",
            "codecommit:UpdatePullRequestTitle",
            "codecommit:UpdateRepositoryDescription",
            "codecommit:UploadArchive",
        ] on [ITSELF];
    }

    codepipeline::Pipeline => {
        /// Reads the pipeline, its state and its executions.
        read allows [
            "codepipeline:GetPipeline",
            "codepipeline:GetPipelineExecution",
            "codepipeline:GetPipelineState",
            "codepipeline:ListPipelineExecutions",
        ] on [ITSELF];
    }
}
