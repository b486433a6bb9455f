package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// What `repo.import_kubo` took over. All that is counted is durable; of a dry run, it is what
/// would be taken, unchecked.
public record KuboImported(
        @Doc("version of the Kubo repository") int version,
        @Doc("blocks that were not here before") long blocksImported,
        @Doc("bytes of these blocks") long bytesImported,
        @Doc("blocks that were here already, and were not read") long blocksPresent,
        @Doc("files with the name of a block that do not hold it") long blocksBad,
        @Doc("files among the blocks that do not belong there") long filesStray,
        @Doc("blocks of the filestore, which are not taken") long filestoreReferences,
        @Doc("recursive pins, those included that were here already") long pinsRecursive,
        @Doc("direct pins, those included that were here already") long pinsDirect,
        @Doc("pins that were not taken") long pinsFailed,
        @Doc("keys that were not here before") long keysImported,
        @Doc("keys that were here already") long keysPresent,
        @Doc("keys that were not taken") long keysFailed,
        @Doc("peer id of the Kubo node; absent unless its identity was asked for and taken")
                @Nullable String identity,
        @Doc("root of its mutable file system; absent when there is none")
                @Nullable String filesRoot,
        @Doc("what keeps that root here now; absent when nothing does")
                @Nullable String filesKeptBy,
        @Doc("rows that say what was not taken as it was") long problems,
        @Doc("how long it took, in milliseconds") long milliseconds,
        @Doc("whether nothing was changed") boolean dryRun) {}
