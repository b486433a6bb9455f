package io.ipfskit.node.filestore;

import io.ipfskit.anyio.FileStat;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.file.Path;

/// Refers to files that may be referred to. Thread-safe.
public final class FileReferences {
    private final AllowedFiles allowed;

    FileReferences(AllowedFiles allowed) {
        this.allowed = allowed;
    }

    /// Refers to the parts of a file in its present state.
    ///
    /// @param path as it really is: a symbolic link on the way refuses it
    /// @throws OperationFailed `permission_denied` when it may not be referred to
    public Referrer referrer(Path path, FileStat stat) throws IOException, InterruptedException {
        Path file = path.toAbsolutePath().normalize();
        String refusal = allowed.refusal(file);
        if (refusal != null) {
            throw new OperationFailed(
                    ErrorCode.PERMISSION_DENIED,
                    "cannot keep " + file + " by reference: it " + refusal);
        }
        return (offset, length) ->
                new Reference.OfFile(file, offset, length, stat.size(), stat.modified());
    }
}
