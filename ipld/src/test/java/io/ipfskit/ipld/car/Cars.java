package io.ipfskit.ipld.car;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.multiformats.Cid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Words that the tests of archives share.
final class Cars {
    /// A CARv1 with the root and only block "hi", by hand.
    static final ByteBuffer HI =
            Fixtures.hex(
                    "3a a2 65 726f6f7473 81 d82a 58 25 00 01551220"
                            + "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
                            + " 67 76657273696f6e 01"
                            + " 26 01551220"
                            + "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
                            + " 6869");

    private Cars() {}

    static Block block(String text) {
        return Block.raw(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static List<CarSection> sections(CarReader reader) throws IOException, InterruptedException {
        List<CarSection> sections = new ArrayList<>();
        for (CarSection s = reader.next(); s != null; s = reader.next()) {
            sections.add(s);
        }
        return sections;
    }

    static List<CarSection> sections(ByteBuffer car, CarOptions options)
            throws IOException, InterruptedException {
        return sections(CarReader.open(CarInput.of(car), options));
    }

    /// Where a strict reader refuses this archive.
    static CarException refused(ByteBuffer car, CarOptions options) {
        return catchThrowableOfType(CarException.class, () -> sections(car, options));
    }

    static CarException refused(ByteBuffer car) {
        return refused(car, CarOptions.STRICT);
    }

    /// What a writer of version 1 makes of these.
    static ByteBuffer v1(List<Cid> roots, List<Block> blocks)
            throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CarWriter writer =
                new CarWriter(
                        bytes -> {
                            byte[] copy = new byte[bytes.remaining()];
                            bytes.get(copy);
                            out.writeBytes(copy);
                        },
                        roots);
        for (Block block : blocks) {
            writer.put(block);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /// What a writer of version 2 makes of these.
    static ByteBuffer v2(List<Cid> roots, List<Block> blocks, boolean indexed)
            throws IOException, InterruptedException {
        Target target = new Target();
        CarFileWriter writer = new CarFileWriter(target, roots, indexed);
        for (Block block : blocks) {
            writer.put(block);
        }
        long length = writer.finish();
        return ByteBuffer.wrap(target.bytes, 0, (int) length).slice();
    }

    /// A file in memory.
    static final class Target implements CarTarget {
        byte[] bytes = new byte[0];

        @Override
        public void write(ByteBuffer from, long position) {
            int end = (int) position + from.remaining();
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length));
            from.get(bytes, (int) position, from.remaining());
        }
    }

    static CarBytes at(ByteBuffer bytes) {
        return (target, position) -> {
            if (position >= bytes.limit()) {
                return -1;
            }
            int count = Math.min(target.remaining(), bytes.limit() - (int) position);
            target.put(bytes.slice((int) position, count));
            return count;
        };
    }

    static ByteBuffer join(ByteBuffer... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer part : parts) {
            byte[] copy = new byte[part.remaining()];
            part.get(part.position(), copy);
            out.writeBytes(copy);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
