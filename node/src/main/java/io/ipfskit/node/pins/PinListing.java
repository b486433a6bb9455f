package io.ipfskit.node.pins;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinsListed;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// One listing of pins. Cursors: `p:CID` after that pin, `i:N` after N indirect ones.
final class PinListing {
    private static final String INDIRECT = "indirect";
    private static final int SEEN_MAX = 250_000;

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final PinLsInput input;
    private final @Nullable PinKind only;
    private final boolean indirect;
    private final long limit;
    private long given;

    /// Ends a walk at the limit. Never leaves this class.
    private static final class PageFull extends IOException {
        private static final long serialVersionUID = 1L;

        PageFull() {
            super("page full");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    PinListing(BlockStore blocks, RepositoryLog repository, PinLsInput input) {
        this.blocks = blocks;
        this.repository = repository;
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
        PinEntry pin = repository.pin(cid).orElse(null);
        if (pin != null && !input.type().equals(INDIRECT)) {
            if (only != null && only != pin.kind()) {
                return false;
            }
            rows.give(row(pin));
            return true;
        }
        if (indirect && IndirectPins.holder(blocks, repository, cid) != null) {
            rows.give(new Pin(cid.toString(), INDIRECT, null));
            return true;
        }
        return false;
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
        for (PinEntry pin : repository.pinsAfter(after)) {
            Checkpoint.ifCancelled();
            if ((only != null && only != pin.kind()) || !named(pin)) {
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

    private static Pin row(PinEntry pin) {
        return new Pin(pin.cid().toString(), pin.kind().id(), pin.name());
    }

    /// Everything below recursive pins that is no pin of its own, each once.
    private @Nullable String indirect(long skip, Rows rows)
            throws IOException, InterruptedException {
        Set<Cid> seen = new HashSet<>();
        long[] index = new long[1];
        try {
            for (PinEntry pin : repository.pinsAfter(null)) {
                if (pin.kind() == PinKind.RECURSIVE) {
                    Dags.walk(
                            blocks,
                            pin.cid(),
                            cid -> {
                                Checkpoint.ifCancelled();
                                if (repository.pin(cid).isPresent() || !seen.add(cid)) {
                                    return;
                                }
                                if (seen.size() > SEEN_MAX) {
                                    throw Failures.limit(
                                            "more than "
                                                    + SEEN_MAX
                                                    + " indirect pins: list type=recursive, or one"
                                                    + " cid");
                                }
                                if (index[0]++ < skip) {
                                    return;
                                }
                                if (given == limit) {
                                    throw new PageFull();
                                }
                                rows.give(new Pin(cid.toString(), INDIRECT, null));
                                given++;
                            });
                }
            }
        } catch (PageFull e) {
            return "i:" + (index[0] - 1);
        }
        return null;
    }
}
