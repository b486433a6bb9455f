package io.ipfskit.kit;

import org.jspecify.annotations.Nullable;

/// What a node is.
///
/// @param version of ipfs-kit
/// @param backend the anyio backend it runs on
/// @param engine the engine of that backend
/// @param java the version of the Java runtime
/// @param dataDirectory where it keeps its data; null for a remote one
/// @param location `embedded`, or the URL of the server
public record KitInfo(
        String version,
        String backend,
        String engine,
        String java,
        @Nullable String dataDirectory,
        String location) {}
