package io.ipfskit.node.ops;

/// Options of `repo.stat`: none.
public record RepoStatInput() {}
