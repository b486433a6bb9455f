package io.ipfskit.kit;

import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesChcidInput;
import io.ipfskit.node.ops.FilesChmodInput;
import io.ipfskit.node.ops.FilesCpInput;
import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesFlushInput;
import io.ipfskit.node.ops.FilesFlushed;
import io.ipfskit.node.ops.FilesListed;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesMkdirInput;
import io.ipfskit.node.ops.FilesMvInput;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesRmInput;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;
import io.ipfskit.node.ops.FilesTouchInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Group `files`: the tree of files (MFS), whose paths can be changed. Every change is durable when
/// its method returns.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class FilesFacade {
    private final IpfsKit kit;

    FilesFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// The entries of a folder. The caller closes them.
    public Items<FilesEntry, FilesListed> ls(FilesLsInput options) throws InterruptedException {
        return kit.items(FilesOperations.LS, FilesEntry.class, options, CallOptions.NONE);
    }

    /// What is at a path, of the tree or below `/ipfs/CID`.
    public FilesStat stat(String path) throws InterruptedException {
        return kit.call(FilesOperations.STAT, FilesStatInput.of(path));
    }

    /// The bytes of a file, or a range of them. The caller closes them.
    public ByteStream read(FilesReadInput options) throws InterruptedException {
        return kit.stream(FilesOperations.READ, options, CallOptions.NONE);
    }

    /// Writes bytes to a file.
    public FilesChanged write(ByteSource bytes, FilesWriteInput options)
            throws InterruptedException {
        return kit.call(FilesOperations.WRITE, options, CallOptions.NONE.withBytes(bytes));
    }

    /// Makes a folder, and those on the way to it; no error if it exists.
    public FilesChanged mkdir(String path) throws InterruptedException {
        return kit.call(FilesOperations.MKDIR, FilesMkdirInput.of(path));
    }

    /// Removes a file.
    ///
    /// @param recursive also a folder with all that is in it
    public FilesChanged rm(String path, boolean recursive) throws InterruptedException {
        return kit.call(FilesOperations.RM, new FilesRmInput(path, recursive, false));
    }

    /// Links content by its path `/ipfs/CID/…`, or a part of the tree, at another path where
    /// nothing is yet. Copies no blocks.
    public FilesChanged cp(String source, String dest) throws InterruptedException {
        return kit.call(FilesOperations.CP, FilesCpInput.of(source, dest));
    }

    /// Moves a file or folder, at once. A folder at `dest` takes it in, a file there is replaced.
    public FilesChanged mv(String source, String dest) throws InterruptedException {
        return kit.call(FilesOperations.MV, FilesMvInput.of(source, dest));
    }

    /// The CID of a path.
    public FilesFlushed flush(String path) throws InterruptedException {
        return kit.call(FilesOperations.FLUSH, new FilesFlushInput(path));
    }

    /// Records permission bits.
    ///
    /// @param mode octal, as `0644`
    public FilesChanged chmod(String mode, String path) throws InterruptedException {
        return kit.call(FilesOperations.CHMOD, new FilesChmodInput(mode, path, true));
    }

    /// Records a modification time, or now for null.
    public FilesChanged touch(String path, @Nullable Instant mtime) throws InterruptedException {
        return kit.call(
                FilesOperations.TOUCH,
                new FilesTouchInput(
                        path,
                        mtime == null ? null : mtime.getEpochSecond(),
                        mtime == null ? 0 : mtime.getNano(),
                        true));
    }

    /// Changes the CID version of a folder, or its hash function; null for as it is.
    public FilesChanged chcid(String path, @Nullable Integer cidVersion, @Nullable String hash)
            throws InterruptedException {
        return kit.call(FilesOperations.CHCID, new FilesChcidInput(path, cidVersion, hash, true));
    }
}
