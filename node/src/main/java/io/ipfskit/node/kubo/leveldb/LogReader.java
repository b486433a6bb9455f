package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The records of a log, one after the other ([log
/// format](https://github.com/google/leveldb/blob/main/doc/log_format.md)).
///
/// A file is a row of blocks of 32 KiB, a block a row of chunks: checksum (4 bytes, of all that
/// follows the length), length (2), type (1), data; what is left of a block when no header fits is
/// zero. A record is one chunk, or several with a first and a last one.
///
/// The end of the file may lie within a record, and zeros may follow the last one: so a crash
/// leaves it, and what is not whole was never acknowledged. [#torn] counts these bytes. Anything
/// else that is wrong is damage.
final class LogReader {
    static final int BLOCK = 32 << 10;

    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;

    /// Between them are those of type 3.
    private static final int LAST = 4;

    private final Bytes file;
    private final String name;
    private final int recordMax;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    /// Where the block begins in the file.
    private long blockAt;

    /// Where the record that was given last ends.
    private long goodEnd;

    private boolean ended;

    /// @param recordMax bytes of the longest record that is taken
    LogReader(Bytes file, String name, int recordMax) {
        this.file = file;
        this.name = name;
        this.recordMax = recordMax;
        this.block.limit(0);
    }

    /// The next record, or null at the end.
    ///
    /// @throws LevelDbException when the log is damaged, or the record longer than allowed
    @Nullable ByteBuffer next() throws IOException, InterruptedException {
        ByteArrayOutputStream parts = null;
        while (!ended && chunk()) {
            int start = block.position();
            int length = Short.toUnsignedInt(block.getShort(start + 4));
            int type = block.get(start + 6);
            boolean begins = type == FULL || type == FIRST;
            if (begins != (parts == null)) {
                throw damaged(
                        start,
                        begins
                                ? "a record begins within another"
                                : "a record goes on that did not begin");
            }
            if (parts == null) {
                parts = new ByteArrayOutputStream(length);
            }
            if (length > recordMax - parts.size()) {
                throw damaged(start, "a record has more than " + recordMax + " bytes");
            }
            parts.write(block.array(), start + HEADER, length);
            block.position(start + HEADER + length);
            if (type == FULL || type == LAST) {
                goodEnd = blockAt + block.position();
                return ByteBuffer.wrap(parts.toByteArray());
            }
        }
        return null;
    }

    /// Bytes at the end that are no record, once [#next] gave null.
    long torn() {
        return file.size() - goodEnd;
    }

    /// Where the record that was given last ends.
    long position() {
        return goodEnd;
    }

    /// Goes to the next chunk, whose header and data are then in the block. False at the end.
    private boolean chunk() throws IOException, InterruptedException {
        while (block.remaining() < HEADER) {
            boolean isWhole = block.limit() == BLOCK;
            if (isWhole) {
                requireZero("the end of a block has bytes other than zero");
            }
            if (blockAt + block.limit() >= file.size()) {
                ended = true;
                return false;
            }
            load(blockAt + block.limit());
        }
        int start = block.position();
        int length = Short.toUnsignedInt(block.getShort(start + 4));
        int type = block.get(start + 6);
        if (type == 0 && length == 0 && block.getInt(start) == 0) {
            requireZeroToTheEnd();
            ended = true;
            return false;
        }
        if (start + HEADER + length > BLOCK) {
            throw damaged(start, "a chunk of " + length + " bytes reaches over its block");
        }
        if (start + HEADER + length > block.limit()) {
            ended = true;
            return false;
        }
        if (type < FULL || type > LAST) {
            throw damaged(start + 6, "there is no chunk of type " + type);
        }
        if (Fields.checksum(block, start + 6, 1 + length) != block.getInt(start)) {
            throw damaged(start, "the checksum of a chunk does not match");
        }
        return true;
    }

    private void load(long at) throws IOException, InterruptedException {
        blockAt = at;
        block.clear().limit((int) Math.min(BLOCK, file.size() - at));
        file.read(block, at);
        block.flip();
    }

    private void requireZeroToTheEnd() throws IOException, InterruptedException {
        requireZero("a chunk without type is followed by others");
        while (blockAt + block.limit() < file.size()) {
            load(blockAt + block.limit());
            requireZero("a chunk without type is followed by others");
        }
    }

    private void requireZero(String problem) throws LevelDbException {
        while (block.hasRemaining()) {
            if (block.get() != 0) {
                throw damaged(block.position() - 1, problem);
            }
        }
    }

    private LevelDbException damaged(int index, String problem) {
        return new Place(name, blockAt).damaged(index, problem);
    }
}
