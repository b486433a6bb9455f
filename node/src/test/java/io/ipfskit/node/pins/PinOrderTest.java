package io.ipfskit.node.pins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.gc.Claim;
import io.ipfskit.node.gc.LiveSet;
import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.node.ops.PinUpdated;
import io.ipfskit.node.ops.PinVerdict;
import io.ipfskit.node.ops.PinVerifyInput;
import io.ipfskit.node.ops.PinsVerified;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Pins that come and go at once, over time, and over damage.
class PinOrderTest {
    private final PinWorld world = new PinWorld();

    private static void add(PinService pins, Cid cid) throws InterruptedException {
        pins.add(PinAddInput.of(cid.toString(), true, null), _ -> {});
    }

    private static Callable<String> named(PinService pins, Cid cid, String name) {
        return () -> {
            pins.add(PinAddInput.of(cid.toString(), true, name), _ -> {});
            return "added";
        };
    }

    private static Callable<String> removal(PinService pins, Cid cid) {
        return () -> {
            try {
                pins.remove(new PinRmInput(cid.toString(), true));
                return "removed";
            } catch (OperationFailed e) {
                return e.code() == ErrorCode.NOT_FOUND ? "not found" : "failed";
            }
        };
    }

    /// Two adds and a removal of one root: what is told and what is left fit one order of the
    /// three.
    @Test
    void changesOfOneRootAtOnceHaveASerialResult() throws Exception {
        Cid root = world.node(world.leaf("a"));
        for (long seed = 0; seed < 100; seed++) {
            PinWorld one = new PinWorld();
            one.put(PinWorld.nodeBlock(one.leaf("a")));
            List<String> left = new ArrayList<>();
            one.live(
                    seed,
                    (pins, log, _) -> {
                        List<String> told =
                                TaskGroup.all(
                                        List.of(
                                                named(pins, root, "x"),
                                                removal(pins, root),
                                                named(pins, root, "y")));
                        left.addAll(PinWorld.list(pins, null, "recursive"));
                        if (told.get(1).equals("not found")) {
                            assertThat(left).hasSize(1);
                        }
                        assertThat(told).doesNotContain("failed");
                        assertThat(left.size()).isLessThanOrEqualTo(1);
                        assertThat(log.pinCount()).isEqualTo(left.size());
                    });
            one.live(
                    seed,
                    (pins, _, _) ->
                            assertThat(PinWorld.list(pins, null, "recursive")).isEqualTo(left));
        }
    }

