package io.ipfskit.ipld.codec;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the heads of CBOR items ([RFC 8949](https://www.rfc-editor.org/rfc/rfc8949) section 3),
/// strings and CIDs, with the rules of dag-cbor where they are asked for.
///
/// ```
/// head:  major type (3 bits) | info (5 bits) | argument of 0, 1, 2, 4 or 8 bytes
/// ```
final class CborInput {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int LIST = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int INDEFINITE = 31;
    static final int TAG_CID = 42;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ByteBuffer in;
    private final boolean dag;
    private final CodecLimits limits;
    private int nodes;

    /// Of the item whose head was read last.
    int offset;

    int major;
    int info;

    /// Unsigned; the bits of a float.
    long argument;

    CborInput(ByteBuffer block, boolean dag, CodecLimits limits) {
        this.in = block.slice();
        this.dag = dag;
        this.limits = limits;
        if (in.remaining() > limits.maxBytes()) {
            throw refused(0, "a block of at most " + limits.maxBytes() + " bytes is read", null);
        }
    }

    CodecException refused(String problem) {
        return refused(offset, problem, null);
    }

    CodecException refused(long at, String problem, @Nullable Throwable cause) {
        return new CodecException(dag ? "dag-cbor" : "cbor", at, problem, cause);
    }

    int position() {
        return in.position();
    }

    void end() {
        if (in.hasRemaining()) {
            throw refused(in.position(), in.remaining() + " bytes follow the node", null);
        }
    }

    /// Reads the head of a node, and counts it.
    void node(int depth) {
        if (depth > limits.maxDepth()) {
            throw refused(
                    in.position(), "more than " + limits.maxDepth() + " levels of nodes", null);
        }
        if (++nodes > limits.maxNodes()) {
            throw refused(in.position(), "more than " + limits.maxNodes() + " nodes", null);
        }
        head();
    }

    void head() {
        offset = in.position();
        int first = bytes(1).get() & 0xff;
        major = first >>> 5;
        info = first & 31;
        argument = info;
        if (info < 24) {
            return;
        }
        switch (info) {
            case 24 -> argument = bytes(1).get() & 0xff;
            case 25 -> argument = bytes(2).getShort() & 0xffff;
            case 26 -> argument = bytes(4).getInt() & 0xffff_ffffL;
            case 27 -> argument = bytes(8).getLong();
            case INDEFINITE -> {
                if (dag) {
                    throw refused("an indefinite length");
                }
                if (major < BYTES || major == TAG) {
                    throw refused("an indefinite length where none can be");
                }
            }
            default -> throw refused("reserved additional information " + info);
        }
        if (dag && major != SIMPLE && !isShortest()) {
            throw refused("a number or length that is not in its shortest form");
        }
    }

    private boolean isShortest() {
        return switch (info) {
            case 24 -> argument >= 24;
            case 25 -> argument > 0xff;
            case 26 -> argument > 0xffff;
            default -> argument >>> 32 != 0;
        };
    }

    boolean isBreak() {
        return major == SIMPLE && info == INDEFINITE;
    }

    private ByteBuffer bytes(int count) {
        if (in.remaining() < count) {
            throw refused(in.limit(), "the block ends within an item", null);
        }
        ByteBuffer slice = in.slice(in.position(), count);
        in.position(in.position() + count);
        return slice;
    }

    /// The content of a string whose head of definite length was read.
    ByteBuffer content() {
        if (argument < 0 || argument > in.remaining()) {
            throw refused(
                    "a string of "
                            + Long.toUnsignedString(argument)
                            + " bytes, only "
                            + in.remaining()
                            + " follow");
        }
        return argument == 0 ? EMPTY : bytes((int) argument);
    }

    /// The number of items of a list or map of definite length, each at least this many bytes.
    int count(int itemSize) {
        if (argument < 0 || argument > in.remaining() / itemSize) {
            throw refused(
                    "a "
                            + (major == MAP ? "map" : "list")
                            + " of "
                            + Long.toUnsignedString(argument)
                            + " items, only "
                            + in.remaining()
                            + " bytes follow");
        }
        return (int) argument;
    }

    /// The text of bytes that began at `offset`.
    String text(ByteBuffer utf8) {
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(utf8.position(), bytes);
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused(offset, "a text that is not UTF-8", e);
        }
    }

    /// Checks a text without keeping it.
    void checkText(ByteBuffer utf8) {
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            if (utf8.get(i) < 0) {
                text(utf8);
                return;
            }
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /// Reads a map's key of definite length; dag-cbor wants it greater than the one before.
    ///
    /// @param before the key before, null for the first
    ByteBuffer key(@Nullable ByteBuffer before) {
        if (major != TEXT) {
            throw refused("a key that is no text");
        }
        ByteBuffer key = content();
        if (dag && before != null) {
            int order = compareKeys(before, key);
            if (order == 0) {
                throw refused("a key that the map has already");
            }
            if (order > 0) {
                throw refused("keys that are not sorted by length, then bytes");
            }
        }
        return key;
    }

    private static int compareKeys(ByteBuffer a, ByteBuffer b) {
        if (a.remaining() != b.remaining()) {
            return Integer.compare(a.remaining(), b.remaining());
        }
        int at = a.mismatch(b);
        return at < 0
                ? 0
                : Byte.compareUnsigned(a.get(a.position() + at), b.get(b.position() + at));
    }

    /// The CID behind the tag whose head was read.
    Cid link() {
        int start = offset;
        if (!dag) {
            throw refused("a tag, which cbor without links does not have here");
        }
        if (argument != TAG_CID) {
            throw refused("tag " + Long.toUnsignedString(argument) + ", only 42 is known");
        }
        head();
        if (major != BYTES) {
            throw refused("a link that is no byte string");
        }
        ByteBuffer bytes = content();
        if (!bytes.hasRemaining() || bytes.get(0) != 0) {
            throw refused("a link that does not begin with the identity multibase, 0");
        }
        ByteBuffer binary = bytes.slice(1, bytes.remaining() - 1);
        try {
            Cid cid = Cid.decode(binary);
            if (binary.hasRemaining()) {
                throw refused(binary.remaining() + " bytes follow the CID of a link");
            }
            return cid;
        } catch (MultiformatException e) {
            throw refused(start, "a link that is no CID: " + e.getMessage(), e);
        }
    }

    /// The float whose head was read.
    double number() {
        double value =
                switch (info) {
                    case 25 -> Float.float16ToFloat((short) argument);
                    case 26 -> Float.intBitsToFloat((int) argument);
                    default -> Double.longBitsToDouble(argument);
                };
        if (dag) {
            if (info != 27) {
                throw refused("a float of " + (info == 25 ? 16 : 32) + " bits");
            }
            if (!Double.isFinite(value)) {
                throw refused("a float that is not finite");
            }
        }
        return value;
    }

    /// Refuses a simple value that is no bool, null or float.
    CodecException simple() {
        if (isBreak()) {
            return refused("a break where none can be");
        }
        return refused(info == 23 ? "undefined" : "simple value " + argument);
    }
}
