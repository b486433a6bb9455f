package io.ipfskit.node.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.blockstore.MemoryBlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Collections that nobody asked for, under a virtual clock.
class GcPolicyTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryBlockStore blocks = new MemoryBlockStore();

    private interface Body {
        void run(RepositoryLog log) throws Exception;
    }

    private void live(GcPolicy policy, Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                SimBackend.seeded(1),
                _ ->
                        TaskGroup.<@Nullable Void, Exception>open(services -> {
                            try (RepositoryLog log =
                                    RepositoryLog.open(
                                            services, new SimDisk(), Path.of("/data/log"))) {
                                GcService gc = new GcService(blocks, log, new Holds());
                                TaskGroup.<@Nullable Void, Exception>open(own -> {
                                    own.forkService(
                                            "collection",
                                            () -> {
                                                gc.keepBelow(policy);
                                                return true;
                                            });
                                    body.run(log);
                                    return null;
                                });
                            }
                            return null;
                        }));
    }

    private Cid put(int seed, int size) throws Exception {
        byte[] bytes = new byte[size];
        bytes[0] = (byte) seed;
        Block block = Block.raw(ByteBuffer.wrap(bytes));
        try (WriteSession session = blocks.openSession()) {
            session.put(block);
            session.commit();
        }
        return block.cid();
    }

    private static PinEntry pin(Cid cid) {
        return new PinEntry(cid, PinKind.DIRECT, null, 0);
    }

    @Test
    void blocksAreCollectedAPeriodAfterTheyReachTheWatermarkAndNotBelow() throws Exception {
        live(
                new GcPolicy(1000, 0.9, HOUR),
                log -> {
                    Cid first = put(1, 899);
                    Time.sleep(HOUR.multipliedBy(3).plusSeconds(1));
                    assertThat(blocks.has(first)).isTrue();
                    Cid second = put(2, 1);
                    Time.sleep(HOUR.minusSeconds(2));
                    assertThat(blocks.has(second)).isTrue();
                    Time.sleep(Duration.ofSeconds(2));
                    assertThat(blocks.has(first)).isFalse();
                    assertThat(blocks.has(second)).isFalse();
                });
    }

    @Test
    void whatIsPinnedStaysHoweverMuchItIs() throws Exception {
        live(
                new GcPolicy(1000, 0.5, HOUR),
                log -> {
                    Cid pinned = put(1, 5000);
                    log.set(pinned, (_, _) -> pin(pinned));
                    Cid loose = put(2, 10);
                    Time.sleep(HOUR.plusSeconds(1));
                    assertThat(blocks.has(pinned)).isTrue();
                    assertThat(blocks.has(loose)).isFalse();
                });
    }

    @Test
    void aCollectionThatFailsIsTriedAgain() throws Exception {
        live(
                new GcPolicy(10, 1, HOUR),
                log -> {
                    Cid pinned = put(1, 100);
                    PinEntry entry = new PinEntry(pinned, PinKind.RECURSIVE, null, 0);
                    log.set(pinned, (_, _) -> entry);
                    blocks.delete(List.of(pinned));
                    Cid loose = put(2, 100);
                    Time.sleep(HOUR.plusSeconds(1)); // what a pin needs is not known
                    assertThat(blocks.has(loose)).isTrue();
                    put(1, 100);
                    Time.sleep(HOUR);
                    assertThat(blocks.has(pinned)).isTrue();
                    assertThat(blocks.has(loose)).isFalse();
                });
    }

    @Test
    void aPolicyThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new GcPolicy(0, 0.9, HOUR)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new GcPolicy(1, 0, HOUR)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new GcPolicy(1, Double.NaN, HOUR)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new GcPolicy(1, 1, Duration.ofMillis(999)))
                .hasMessageContaining("at least PT1S");
        assertThat(new GcPolicy(1, 0.1, HOUR).threshold()).isEqualTo(1);
    }
}
