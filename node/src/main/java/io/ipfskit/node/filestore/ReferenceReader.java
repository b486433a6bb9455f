package io.ipfskit.node.filestore;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.fetch.ByteRange;
import io.ipfskit.node.fetch.FetchFailed;
import io.ipfskit.node.fetch.Fetched;
import io.ipfskit.node.fetch.HttpFetch;
import io.ipfskit.node.filestore.ReferenceBroken.Why;
import io.ipfskit.operation.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Gets the bytes that references lead to, and hashes them. Thread-safe.
final class ReferenceReader {
    /// What takes microseconds is done sooner than handed over.
    private static final int HASHED_HERE_MAX = 32 << 10;

    private final Disk disk;
    private final AllowedFiles allowed;
    private final FilestoreRules rules;
    private final HttpFetch fetch;

    ReferenceReader(Disk disk, FilestoreRules rules, HttpFetch fetch) {
        this.disk = disk;
        this.allowed = new AllowedFiles(disk, rules.roots());
        this.rules = rules;
        this.fetch = fetch;
    }

    AllowedFiles allowed() {
        return allowed;
    }

    /// The block, its bytes hashed.
    ///
    /// @param cid of the block, whatever its codec
    /// @throws ReferenceBroken when the reference does not lead to its bytes
    Block read(Cid cid, Reference reference) throws ReferenceBroken, InterruptedException {
        return switch (reference) {
            case Reference.OfFile file -> file(cid, file);
            case Reference.OfUrl url -> verified(cid, url, bytes(cid, url));
        };
    }

    private static Block verified(Cid cid, Reference reference, ByteBuffer bytes)
            throws ReferenceBroken, InterruptedException {
        try {
            return bytes.remaining() <= HASHED_HERE_MAX
                    ? Block.verified(cid, bytes)
                    : Compute.call(() -> Block.verified(cid, bytes));
        } catch (IntegrityException e) {
            throw changed(cid, reference);
        }
    }

    private static ReferenceBroken changed(Cid cid, Reference reference) {
        return new ReferenceBroken(
                Why.CHANGED,
                cid,
                reference,
                "has other bytes there now: add it again, or restore it",
                null);
    }

    /// Says what is seen of the change, too.
    private static ReferenceBroken changed(Cid cid, Reference.OfFile file, FileStat now) {
        String how =
                now.type() != FileType.FILE
                        ? "is no file any more"
                        : now.size() != file.size()
                                ? "had " + file.size() + " bytes and has " + now.size() + " now"
                                : !now.modified().equals(file.modified())
                                        ? "was written to at " + now.modified()
                                        : "has other bytes there now";
        return new ReferenceBroken(
                Why.CHANGED, cid, file, how + ": add it again, or restore it", null);
    }

    private Block file(Cid cid, Reference.OfFile file)
            throws ReferenceBroken, InterruptedException {
        try {
            String refusal = allowed.refusal(file.path());
            if (refusal != null) {
                throw new ReferenceBroken(Why.FORBIDDEN, cid, file, refusal, null);
            }
            FileStat stat = disk.stat(file.path());
            if (stat.type() != FileType.FILE || stat.size() < file.offset() + file.length()) {
                throw changed(cid, file, stat);
            }
            ByteBuffer bytes = ByteBuffer.allocate(file.length());
            try (DiskFile open = disk.open(file.path(), OpenMode.read().noFollow())) {
                while (bytes.hasRemaining()) {
                    if (open.read(bytes, file.offset() + bytes.position()) < 0) {
                        throw changed(cid, file);
                    }
                }
            }
            try {
                return verified(cid, file, bytes.flip());
            } catch (ReferenceBroken changed) {
                throw changed(cid, file, stat);
            }
        } catch (ReferenceBroken broken) {
            throw broken;
        } catch (NoSuchFileException e) {
            throw new ReferenceBroken(
                    Why.MISSING, cid, file, "is not there: restore it, or add it again", e);
        } catch (AccessDeniedException e) {
            throw new ReferenceBroken(
                    Why.FORBIDDEN,
                    cid,
                    file,
                    "may not be read: give the user of this process access",
                    e);
        } catch (IOException e) {
            throw new ReferenceBroken(
                    Why.FAILED, cid, file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private ByteBuffer bytes(Cid cid, Reference.OfUrl url)
            throws ReferenceBroken, InterruptedException {
        if (!rules.urls()) {
            throw new ReferenceBroken(
                    Why.FORBIDDEN,
                    cid,
                    url,
                    "may not be read: filestore.urls of the configuration is false",
                    null);
        }
        ByteBuffer bytes = ByteBuffer.allocate(url.length());
        try (Fetched part =
                fetch.get(
                        fetch.policy().parse(url.url().toString()),
                        new ByteRange(url.offset(), url.length()))) {
            while (bytes.hasRemaining() && part.read(bytes) >= 0) {
                // more
            }
        } catch (FetchFailed e) {
            throw new ReferenceBroken(why(e.code()), cid, url, "failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ReferenceBroken(Why.FAILED, cid, url, "failed: " + e.getMessage(), e);
        }
        if (bytes.hasRemaining()) {
            throw changed(cid, url);
        }
        return bytes.flip();
    }

    private static Why why(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> Why.MISSING;
            case PERMISSION_DENIED, INVALID_ARGUMENT -> Why.FORBIDDEN;
            default -> Why.FAILED;
        };
    }

    /// Whether a reference leads to the bytes of a block, which are read for that: size and time of
    /// a file do not tell of a change within the granularity of its clock.
    boolean holds(Cid cid, Reference reference) throws InterruptedException {
        try {
            return read(cid, reference).size() == reference.length();
        } catch (ReferenceBroken broken) {
            return false;
        }
    }
}
