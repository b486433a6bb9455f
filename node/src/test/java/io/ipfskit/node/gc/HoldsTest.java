package io.ipfskit.node.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.MemoryBlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

class HoldsTest {
    private final Holds holds = new Holds();

    private static Block block(int i) {
        return Block.of(1, Multicodec.RAW, ByteBuffer.allocate(4).putInt(0, i));
    }

    private static Cid cid(int i) {
        return block(i).cid();
    }

    private static List<Cid> granted(LiveSet live, Cid... unmarked) {
        try (Claim claim = live.claim(List.of(unmarked)).orElseThrow()) {
            return claim.granted();
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void run(Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                _ -> {
                    body.run();
                    return null;
                });
    }

    @Test
    void whatIsHeldIsNotGranted() throws Exception {
        run(() -> {
            Hold before = holds.open("before");
            before.block(cid(1));
            try (LiveSet live = holds.collect();
                    Hold during = holds.open("during")) {
                during.block(cid(2));
                assertThat(granted(live, cid(1), cid(2), cid(3))).containsExactly(cid(3));
            }
            before.close();
            try (LiveSet live = holds.collect()) {
                assertThat(granted(live, cid(1), cid(2))).containsExactly(cid(1), cid(2));
            }
        });
    }

    @Test
    void whatWasHeldDuringACollectionStaysUntilItsEnd() throws Exception {
        run(() -> {
            try (LiveSet live = holds.collect()) {
                try (Hold shortly = holds.open("shortly")) {
                    shortly.block(cid(1));
                }
                assertThat(granted(live, cid(1))).isEmpty();
            }
            try (LiveSet live = holds.collect()) {
                assertThat(granted(live, cid(1))).containsExactly(cid(1));
            }
        });
    }

    @Test
    void noClaimIsGrantedBeforeTheNamedDagsAreTaken() throws Exception {
        run(() -> {
            try (Hold before = holds.open("before")) {
                before.dag(cid(1));
                try (LiveSet live = holds.collect()) {
                    assertThat(live.claim(List.of(cid(9)))).isEmpty();
                    assertThat(live.takeRoots()).containsExactly(cid(1));
                    assertThat(granted(live, cid(9))).containsExactly(cid(9));
                    before.dag(cid(2));
                    assertThat(live.claim(List.of(cid(9)))).isEmpty();
                    assertThat(live.takeRoots()).containsExactly(cid(2));
                    assertThat(granted(live, cid(9), cid(1))).containsExactly(cid(9));
                }
            }
        });
    }

    @Test
    void whoWantsABlockThatIsBeingRemovedWaitsForItsEnd() throws Exception {
        run(() -> {
            List<String> order = new ArrayList<>();
            try (LiveSet live = holds.collect()) {
                TaskGroup.<@Nullable Void, Exception>open(group -> {
                    Claim claim = live.claim(List.of(cid(1))).orElseThrow();
                    group.fork(
                            "wants it",
                            () -> {
                                try (Hold hold = holds.open("other")) {
                                    hold.block(cid(2));
                                    order.add("another at once");
                                    hold.block(cid(1));
                                    order.add("this one later");
                                }
                                return null;
                            });
                    while (order.isEmpty()) {
                        Checkpoint.now();
                    }
                    order.add("removed");
                    claim.close();
                    return null;
                });
            }
            assertThat(order).containsExactly("another at once", "removed", "this one later");
        });
    }

    @Test
    void aCancelledWaitLeavesTheBlockHeld() throws Exception {
        run(() -> {
            try (LiveSet live = holds.collect();
                    Hold hold = holds.open("cancelled")) {
                try (Claim claim = live.claim(List.of(cid(1))).orElseThrow()) {
                    Outcome<Boolean> outcome =
                            CancelScope.run(scope -> {
                                scope.cancel("test");
                                hold.block(cid(1));
                                return true;
                            });
                    assertThat(outcome.wasCaught()).isTrue();
                    assertThat(claim.granted()).containsExactly(cid(1));
                }
                assertThat(granted(live, cid(1))).isEmpty();
            }
        });
    }

    @Test
    void misuseIsTold() throws Exception {
        run(() -> {
            Hold hold = holds.open("a");
            assertThat(holds.held()).containsExactly(new Holds.Held("a", 0, 0));
            hold.close();
            hold.close();
            assertThat(holds.held()).isEmpty();
            assertThatThrownBy(() -> hold.block(cid(1))).isInstanceOf(IllegalStateException.class);
            LiveSet live = holds.collect();
            assertThatThrownBy(holds::collect).isInstanceOf(IllegalStateException.class);
            Claim claim = live.claim(List.of()).orElseThrow();
            assertThatThrownBy(() -> live.claim(List.of()))
                    .isInstanceOf(IllegalStateException.class);
            claim.close();
            live.close();
            assertThatThrownBy(() -> live.claim(List.of()))
                    .isInstanceOf(IllegalStateException.class);
        });
    }

    /// Adders find or write blocks and keep them as roots, while a collector removes what is no
    /// root: in no order of events does a root lose its block.
    @Test
    void noRootLosesItsBlockInAnyOrder() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            int of = seed;
            AnyIO.<@Nullable Void, Exception>run(
                    SimBackend.seeded(of),
                    _ -> {
                        interleave(of);
                        return null;
                    });
        }
    }

    private void interleave(int seed) throws Exception {
        Set<Cid> stored = new LinkedHashSet<>();
        List<Cid> roots = new ArrayList<>();
        TaskGroup.<@Nullable Void, Exception>open(group -> {
            for (int adder = 0; adder < 3; adder++) {
                group.fork(
                        "adder " + adder,
                        () -> {
                            for (int i = 0; i < 8; i++) {
                                add(stored, roots);
                            }
                            return null;
                        });
            }
            for (int i = 0; i < 8; i++) {
                collect(stored, roots);
            }
            return null;
        });
        assertThat(stored).as("seed " + seed).containsAll(roots);
    }

    /// As a session does: a block that is here is left out.
    private void add(Set<Cid> stored, List<Cid> roots) throws Exception {
        try (Hold hold = holds.open("add")) {
            Cid cid = cid(Rng.nextInt(4));
            hold.block(cid);
            boolean found = stored.contains(cid);
            Checkpoint.now();
            if (!found) {
                stored.add(cid);
            }
            Checkpoint.now();
            roots.add(cid);
            if (Rng.nextInt(2) == 0) {
                roots.remove(cid);
            }
        }
    }

    private void collect(Set<Cid> stored, List<Cid> roots) throws Exception {
        try (LiveSet live = holds.collect()) {
            List<Cid> marked = List.copyOf(roots);
            Checkpoint.now();
            List<Cid> unmarked = new ArrayList<>(stored);
            unmarked.removeAll(marked);
            Checkpoint.now();
            try (Claim claim = live.claim(unmarked).orElseThrow()) {
                Checkpoint.now();
                claim.granted().forEach(stored::remove);
                Checkpoint.now();
            }
        }
    }

    @Test
    void aHeldSessionHoldsWhatItLooksForAndWhatItStores() throws Exception {
        run(() -> {
            MemoryBlockStore blocks = new MemoryBlockStore();
            try (LiveSet live = holds.collect();
                    Hold hold = holds.open("add");
                    WriteSession session = hold.over(blocks.openSession())) {
                assertThat(session.has(cid(1))).isFalse();
                session.put(block(2));
                session.commit();
                assertThat(blocks.has(cid(2))).isTrue();
                assertThat(granted(live, cid(1), cid(2), cid(3))).containsExactly(cid(3));
            }
        });
    }
}
