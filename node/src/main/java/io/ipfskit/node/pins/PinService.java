package io.ipfskit.node.pins;

import io.ipfskit.anyio.Clock;
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
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.node.ops.PinUpdated;
import io.ipfskit.node.ops.PinVerifyInput;
import io.ipfskit.node.ops.Pinned;
import io.ipfskit.node.ops.PinsListed;
import io.ipfskit.node.ops.PinsVerified;
import io.ipfskit.node.ops.Unpinned;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/// Makes, moves, removes, verifies and lists pins. Thread-safe.
///
/// A cancelled caller gets the exception before anything changes, or the change as a whole.
public final class PinService {
    private static final int PROGRESS_EVERY = 256;

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final Holds holds;

    /// Pins blocks of `blocks` in `repository`; until a pin is durable, `holds` keep them.
    public PinService(BlockStore blocks, RepositoryLog repository, Holds holds) {
        this.blocks = blocks;
        this.repository = repository;
        this.holds = holds;
    }

    /// Pins content whose blocks are all here. Durable when it returns. A pin that there is already
    /// keeps its name and metadata unless others are given, and its expiry never: asked for without
    /// one, it holds for ever.
    ///
    /// @throws OperationFailed `not_found` naming the first block that is not here; `conflict` for
    ///   a direct pin of what is pinned recursively
    public Pinned add(PinAddInput input, Consumer<Progress> progress) throws InterruptedException {
        ContentPath path = Dags.path(input.path());
        PinWish wish =
                new PinWish(
                        PinWish.name("name", input.name()),
                        PinWish.expiry(input.expiresIn(), input.expiresAt(), Clock.now()),
                        PinWish.metadata(input.metadata()));
        try (Hold hold = holds.open("pin.add")) {
            Cid cid = resolve(path);
            if (input.recursive()) {
                hold.dag(cid);
                Dags.walk(blocks, cid, counter(progress, path));
            } else {
                hold.block(cid);
                if (!blocks.has(cid)) {
                    throw new BlockNotFound(cid);
                }
            }
            return pin(cid, input.recursive() ? PinKind.RECURSIVE : PinKind.DIRECT, wish);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private static Dags.Visitor counter(Consumer<Progress> progress, ContentPath path) {
        long[] count = new long[1];
        return _ -> {
            if (++count[0] % PROGRESS_EVERY == 0) {
                progress.accept(new Progress("pin", count[0], -1, "blocks", path.toString()));
            }
        };
    }

    /// Pins the root of a DAG that the caller holds (see [io.ipfskit.node.gc]) and knows to be
    /// complete and durable.
    public Pinned pin(Cid cid, PinKind kind, @Nullable String name) throws InterruptedException {
        return pin(cid, kind, PinWish.named(name));
    }

    private Pinned pin(Cid cid, PinKind kind, PinWish wish) throws InterruptedException {
        try {
            return pinned(repository.set(cid, (now, millis) -> next(cid, kind, wish, now, millis)));
        } catch (IOException e) {
            throw Failures.of(e, "pin of " + cid);
        }
    }

    /// The pin as it shall be, or null when it is so already.
    private static @Nullable PinEntry next(
            Cid cid, PinKind kind, PinWish wish, @Nullable PinEntry now, long millis) {
        Map<String, String> given = wish.metadata();
        if (now == null || now.isExpired(millis)) {
            return new PinEntry(
                    cid,
                    kind,
                    wish.name(),
                    millis,
                    wish.expiresMillis(),
                    given == null ? Map.of() : given);
        }
        if (kind == PinKind.DIRECT && now.kind() == PinKind.RECURSIVE) {
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    cid
                            + " is pinned recursively already: remove that pin first to pin it"
                            + " directly");
        }
        PinEntry next =
                new PinEntry(
                        cid,
                        kind,
                        wish.name() == null ? now.name() : wish.name(),
                        now.createdMillis(),
                        wish.expiresMillis(),
                        given == null ? now.metadata() : given);
        return next.equals(now) ? null : next;
    }

    private static Pinned pinned(PinEntry pin) {
        return new Pinned(
                pin.cid().toString(), pin.kind().id(), pin.name(), PinListing.expires(pin));
    }

    /// A name that a pin can have.
    ///
    /// @throws OperationFailed `invalid_argument` about `field`
    public static @Nullable String checkName(String field, @Nullable String name) {
        return PinWish.name(field, name);
    }

    /// Pins `to` recursively, with name, expiry and metadata of the recursive pin of `from`, and
    /// removes that one unless it shall stay; both at once. Only blocks of `to` that are not found
    /// below `from` are looked at. Where `to` has a recursive pin already, that one stays as it is.
    ///
    /// @throws OperationFailed `not_found` when `from` is not pinned recursively, or a block is not
    ///   here; `conflict` when that pin went meanwhile
    public PinUpdated update(PinUpdateInput input, Consumer<Progress> progress)
            throws InterruptedException {
        ContentPath path = Dags.path("to", input.to());
        ContentPath old = Dags.path("from", input.from());
        try (Hold hold = holds.open("pin.update")) {
            Cid from = resolve(old);
            Cid to = resolve(path);
            hold.dag(from);
            hold.dag(to);
            long now = Clock.now().toEpochMilli();
            if (!isRecursive(repository.pin(from).orElse(null), now)) {
                throw new OperationFailed(
                        ErrorCode.NOT_FOUND,
                        from + " is not pinned recursively: pin.ls shows what is");
            }
            long[] looked = new long[1];
            if (from.equals(to)) {
                return new PinUpdated(from.toString(), to.toString(), false, 0);
            }
            if (!isRecursive(repository.pin(to).orElse(null), now)) {
                Dags.Visitor counter = counter(progress, path);
                DagDiff.walk(
                        blocks,
                        from,
                        to,
                        cid -> {
                            looked[0]++;
                            counter.visit(cid);
                        });
            }
            repository.replace(
                    from,
                    to,
                    input.unpin(),
                    (before, other, millis) -> moved(before, other, millis, from, to));
            return new PinUpdated(from.toString(), to.toString(), input.unpin(), looked[0]);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private static PinEntry moved(
            @Nullable PinEntry before, @Nullable PinEntry other, long millis, Cid from, Cid to) {
        if (before == null || !isRecursive(before, millis)) {
            // What is below it was not looked at, and may be gone.
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    from + " was unpinned meanwhile: pin " + to + " with pin.add instead");
        }
        return other != null && isRecursive(other, millis)
                ? other
                : new PinEntry(
                        to,
                        PinKind.RECURSIVE,
                        before.name(),
                        millis,
                        before.expiresMillis(),
                        before.metadata());
    }

    private static boolean isRecursive(@Nullable PinEntry pin, long now) {
        return pin != null && pin.kind() == PinKind.RECURSIVE && !pin.isExpired(now);
    }

    /// Removes a pin. Durable when it returns; the blocks stay until they are collected.
    ///
    /// @throws OperationFailed `not_found` when it is not pinned; `conflict` when it is held by
    ///   another pin only, or recursively and `recursive` is false
    public Unpinned remove(PinRmInput input) throws InterruptedException {
        ContentPath path = Dags.path(input.path());
        try {
            Cid cid = resolve(path);
            boolean removed =
                    repository.remove(
                            cid,
                            (now, millis) -> {
                                if (now == null || now.isExpired(millis)) {
                                    return false;
                                }
                                if (now.kind() == PinKind.RECURSIVE && !input.recursive()) {
                                    throw new OperationFailed(
                                            ErrorCode.CONFLICT,
                                            cid
                                                    + " is pinned recursively: remove it with"
                                                    + " recursive=true");
                                }
                                return true;
                            });
            if (!removed) {
                throw notPinned(cid);
            }
            return new Unpinned(cid.toString());
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private OperationFailed notPinned(Cid cid) throws IOException, InterruptedException {
        Cid holder = holder(cid);
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

    /// Null also when there is too much below the pins to tell.
    private @Nullable Cid holder(Cid cid) throws IOException, InterruptedException {
        long now = Clock.now().toEpochMilli();
        try {
            return new IndirectPins(blocks, repository, repository.pins(), now).holder(cid);
        } catch (OperationFailed e) {
            if (e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
                throw e;
            }
            return null;
        }
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

    /// Gives a row for each pin of this moment: direct and recursive ones in the order of the CIDs'
    /// binary forms, then indirect ones.
    ///
    /// @throws OperationFailed `not_found` when one CID was asked for and is not pinned so;
    ///   `resource_exhausted` when there are too many indirect ones to tell them apart
    public PinsListed list(PinLsInput input, Rows rows) throws InterruptedException {
        PinListing listing = new PinListing(blocks, repository, input);
        try {
            String asked = input.cid();
            if (asked == null) {
                return listing.all(rows);
            }
            Cid cid = parse(asked);
            if (!listing.one(cid, rows)) {
                throw notPinned(cid, input.type());
            }
            return new PinsListed(1, null);
        } catch (IOException e) {
            throw Failures.of(e, "pins");
        }
    }

    private static OperationFailed notPinned(Cid cid, String type) {
        return new OperationFailed(
                ErrorCode.NOT_FOUND,
                cid + " is not pinned" + (type.equals("all") ? "" : " as " + type));
    }

    private static Cid parse(String text) {
        try {
            return Cid.parse(text);
        } catch (MultiformatException e) {
            throw OperationFailed.invalidField("cid", String.valueOf(e.getMessage()));
        }
    }

    /// Reads and hashes all blocks of recursive pins, and gives a row for each pin that is bad;
    /// when asked, for the good ones, too. A pin that goes meanwhile may be left out.
    ///
    /// @throws OperationFailed `not_found` when one CID was asked for and is not pinned
    ///   recursively; `resource_exhausted` for a DAG of more inner blocks than one walk remembers
    public PinsVerified verify(PinVerifyInput input, Rows rows, Consumer<Progress> progress)
            throws InterruptedException {
        PinVerification verification = new PinVerification(blocks, repository, progress);
        try {
            String asked = input.cid();
            if (asked == null) {
                return verification.all(input.verbose(), rows);
            }
            Cid cid = parse(asked);
            if (!isRecursive(repository.pin(cid).orElse(null), Clock.now().toEpochMilli())) {
                throw notPinned(cid, "recursive");
            }
            verification.one(cid, input.verbose(), rows);
            return verification.verified();
        } catch (IOException e) {
            throw Failures.of(e, "pins");
        }
    }

    /// Removes pins whose time has passed, each when it does, until the caller is cancelled: the
    /// work of a service task.
    public void expire() throws InterruptedException {
        try {
            new PinExpiry(repository).run();
        } catch (IOException e) {
            throw Failures.of(e, "expired pins");
        }
    }
}
