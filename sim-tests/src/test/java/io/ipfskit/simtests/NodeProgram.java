package io.ipfskit.simtests;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.DiskProgram;
import io.ipfskit.anyiotesting.Lives;
import io.ipfskit.blockstore.StoreDamaged;
import io.ipfskit.blockstore.StoreLocked;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.simtests.Piece.Change;
import io.ipfskit.simtests.Piece.State;
import io.ipfskit.wal.log.LogDamaged;
import io.ipfskit.wal.log.LogLocked;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Callers that add, pin, unpin, read and verify the same few files at once, some of them without
/// patience; and what must be so after what they were told.
///
/// As a program it runs seeds until one is caught.
final class NodeProgram implements DiskProgram {
    static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.02)
                    .withRate(DiskFault.FULL, 0.02)
                    .withFaultsMax(4)
                    .withCrashWithin(90);

    private static final int CALLERS = 5;
    private static final int CALLS = 8;
    private static final int PIECES = 9;

    private static final Set<State> THERE = EnumSet.of(State.STORED, State.PINNED);

    /// What callers may be told when the disk is bad or slow.
    private static final Set<ErrorCode> OF_DISK =
            EnumSet.of(ErrorCode.UNAVAILABLE, ErrorCode.RESOURCE_EXHAUSTED, ErrorCode.TIMEOUT);

    private static final List<Piece> FRESH = new ArrayList<>();

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private @Nullable String id;

    NodeProgram() {
        fresh().forEach(piece -> pieces.add(piece.copy()));
    }

    private NodeProgram(NodeProgram other) {
        other.pieces.forEach(piece -> pieces.add(piece.copy()));
        wrong.addAll(other.wrong);
        id = other.id;
    }

    /// The pieces with their CIDs, learnt once from a node that only hashes.
    private static synchronized List<Piece> fresh() {
        if (FRESH.isEmpty()) {
            try {
                Lives.run(
                        0,
                        services -> {
                            SimNode.with(services, new SimDisk(), NodeProgram::learn);
                            return 0;
                        });
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
        return FRESH;
    }

    private static void learn(SimNode node) throws InterruptedException {
        for (int i = 0; i < PIECES; i++) {
            byte[] bytes = Piece.bytes(i);
            FRESH.add(new Piece(node.add(bytes, false, true), bytes));
        }
    }

    @Override
    public void live(TaskGroup services, SimDisk disk, int life, Random random)
            throws InterruptedException {
        long base = random.nextLong();
        with(
                services,
                disk,
                node ->
                        TaskGroup.map(
                                IntStream.range(0, CALLERS).boxed().toList(),
                                CALLERS,
                                caller -> {
                                    Random own = new Random(base + caller);
                                    for (int i = 0; i < CALLS && !disk.isDown(); i++) {
                                        call(node, own);
                                    }
                                    return 0;
                                }));
    }

    /// Two callers: one adds and pins, one adds, pins by hand and unpins.
    @Override
    public void liveByScript(TaskGroup services, SimDisk disk, int life)
            throws InterruptedException {
        with(
                services,
                disk,
                node ->
                        TaskGroup.map(
                                List.of(0, 1),
                                2,
                                caller -> {
                                    Piece piece = pieces.get(1 + life * 2 + caller);
                                    if (caller == 0) {
                                        change(node, piece, Change.ADD);
                                    } else {
                                        change(node, piece, Change.STORE);
                                        change(node, piece, Change.PIN);
                                        change(node, piece, Change.UNPIN);
                                    }
                                    return 0;
                                }));
    }

    @Override
    public void goOn(TaskGroup services, SimDisk disk, int number, Runnable acknowledged)
            throws IOException, InterruptedException {
        withGoodDisk(
                services,
                disk,
                node -> {
                    compare(node);
                    change(node, pieces.get(5 + number), Change.ADD);
                    acknowledged.run();
                });
    }

    @Override
    public void look(TaskGroup services, SimDisk disk) throws IOException, InterruptedException {
        withGoodDisk(services, disk, this::compare);
    }

    private void withGoodDisk(TaskGroup services, SimDisk disk, SimNode.Use use)
            throws IOException, InterruptedException {
        try {
            SimNode.with(services, disk, use);
        } catch (OperationFailed damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        }
    }

    /// Opens, compares and works, as far as the disk lets it.
    private void with(TaskGroup services, SimDisk disk, SimNode.Use use)
            throws InterruptedException {
        try {
            SimNode.with(
                    services,
                    disk,
                    node -> {
                        compare(node);
                        use.of(node);
                    });
        } catch (LogDamaged | LogLocked | StoreDamaged | StoreLocked damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        } catch (OperationFailed failed) {
            requireOfDisk(failed, "opening or comparing");
        } catch (IOException failed) {
            return; // it could not be opened or closed now: nothing is said about what it holds
        }
    }

    /// One call, drawn; every eighth caller leaves after a while.
    private void call(SimNode node, Random random) throws InterruptedException {
        Piece piece = pieces.get(random.nextInt(PIECES));
        int kind = random.nextInt(10);
        if (random.nextInt(8) != 0) {
            call(node, piece, kind);
            return;
        }
        Duration patience = Duration.ofMillis(random.nextInt(20));
        CancelScope.moveOnAfter(
                patience,
                _ -> {
                    call(node, piece, kind);
                    return 0;
                });
    }

    private void call(SimNode node, Piece piece, int kind) throws InterruptedException {
        switch (kind) {
            case 0, 1, 2 -> change(node, piece, Change.ADD);
            case 3 -> change(node, piece, Change.STORE);
            case 4, 5 -> change(node, piece, Change.PIN);
            case 6, 7 -> change(node, piece, Change.UNPIN);
            case 8 -> read(node, piece);
            default -> verify(node);
        }
    }

    private void change(SimNode node, Piece piece, Change change) throws InterruptedException {
        boolean mayMiss =
                switch (change) {
                    case STORE, ADD -> false;
                    case PIN -> !piece.isSurely(THERE);
                    case UNPIN -> !piece.isSurely(EnumSet.of(State.PINNED));
                };
        Piece.Running call = piece.begin(change);
        try {
            switch (change) {
                case STORE -> requireSame(piece, node.add(piece.bytes, false, false));
                case ADD -> requireSame(piece, node.add(piece.bytes, true, false));
                case PIN -> node.pin(piece.cid);
                case UNPIN -> node.unpin(piece.cid);
            }
            call.acknowledged();
        } catch (OperationFailed failed) {
            boolean mayBeGone = mayMiss || (change == Change.UNPIN && !call.isAlone());
            if (failed.code() != ErrorCode.NOT_FOUND || !mayBeGone) {
                requireOfDisk(failed, change + " of " + piece);
            }
        } finally {
            call.ended();
        }
    }

    private void requireSame(Piece piece, String made) {
        if (!made.equals(piece.cid)) {
            wrong.add(piece + " became " + made);
        }
    }

    private void read(SimNode node, Piece piece) throws InterruptedException {
        boolean isThere = piece.isSurely(THERE);
        try {
            if (!Arrays.equals(node.cat(piece.cid), piece.bytes)) {
                wrong.add(piece + " has other bytes");
            }
        } catch (OperationFailed failed) {
            if (failed.code() != ErrorCode.NOT_FOUND || isThere) {
                requireOfDisk(failed, "reading " + piece);
            }
        } catch (IOException failed) {
            return; // the disk could not read now
        }
    }

    private void verify(SimNode node) throws InterruptedException {
        try {
            if (node.verify().bad() > 0) {
                wrong.add("a block is bad");
            }
        } catch (OperationFailed failed) {
            requireOfDisk(failed, "verifying");
        }
    }

    private void requireOfDisk(OperationFailed failed, String what) {
        if (!OF_DISK.contains(failed.code())) {
            wrong.add(what + ": " + failed.code() + ": " + failed.getMessage());
        }
    }

    /// Compares what a new process finds with what callers of earlier ones were told.
    private void compare(SimNode node) throws IOException, InterruptedException {
        String found = node.id();
        if (id != null && !id.equals(found)) {
            wrong.add("the node was " + id + " and is " + found);
        }
        id = found;
        Set<String> pins = new TreeSet<>(node.pins());
        for (Piece piece : pieces) {
            boolean isPinned = pins.remove(piece.cid);
            State state = isPinned ? State.PINNED : State.ABSENT;
            try {
                boolean isSame = Arrays.equals(node.cat(piece.cid), piece.bytes);
                if (!isSame) {
                    wrong.add(piece + " has other bytes");
                }
                state = isPinned ? State.PINNED : State.STORED;
            } catch (OperationFailed failed) {
                if (failed.code() != ErrorCode.NOT_FOUND) {
                    throw failed;
                }
                if (isPinned) {
                    wrong.add(piece + " is pinned and not there");
                }
            }
            String before = piece.toString();
            if (!piece.found(state)) {
                wrong.add(before + " is " + state);
            }
        }
        if (!pins.isEmpty()) {
            wrong.add("nobody pinned " + pins);
        }
        verify(node);
    }

    @Override
    public NodeProgram copy() {
        return new NodeProgram(this);
    }

    @Override
    public List<String> wrong() {
        return wrong;
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        Lives.hunt(arguments, FAULTS, NodeProgram::new);
    }
}
