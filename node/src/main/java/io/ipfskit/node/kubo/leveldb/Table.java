package io.ipfskit.node.kubo.leveldb;

import io.ipfskit.anyio.DiskFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The changes of one table whose keys begin with a prefix ([table
/// format](https://github.com/google/leveldb/blob/main/doc/table_format.md)).
///
/// The last 48 bytes are the footer: where the block with the names of other blocks stands (not
/// used), where the index stands, zeros, 8 bytes that all tables have. A block is followed by its
/// kind of compression (1 byte) and a checksum of both (4). The index has an entry for each block
/// of changes: a key not before its last one, and where it stands.
final class Table implements Cursor {
    /// Bytes of the greatest block, as stored and decompressed.
    static final int BLOCK_MAX = 1 << 20;

    private static final int FOOTER = 48;
    private static final int TRAILER = 5;
    private static final long MAGIC = 0xdb4775248b80fb57L;

    private final @Nullable DiskFile opened;
    private final Bytes file;
    private final String name;
    private final byte[] prefix;
    private final BlockCursor index;
    private @Nullable BlockCursor block;
    private @Nullable InternalKey key;
    private byte[] value = {};

    /// Reads footer and index.
    ///
    /// @param opened closed with this, or null
    Table(@Nullable DiskFile opened, Bytes file, String name, byte[] prefix)
            throws IOException, InterruptedException {
        this.opened = opened;
        this.file = file;
        this.name = name;
        this.prefix = prefix;
        this.index = index();
    }

    private BlockCursor index() throws IOException, InterruptedException {
        long at = file.size() - FOOTER;
        Place place = new Place(name, Math.max(0, at));
        if (at < 0) {
            throw place.damaged(0, "a table has 48 bytes or more, this one " + file.size());
        }
        ByteBuffer footer = ByteBuffer.allocate(FOOTER).order(ByteOrder.LITTLE_ENDIAN);
        file.read(footer, at);
        if (footer.getLong(FOOTER - 8) != MAGIC) {
            throw place.damaged(FOOTER - 8, "a table does not end so");
        }
        footer.flip();
        handle(footer, place);
        return block(handle(footer, place));
    }

    /// Where a block stands.
    private record Handle(long offset, int size) {}

    private Handle handle(ByteBuffer in, Place place) throws LevelDbException {
        int start = in.position();
        long offset = Fields.varint(in, Long.MAX_VALUE, place, "the place of a block");
        int size = Fields.varintInt(in, BLOCK_MAX, place, "the size of a block");
        if (offset > file.size() - FOOTER - TRAILER - size) {
            throw place.damaged(start, "a block is said to stand behind the end of the table");
        }
        return new Handle(offset, size);
    }

    private BlockCursor block(Handle handle) throws IOException, InterruptedException {
        Place place = new Place(name, handle.offset());
        int size = handle.size();
        ByteBuffer bytes = ByteBuffer.allocate(size + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, handle.offset());
        bytes.flip();
        if (Fields.checksum(bytes, 0, size + 1) != bytes.getInt(size + 1)) {
            throw place.damaged(0, "the checksum of a block does not match");
        }
        ByteBuffer data = bytes.slice(0, size);
        return switch (bytes.get(size)) {
            case 0 -> new BlockCursor(Fields.bytes(data, size, place, "a block"), place);
            case 1 -> new BlockCursor(Snappy.decode(data, BLOCK_MAX, place), place);
            default ->
                    throw place.damaged(
                            size, "compression of kind " + bytes.get(size) + " is not known here");
        };
    }

    @Override
    public boolean next() throws IOException, InterruptedException {
        while (true) {
            BlockCursor current = block;
            while (current != null && current.next()) {
                InternalKey next = current.internalKey();
                InternalKey last = key;
                if (last != null && last.compareTo(next) >= 0) {
                    throw current.damaged("the keys of a table are in no order");
                }
                key = next;
                if (next.startsWith(prefix)) {
                    value = current.value();
                    return true;
                }
                if (next.compareUser(prefix) > 0) {
                    return false;
                }
            }
            block = nextBlock();
            if (block == null) {
                return false;
            }
        }
    }

    /// The next block that may hold keys with the prefix or after it, or null.
    private @Nullable BlockCursor nextBlock() throws IOException, InterruptedException {
        while (index.next()) {
            if (index.internalKey().compareUser(prefix) >= 0) {
                ByteBuffer in = ByteBuffer.wrap(index.value());
                Handle handle = handle(in, new Place(name, file.size() - FOOTER));
                if (in.hasRemaining()) {
                    throw index.damaged("an entry of the index has more than one place");
                }
                return block(handle);
            }
        }
        return null;
    }

    /// The failure that the change shows.
    LevelDbException damaged(String problem) {
        BlockCursor current = block;
        return current == null ? new LevelDbException(name, 0, problem) : current.damaged(problem);
    }

    @Override
    public InternalKey key() {
        InternalKey now = key;
        if (now == null) {
            throw new IllegalStateException("before the first change");
        }
        return now;
    }

    @Override
    public byte[] value() {
        return value;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
