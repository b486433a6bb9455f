package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `repo.import_kubo`. The folder of the repository comes with the call as a path.
public record RepoImportKuboInput(
        @Doc(
                        value = "keep the identity of the Kubo node, too, as the key kubo-self",
                        defaultValue = "false")
                boolean identity,
        @Doc(value = "only count what would be imported", defaultValue = "false") boolean dryRun) {}
