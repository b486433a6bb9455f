package io.ipfskit.node.pins;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.PathResolver.Symlinks;
import io.ipfskit.ipld.unixfs.Resolved;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.Pinned;
import io.ipfskit.node.ops.PinsListed;
import io.ipfskit.node.ops.Unpinned;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Makes, removes and lists pins. Thread-safe.
public final class PinService {
    private static final int PROGRESS_EVERY = 256;

    private final BlockStore blocks;
    private final RepositoryLog repository;

    /// Pins blocks of `blocks` in `repository`.
    public PinService(BlockStore blocks, RepositoryLog repository) {
        this.blocks = blocks;
        this.repository = repository;
    }

    /// Pins content whose blocks are all here. Durable when it returns.
    ///
    /// @throws OperationFailed `not_found` naming the first block that is not here; `conflict` for
    ///   a direct pin of what is pinned recursively
    public Pinned add(PinAddInput input, Consumer<Progress> progress) throws InterruptedException {
        ContentPath path = Dags.path(input.path());
        String name = checkName("name", input.name());
        try {
            Cid cid = resolve(path);
            if (input.recursive()) {
                long[] count = new long[1];
                Dags.walk(
                        blocks,
                        cid,
                        _ -> {
                            if (++count[0] % PROGRESS_EVERY == 0) {
                                progress.accept(
                                        new Progress(
                                                "pin", count[0], -1, "blocks", path.toString()));
                            }
                        });
            } else if (!blocks.has(cid)) {
                throw new BlockNotFound(cid);
            }
            return pin(cid, input.recursive() ? PinKind.RECURSIVE : PinKind.DIRECT, name);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    /// Pins the root of a DAG that the caller knows to be complete and durable.
    public Pinned pin(Cid cid, PinKind kind, @Nullable String name) throws InterruptedException {
        try {
            PinEntry pin =
                    repository.set(
                            cid,
                            (now, millis) -> {
                                if (now == null) {
                                    return new PinEntry(cid, kind, name, millis);
                                }
                                if (kind == PinKind.DIRECT && now.kind() == PinKind.RECURSIVE) {
                                    throw new OperationFailed(
                                            ErrorCode.CONFLICT,
                                            cid
                                                    + " is pinned recursively already: remove that"
                                                    + " pin first to pin it directly");
                                }
                                boolean same =
                                        now.kind() == kind
                                                && (name == null || name.equals(now.name()));
                                return same
                                        ? null
                                        : new PinEntry(
                                                cid,
                                                kind,
                                                name == null ? now.name() : name,
                                                now.createdMillis());
                            });
            return new Pinned(cid.toString(), pin.kind().id(), pin.name());
        } catch (IOException e) {
            throw Failures.of(e, "pin of " + cid);
        }
    }

    /// A name that a pin can have.
    ///
    /// @throws OperationFailed `invalid_argument` about `field`
    public static @Nullable String checkName(String field, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PinEntry.NAME_BYTES_MAX) {
            throw OperationFailed.invalidField(
                    field,
                    "has " + bytes + " bytes, at most " + PinEntry.NAME_BYTES_MAX + " are allowed");
        }
        return name;
    }

    /// Removes a pin. Durable when it returns; the blocks stay until they are collected.
    ///
    /// @throws OperationFailed `not_found` when it is not pinned; `conflict` when it is held by
    ///   another pin only, or recursively and `recursive` is false
    public Unpinned remove(PinRmInput input) throws InterruptedException {
        ContentPath path = Dags.path(input.path());
        try {
            Cid cid = resolve(path);
            repository.remove(
                    cid,
                    now -> {
                        if (now == null) {
                            throw notPinned(cid);
                        }
                        if (now.kind() == PinKind.RECURSIVE && !input.recursive()) {
                            throw new OperationFailed(
                                    ErrorCode.CONFLICT,
                                    cid + " is pinned recursively: remove it with recursive=true");
                        }
                    });
            return new Unpinned(cid.toString());
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private OperationFailed notPinned(Cid cid) throws IOException, InterruptedException {
        Cid holder = IndirectPins.holder(blocks, repository, cid);
        return holder == null
                ? new OperationFailed(
                        ErrorCode.NOT_FOUND, cid + " is not pinned: pin.ls shows what is")
                : new OperationFailed(
                        ErrorCode.CONFLICT,
                        cid
                                + " is pinned indirectly, below "
                                + holder
                                + ": remove that pin instead");
    }

    /// A path of one CID needs no block; a longer one does.
    private Cid resolve(ContentPath path) throws IOException, InterruptedException {
        if (path.segments().isEmpty()) {
            return path.root();
        }
        Resolved resolved = PathResolver.resolve(blocks, path, Symlinks.FOLLOW_PARENTS);
        if (!resolved.remainder().isEmpty()) {
            throw new UnsupportedContent(resolved.cid(), "names inside it cannot be pinned");
        }
        return resolved.cid();
    }

    /// Gives a row for each pin: direct and recursive ones in the order of their CIDs, then
    /// indirect ones.
    ///
    /// @throws OperationFailed `not_found` when one CID was asked for and is not pinned so
    public PinsListed list(PinLsInput input, Rows rows) throws InterruptedException {
        PinListing listing = new PinListing(blocks, repository, input);
        try {
            String asked = input.cid();
            if (asked == null) {
                return listing.all(rows);
            }
            Cid cid = parse(asked);
            if (!listing.one(cid, rows)) {
                throw new OperationFailed(
                        ErrorCode.NOT_FOUND,
                        cid
                                + " is not pinned"
                                + (input.type().equals("all") ? "" : " as " + input.type()));
            }
            return new PinsListed(1, null);
        } catch (IOException e) {
            throw Failures.of(e, "pins");
        }
    }

    private static Cid parse(String text) {
        try {
            return Cid.parse(text);
        } catch (MultiformatException e) {
            throw OperationFailed.invalidField("cid", String.valueOf(e.getMessage()));
        }
    }
}
