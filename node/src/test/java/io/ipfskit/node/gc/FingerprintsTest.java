package io.ipfskit.node.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Random;

class FingerprintsTest {
    private static long fingerprint(int i) {
        return Fingerprints.of(Multihash.sha256(ByteBuffer.allocate(4).putInt(0, i)));
    }

    private static Fingerprints ofFirst(int count) {
        Fingerprints set = new Fingerprints();
        for (int i = 0; i < count; i++) {
            set.add(fingerprint(i));
        }
        return set;
    }

    private static void assertHolds(Fingerprints set, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(set.mayContain(fingerprint(i))).as("block " + i).isTrue();
        }
    }

    private static int strangers(Fingerprints set) {
        int strangers = 0;
        for (int i = 0; i < 10_000; i++) {
            strangers += set.mayContain(fingerprint(-1 - i)) ? 1 : 0;
        }
        return strangers;
    }

    @Test
    void upToItsExactRangeItContainsWhatWasPutInAndNothingElse() {
        Fingerprints set = ofFirst(Fingerprints.EXACT_MAX);
        set.add(fingerprint(0));
        assertThat(set.isFilter()).isFalse();
        assertThat(set.size()).isEqualTo(Fingerprints.EXACT_MAX);
        assertHolds(set, 0, Fingerprints.EXACT_MAX);
        assertThat(strangers(set)).isZero();
    }

    @Test
    void beyondItNothingIsForgottenAndFewStrangersAreTakenIn() {
        Fingerprints set = ofFirst(400_000);
        assertThat(set.isFilter()).isTrue();
        assertHolds(set, 0, 400_000);
        assertThat(strangers(set)).isLessThan(100);
    }

    @Test
    void aUnionHoldsBothWhateverTheirForms() {
        Random random = new Random(4);
        for (int left : new int[] {10, 70_000}) {
            for (int right : new int[] {10, 70_000}) {
                Fingerprints union = ofFirst(left);
                Fingerprints other = new Fingerprints();
                int from = 200_000 + random.nextInt(1000);
                for (int i = 0; i < right; i++) {
                    other.add(fingerprint(from + i));
                }
                union.addAll(other);
                assertHolds(union, 0, left);
                assertHolds(union, from, from + right);
            }
        }
    }
}
