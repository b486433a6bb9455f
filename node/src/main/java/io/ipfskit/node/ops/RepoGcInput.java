package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `repo.gc`.
public record RepoGcInput(
        @Doc(value = "only tell what would be removed", defaultValue = "false") boolean dryRun,
        @Doc(value = "do not list the removed blocks", defaultValue = "false") boolean quiet) {}
