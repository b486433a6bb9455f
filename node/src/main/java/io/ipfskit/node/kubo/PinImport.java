package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.kubo.leveldb.LevelDb;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Takes over Kubo's pins, one after the other as the database gives them: each is made here when
/// all that it holds is here, else it is a problem. Some are made at once, so that they share a
/// sync of the log. A pin that is here already is not made weaker: a direct one is not wanted of
/// what is pinned recursively.
final class PinImport implements AutoCloseable {
    private static final int BATCH = 256;

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final PinService pins;
    private final Hold hold;
    private final Import to;
    private final boolean dryRun;
    private final Completeness completeness;
    private final List<KuboPin> checked = new ArrayList<>();
    private long recursive;
    private long direct;
    private long failed;

    PinImport(
            BlockStore blocks,
            RepositoryLog repository,
            PinService pins,
            Hold hold,
            Import to,
            boolean dryRun) {
        this.blocks = blocks;
        this.repository = repository;
        this.pins = pins;
        this.hold = hold;
        this.to = to;
        this.dryRun = dryRun;
        this.completeness = new Completeness(blocks, hold);
    }

    /// Takes all pins. Durable when it returns.
    void run(LevelDb database) throws IOException, InterruptedException {
        database.scan(
                KuboPin.prefix(),
                (key, value) -> {
                    String id = new String(key, StandardCharsets.UTF_8);
                    KuboPin pin;
                    try {
                        pin = KuboPin.decode(value);
                    } catch (CodecException malformed) {
                        fail(id, String.valueOf(malformed.getMessage()));
                        return;
                    }
                    take(id, pin);
                });
        flush();
    }

    private void take(String id, KuboPin pin) throws IOException, InterruptedException {
        if (dryRun) {
            count(pin);
            return;
        }
        String gap = gap(pin);
        if (gap != null) {
            fail(pin.cid() + " (" + pin.kind().id() + ")", gap);
            return;
        }
        checked.add(withFittingName(id, pin));
        if (checked.size() == BATCH) {
            flush();
        }
    }

    /// Why a pin cannot be made, or null.
    private @Nullable String gap(KuboPin pin) throws IOException, InterruptedException {
        try {
            if (pin.kind() == PinKind.RECURSIVE) {
                completeness.require(pin.cid());
            } else {
                hold.block(pin.cid());
                if (!blocks.has(pin.cid())) {
                    throw new BlockNotFound(pin.cid());
                }
            }
            return null;
        } catch (BlockNotFound e) {
            return "block " + e.cid() + " is not here";
        } catch (IntegrityException | MalformedBlock | UnsupportedContent e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// A name that is too long here is told, and the pin made without it.
    private KuboPin withFittingName(String id, KuboPin pin) throws InterruptedException {
        String name = pin.name();
        if (pin.hasMetadata()) {
            to.problem("pin", id, "its metadata is not taken; " + pin.cid() + " is pinned");
        }
        if (name == null
                || name.getBytes(StandardCharsets.UTF_8).length <= PinEntry.NAME_BYTES_MAX) {
            return pin;
        }
        to.problem(
                "pin",
                id,
                "its name has more than "
                        + PinEntry.NAME_BYTES_MAX
                        + " bytes; "
                        + pin.cid()
                        + " is pinned without it");
        return new KuboPin(pin.cid(), pin.kind(), null, pin.hasMetadata());
    }

    private void fail(String what, String why) throws InterruptedException {
        failed++;
        to.problem("pin", what, why);
    }

    private void count(KuboPin pin) {
        if (pin.kind() == PinKind.RECURSIVE) {
            recursive++;
        } else {
            direct++;
        }
    }

    /// The recursive ones first: one that is there, no direct pin of it can be made.
    private void flush() throws InterruptedException {
        flush(PinKind.RECURSIVE);
        flush(PinKind.DIRECT);
        checked.forEach(this::count);
        checked.clear();
        to.progress(new Progress("pins", recursive + direct, -1, "pins", null));
    }

    private void flush(PinKind kind) throws InterruptedException {
        try {
            TaskGroup.<@Nullable Void, RuntimeException>open(
                    "pin",
                    group -> {
                        for (KuboPin pin : checked) {
                            if (pin.kind() == kind) {
                                group.fork(() -> {
                                    pin(pin);
                                    return null;
                                });
                            }
                        }
                        return null;
                    });
        } catch (TaskFailed e) {
            if (e.getCause() instanceof OperationFailed failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void pin(KuboPin pin) throws InterruptedException {
        PinEntry now = repository.pin(pin.cid()).orElse(null);
        if (pin.kind() == PinKind.RECURSIVE
                || now == null
                || now.kind() == PinKind.DIRECT
                || now.isExpired(Clock.now().toEpochMilli())) {
            pins.pin(pin.cid(), pin.kind(), pin.name());
        } else if (now.expiresMillis() != PinEntry.NEVER) {
            to.problem(
                    "pin",
                    pin.cid() + " (direct)",
                    "it is pinned recursively here, until that pin expires");
        }
    }

    /// Whether everything below a root is here; otherwise it is told as a problem of that kind.
    boolean isComplete(KuboPin root, String kind) throws IOException, InterruptedException {
        String gap = gap(root);
        if (gap != null) {
            to.problem(kind, root.cid(), gap);
        }
        return gap == null;
    }

    /// Recursive pins that are here now; of a dry run, that would be taken.
    long recursive() {
        return recursive;
    }

    /// Direct pins that are here now; of a dry run, that would be taken.
    long direct() {
        return direct;
    }

    /// Pins that were not taken.
    long failed() {
        return failed;
    }

    @Override
    public void close() {
        completeness.close();
    }
}
