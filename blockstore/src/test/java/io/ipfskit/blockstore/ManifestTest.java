package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.blockstore.Manifest.Kept;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

class ManifestTest {
    @Provide
    Arbitrary<Manifest> manifests() {
        Arbitrary<int[]> offsets =
                Arbitraries.integers()
                        .between(1, BlockIndex.OFFSET_MAX)
                        .set()
                        .ofMaxSize(50)
                        .map(set -> set.stream().mapToInt(i -> i).sorted().toArray());
        Arbitrary<Kept> some =
                Combinators.combine(Arbitraries.longs(), offsets)
                        .as((id, list) -> new Kept(id, 4096, list.length, list));
        Arbitrary<Kept> whole =
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(1, 1 << 17))
                        .as((id, live) -> new Kept(id, 8192, live, null));
        return Combinators.combine(
                        Arbitraries.oneOf(some, whole).list().ofMaxSize(5),
                        Arbitraries.longs().list().ofMaxSize(5))
                .as(Manifest::new);
    }

    private static ByteBuffer encoded(Manifest manifest) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) manifest.size()).order(ByteOrder.LITTLE_ENDIAN);
        manifest.writeTo(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.flip();
    }

    @Property
    void isReadAsItWasWritten(@ForAll("manifests") Manifest manifest) {
        Manifest read = Objects.requireNonNull(Manifest.read(encoded(manifest)));
        assertThat(read.retired()).isEqualTo(manifest.retired());
        assertThat(read.kept()).usingRecursiveComparison().isEqualTo(manifest.kept());
    }

    @Property
    void aShorterOneIsRefused(@ForAll("manifests") Manifest manifest) {
        ByteBuffer bytes = encoded(manifest);
        for (int length = 0; length < bytes.limit(); length++) {
            assertThat(Manifest.read(bytes.duplicate().limit(length))).isNull();
        }
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        Manifest read = Manifest.read(ByteBuffer.wrap(bytes));
        if (read != null) {
            assertThat(read.size()).isLessThanOrEqualTo(bytes.length);
        }
    }

    @Property(tries = 1)
    void whereNothingLivesIsNotWhereEverythingDoes() {
        Manifest manifest = new Manifest(List.of(new Kept(7, 4096, 0, new int[0])), List.of());
        Manifest read = Objects.requireNonNull(Manifest.read(encoded(manifest)));
        assertThat(read.kept().getFirst().offsets()).isEmpty();
    }
}
