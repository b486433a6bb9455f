package io.ipfskit.kit.ops;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `ipfs.version`: what this program is. Here and not in `node`, which knows no build.
public final class VersionOperations {
    /// No options.
    public record VersionInput() {}

    /// What a program is.
    public record Version(
            @Doc("version of ipfs-kit") String version,
            @Doc("commit it was built from; absent when the build did not know it")
                    @Nullable String commit,
            @Doc("version of the Java runtime") String java,
            @Doc("anyio backend it runs on") String backend,
            @Doc("engine of that backend") String engine) {}

    /// Says what this program is.
    public static final Operation<VersionInput, Version> VERSION =
            Operation.named("ipfs", "version", VersionInput.class, Version.class)
                    .summary("Says which version of ipfs-kit this is, and what it runs on.")
                    .get("/ipfs/version")
                    .example("this node", "{}")
                    .build();

    private VersionOperations() {}

    /// The operation.
    public static List<Bound<?, ?>> bind() {
        return List.of(VERSION.to((_, _) -> current()));
    }

    /// What this program is, on the backend of the calling task.
    public static Version current() {
        var backend = AnyIO.current().backend();
        return new Version(
                BuildInfo.CURRENT.version(),
                BuildInfo.CURRENT.commit(),
                Runtime.version().toString(),
                backend.name(),
                backend.engine());
    }
}
