package io.ipfskit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

class CidSetTest {
    private static Cid cid(int i) {
        Multihash hash = Multihash.sha256(ByteBuffer.allocate(4).putInt(0, i));
        return i % 3 == 0 ? Cid.v0(hash) : Cid.v1(Multicodec.DAG_PB, hash);
    }

    @Test
    void itHoldsWhatWasPutInOnceAndNothingElse() {
        CidSet set = new CidSet("CIDs", 100_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(set.add(cid(i))).isTrue();
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(set.add(cid(i))).isFalse();
            assertThat(set.contains(cid(20_000 + i))).isFalse();
        }
        assertThat(set.size()).isEqualTo(20_000);
    }

    @Test
    void theVersionMakesACidAnother() {
        CidSet set = new CidSet("CIDs", 10);
        set.add(cid(0));
        assertThat(set.contains(cid(0).asV1())).isFalse();
        assertThat(set.add(cid(0).asV1())).isTrue();
    }

    @Test
    void itSaysWhatThereIsTooMuchOf() {
        CidSet set = new CidSet("things", 2);
        set.add(cid(0));
        set.add(cid(1));
        set.add(cid(1));
        assertThatThrownBy(() -> set.add(cid(2)))
                .isInstanceOf(OperationFailed.class)
                .hasMessage("more than 2 things");
    }

    @Test
    void aUnionTakesAsMuchAsThereIsRoom() {
        CidSet large = new CidSet("CIDs", 100);
        for (int i = 0; i < 100; i++) {
            large.add(cid(i));
        }
        CidSet small = new CidSet("CIDs", 30);
        small.add(cid(1000));
        small.addAll(large);
        assertThat(small.size()).isEqualTo(30);
        assertThat(small.contains(cid(1000))).isTrue();
    }
}