    @Test
    void aListingShowsOneMomentWhateverHappensMeanwhile() throws Exception {
        List<Cid> cids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            cids.add(world.leaf("leaf " + i));
        }
        world.live(
                1,
                (pins, _, _) -> {
                    for (Cid cid : cids.subList(0, 200)) {
                        add(pins, cid);
                    }
                    List<String> before = PinWorld.list(pins, null, "recursive");
                    List<String> rows = new ArrayList<>();
                    pins.list(
                            new PinLsInput(null, "recursive", null, null, null),
                            row -> {
                                int at = rows.size();
                                rows.add(PinWorld.text((Pin) row));
                                pins.remove(new PinRmInput(cids.get(at).toString(), true));
                                add(pins, cids.get(200 + at / 2));
                            });
                    assertThat(rows).isEqualTo(before).hasSize(200);
                    assertThat(PinWorld.list(pins, null, "recursive")).hasSize(100);
                });
    }

    @Test
    void anExpiredPinIsListedNoMoreAndThenRemovedForGood() throws Exception {
        Cid cid = world.leaf("a");
        world.live(
                1,
                (pins, log, services) -> {
                    var pinned =
                            pins.add(
                                    new PinAddInput(
                                            cid.toString(),
                                            true,
                                            null,
                                            Duration.ofSeconds(30),
                                            null,
                                            Map.of("k", "v")),
                                    _ -> {});
                    List<Object> rows = new ArrayList<>();
                    pins.list(PinLsInput.all(), rows::add);
                    assertThat(rows)
                            .containsExactly(
                                    new Pin(
                                            cid.toString(),
                                            "recursive",
                                            null,
                                            pinned.expires(),
                                            Map.of("k", "v"),
                                            null));
                    Time.sleep(Duration.ofSeconds(31));
                    // No service runs: it is in the log, and a root, but listed no more.
                    assertThat(PinWorld.list(pins, null, "all")).isEmpty();
                    assertThat(log.roots().count()).isEqualTo(1);
                    assertThatThrownBy(() -> pins.remove(new PinRmInput(cid.toString(), true)))
                            .isInstanceOf(OperationFailed.class)
                            .hasMessageContaining("not pinned");
                    services.forkService(
                            "expiry",
                            () -> {
                                pins.expire();
                                return true;
                            });
                    Time.sleep(Duration.ofSeconds(1));
                    assertThat(log.pinCount()).isZero();
                    // One that ends sooner than the service would look again.
                    pins.add(
                            new PinAddInput(
                                    cid.toString(), true, null, Duration.ofSeconds(2), null, null),
                            _ -> {});
                    Time.sleep(Duration.ofSeconds(3));
                    assertThat(log.pinCount()).isZero();
                });
        world.live(2, (_, log, _) -> assertThat(log.pinCount()).isZero());
    }

    @Test
    void aPinAskedForWithoutExpiryHoldsForEver() throws Exception {
        Cid cid = world.leaf("a");
        world.live(
                1,
                (pins, _, _) -> {
                    pins.add(
                            new PinAddInput(
                                    cid.toString(), true, "n", Duration.ofHours(1), null, null),
                            _ -> {});
                    assertThat(
                                    pins.add(PinAddInput.of(cid.toString(), true, null), _ -> {})
                                            .expires())
                            .isNull();
                    assertThat(PinWorld.list(pins, null, "all"))
                            .containsExactly("recursive " + cid + " n");
                });
    }

    @Test
    void impossibleWishesAreToldByField() throws Exception {
        Cid cid = world.leaf("a");
        world.live(
                1,
                (pins, _, _) -> {
                    Instant past = Instant.EPOCH;
                    assertThatThrownBy(() -> add(pins, cid, null, past, null))
                            .hasMessageContaining("expires_at");
                    assertThatThrownBy(() -> add(pins, cid, Duration.ZERO, null, null))
                            .hasMessageContaining("expires_in");
                    assertThatThrownBy(() -> add(pins, cid, Duration.ofDays(1), past, null))
                            .hasMessageContaining("expires_in");
                    assertThatThrownBy(() -> add(pins, cid, null, null, Map.of("", "v")))
                            .hasMessageContaining("metadata");
                    assertThatThrownBy(
                                    () -> add(pins, cid, null, null, Map.of("k", "x".repeat(1025))))
                            .hasMessageContaining("1024");
                    assertThat(PinWorld.list(pins, null, "all")).isEmpty();
                });
    }

    private static void add(
            PinService pins,
            Cid cid,
            @Nullable Duration in,
            @Nullable Instant at,
            @Nullable Map<String, String> metadata)
            throws InterruptedException {
        pins.add(new PinAddInput(cid.toString(), true, null, in, at, metadata), _ -> {});
    }

    @Test
    void anUpdateLooksOnlyAtWhatIsNew() throws Exception {
        Cid shared = world.leaf("shared");
        Cid deep = world.node(shared, world.leaf("deep"));
        Cid from = world.node(deep, world.leaf("old"));
        Cid fresh = world.leaf("new");
        Cid to = world.node(deep, fresh);
        world.live(
                1,
                (pins, _, _) -> {
                    pins.add(PinAddInput.of(from.toString(), true, "mine"), _ -> {});
                    world.blocks.delete(List.of(shared));
                    PinUpdated updated =
                            pins.update(
                                    new PinUpdateInput(from.toString(), to.toString(), true),
                                    _ -> {});
                    assertThat(updated)
                            .isEqualTo(new PinUpdated(from.toString(), to.toString(), true, 2));
                    assertThat(PinWorld.list(pins, null, "recursive"))
                            .containsExactly("recursive " + to + " mine");
                    Cid lacking = world.node(deep, Block.raw(ByteBuffer.allocate(9)).cid());
                    assertThatThrownBy(() ->
                                    pins.update(
                                            new PinUpdateInput(
                                                    to.toString(), lacking.toString(), true),
                                            _ -> {}))
                            .hasMessageContaining(
                                    Block.raw(ByteBuffer.allocate(9)).cid().toString());
                    assertThat(PinWorld.list(pins, null, "recursive"))
                            .containsExactly("recursive " + to + " mine");
                });
        world.live(
                2,
                (pins, _, _) ->
                        assertThat(PinWorld.list(pins, null, "recursive"))
                                .containsExactly("recursive " + to + " mine"));
    }

    @Test
    void aVerificationNamesTheBadBlocksOfEachPin() throws Exception {
        Cid gone = world.leaf("gone");
        Cid changed = Block.raw(ByteBuffer.wrap(new byte[] {1})).cid();
        try (WriteSession session = world.blocks.openSession()) {
            session.put(Block.trusted(changed, ByteBuffer.wrap(new byte[] {2})));
            session.commit();
        }
        Cid good = world.node(world.leaf("a"));
        Cid bad = world.node(good, gone, changed);
        world.live(
                1,
                (pins, _, _) -> {
                    add(pins, good);
                    add(pins, bad);
                    world.blocks.delete(List.of(gone));
                    List<PinVerdict> verdicts = new ArrayList<>();
                    PinsVerified verified =
                            pins.verify(
                                    new PinVerifyInput(null, true),
                                    row -> verdicts.add((PinVerdict) row),
                                    _ -> {});
                    assertThat(verified.pins()).isEqualTo(2);
                    assertThat(verified.bad()).isEqualTo(1);
                    assertThat(verdicts)
                            .contains(new PinVerdict(good.toString(), true, List.of(), 0));
                    PinVerdict broken =
                            verdicts.stream()
                                    .filter(verdict -> !verdict.ok())
                                    .findFirst()
                                    .orElseThrow();
                    assertThat(broken.cid()).isEqualTo(bad.toString());
                    assertThat(broken.bad())
                            .extracting(BadBlock::cid)
                            .containsExactlyInAnyOrder(gone.toString(), changed.toString());
                    List<Object> told = new ArrayList<>();
                    pins.verify(new PinVerifyInput(null, false), told::add, _ -> {});
                    assertThat(told).containsExactly(broken);
                    assertThatThrownBy(() ->
                                    pins.verify(
                                            new PinVerifyInput(gone.toString(), false),
                                            told::add,
                                            _ -> {}))
                            .hasMessageContaining("not pinned as recursive");
                });
    }

    @Test
    void aBadLeafThatIsLinkedOftenIsOneBadBlock() throws Exception {
        Cid gone = world.leaf("gone");
        Cid one = world.node(gone, gone, gone);
        Cid two = world.node(gone, one);
        world.live(
                1,
                (pins, _, _) -> {
                    add(pins, two);
                    world.blocks.delete(List.of(gone));
                    List<PinVerdict> verdicts = new ArrayList<>();
                    PinsVerified verified =
                            pins.verify(
                                    new PinVerifyInput(null, false),
                                    row -> verdicts.add((PinVerdict) row),
                                    _ -> {});
                    assertThat(verdicts).extracting(PinVerdict::badBlocks).containsExactly(1L);
                    assertThat(verified.bad()).isEqualTo(1);
                });
    }

    @Test
    void oneIndirectCidIsToldWithItsRoot() throws Exception {
        Cid leaf = world.leaf("a");
        Cid inner = world.node(leaf);
        Cid root = world.node(inner);
        world.live(
                1,
                (pins, _, _) -> {
                    add(pins, root);
                    add(pins, inner);
                    assertThat(PinWorld.list(pins, leaf.toString(), "all"))
                            .hasSize(1)
                            .isSubsetOf(
                                    "indirect " + leaf + " through " + root,
                                    "indirect " + leaf + " through " + inner);
                    assertThatThrownBy(() -> PinWorld.list(pins, inner.toString(), "indirect"))
                            .hasMessageContaining("not pinned as indirect");
                });
    }

    @Test
    void aDamagedPinHidesNeitherThatACidIsNotPinnedNorWhereItIs() throws Exception {
        Cid gone = world.node(world.leaf("a"));
        Cid damaged = world.node(gone);
        Cid held = world.leaf("b");
        Cid root = world.node(held);
        Cid other = world.leaf("c");
        world.live(
                1,
                (pins, _, _) -> {
                    add(pins, damaged);
                    add(pins, root);
                    world.blocks.delete(List.of(gone));
                    assertThatThrownBy(() -> pins.remove(new PinRmInput(other.toString(), true)))
                            .hasMessageContaining(other + " is not pinned");
                    assertThat(PinWorld.list(pins, held.toString(), "all"))
                            .containsExactly("indirect " + held + " through " + root);
                    assertThatThrownBy(() -> PinWorld.list(pins, null, "indirect"))
                            .hasMessageContaining(gone.toString());
                });
    }

    /// A pin walks over its DAG while a collection that marked nothing wants all of it.
    @Test
    void aRunningPinKeepsItsDagFromACollection() throws Exception {
        List<Cid> leaves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            leaves.add(world.leaf("leaf " + i));
        }
        Cid root = world.node(leaves.toArray(new Cid[0]));
        world.live(
                1,
                (pins, _, _) -> {
                    try (LiveSet live = world.holds.collect()) {
                        add(pins, root);
                        assertThat(live.claim(leaves)).isEmpty();
                        assertThat(live.takeRoots()).containsExactly(root);
                        try (Claim claim = live.claim(List.of(root)).orElseThrow()) {
                            assertThat(claim.granted()).isEmpty();
                        }
                    }
                    assertThat(world.holds.held()).isEmpty();
                });
    }
}
