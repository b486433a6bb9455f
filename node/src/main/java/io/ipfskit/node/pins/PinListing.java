package io.ipfskit.node.pins;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Clock;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinsListed;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.PinView;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;

/// One listing of the pins of one moment; pins that come or go meanwhile change nothing. Cursors:
/// `p:CID` after that pin, `i:N` after N indirect ones.
final class PinListing {
    private static final String INDIRECT = "indirect";

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final PinView view;
    private final long now;
    private final PinLsInput input;
    private final @Nullable PinKind only;
    private final boolean indirect;
    private final long limit;
    private long given;

    PinListing(BlockStore blocks, RepositoryLog repository, PinLsInput input) {
        this.blocks = blocks;
        this.repository = repository;
        this.view = repository.pins();
        this.now = Clock.now().toEpochMilli();
        this.input = input;
        this.limit = input.limit() == null ? Long.MAX_VALUE : input.limit();
        if (limit < 1) {
            throw OperationFailed.invalidField("limit", "must be positive, was " + limit);
        }
        only =
                switch (input.type()) {
                    case "all", INDIRECT -> null;
                    case "direct" -> PinKind.DIRECT;
                    case "recursive" -> PinKind.RECURSIVE;
                    default ->
                            throw OperationFailed.invalidField(
                                    "type",
                                    "must be all, direct, recursive or indirect, was "
                                            + input.type());
                };
        this.indirect = input.type().equals("all") || input.type().equals(INDIRECT);
    }

    boolean one(Cid cid, Rows rows) throws IOException, InterruptedException {
        PinEntry pin = view.pin(cid).filter(found -> !found.isExpired(now)).orElse(null);
        // As in Kubo: a direct pin can be an indirect one, too, a recursive pin cannot.
        boolean walks = input.type().equals(INDIRECT);
        if (pin != null && !(walks && pin.kind() == PinKind.DIRECT)) {
            if (walks || (only != null && only != pin.kind())) {
                return false;
            }
            rows.give(row(pin));
            return true;
        }
        Cid through = indirect ? walk().holder(cid) : null;
        if (through != null) {
            rows.give(Pin.indirect(cid.toString(), through.toString()));
        }
        return through != null;
    }

    private IndirectPins walk() {
        return new IndirectPins(blocks, repository, view, now);
    }

    PinsListed all(Rows rows) throws IOException, InterruptedException {
        String cursor = input.cursor();
        long skip = -1;
        Cid after = null;
        if (cursor != null) {
            try {
                if (cursor.startsWith("p:")) {
                    after = Cid.parse(cursor.substring(2));
                } else if (cursor.startsWith("i:")) {
                    skip = Long.parseLong(cursor.substring(2));
                } else {
                    throw badCursor();
                }
            } catch (MultiformatException | NumberFormatException e) {
                throw badCursor();
            }
        }
        if (skip < 0 && !input.type().equals(INDIRECT)) {
            String next = roots(after, rows);
            if (next != null) {
                return new PinsListed(given, next);
            }
        }
        String next = indirect && input.name() == null ? indirect(Math.max(0, skip), rows) : null;
        return new PinsListed(given, next);
    }

    private static OperationFailed badCursor() {
        return OperationFailed.invalidField("cursor", "is not one that a listing gave");
    }

    private @Nullable String roots(@Nullable Cid after, Rows rows) throws InterruptedException {
        Cid last = after;
        for (PinEntry pin : view.after(after)) {
            Checkpoint.ifCancelled();
            if (pin.isExpired(now) || (only != null && only != pin.kind()) || !named(pin)) {
                continue;
            }
            if (given == limit) {
                return "p:" + last;
            }
            rows.give(row(pin));
            given++;
            last = pin.cid();
        }
        return null;
    }

    private boolean named(PinEntry pin) {
        String wanted = input.name();
        String name = pin.name();
        return wanted == null || (name != null && name.contains(wanted));
    }

    static @Nullable Instant expires(PinEntry pin) {
        return pin.expiresMillis() == PinEntry.NEVER
                ? null
                : Instant.ofEpochMilli(pin.expiresMillis());
    }

    private static Pin row(PinEntry pin) {
        return new Pin(
                pin.cid().toString(),
                pin.kind().id(),
                pin.name(),
                expires(pin),
                pin.metadata().isEmpty() ? null : pin.metadata(),
                null);
    }

    /// Everything below recursive pins that is no pin of its own, each once.
    private @Nullable String indirect(long skip, Rows rows)
            throws IOException, InterruptedException {
        long[] index = new long[1];
        boolean[] full = new boolean[1];
        walk().forEach((cid, _) -> {
            if (view.pin(cid).filter(pin -> !pin.isExpired(now)).isPresent() || index[0]++ < skip) {
                return true;
            }
            if (given == limit) {
                full[0] = true;
                return false;
            }
            rows.give(Pin.indirect(cid.toString(), null));
            given++;
            return true;
        });
        return full[0] ? "i:" + (index[0] - 1) : null;
    }
}
