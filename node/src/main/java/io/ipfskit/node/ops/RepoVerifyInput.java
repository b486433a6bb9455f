package io.ipfskit.node.ops;

/// Options of `repo.verify`: none.
public record RepoVerifyInput() {}
