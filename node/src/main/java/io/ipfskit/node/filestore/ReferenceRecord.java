package io.ipfskit.node.filestore;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/// A reference as it stands in the block store; the layout stands at the package.
///
/// @param leaf the block it stands for: a raw leaf
/// @param reference where its bytes are
public record ReferenceRecord(Cid leaf, Reference reference) {
    /// Codec and multihash code of the CIDs of records, in the range for private use.
    public static final int CODE = 0x30696b;

    /// The most references of one block.
    public static final int PLACES_MAX = 4;

    private static final int VERSION = 1;
    private static final int FILE = 1;
    private static final int URL = 2;

    /// Checks the leaf.
    public ReferenceRecord {
        if (leaf.isIdentity() || leaf.codec() != Multicodec.RAW || isKey(leaf)) {
            throw new IllegalArgumentException("a reference stands for a raw block, not " + leaf);
        }
    }

    /// The CID of a record.
    ///
    /// @param block what it stands for, by whatever CID
    /// @param place 0 to [#PLACES_MAX] - 1
    static Cid key(Multihash block, int place) {
        byte[] bytes = block.bytes();
        byte[] numbered = Arrays.copyOf(bytes, bytes.length + 1);
        numbered[bytes.length] = (byte) place;
        return Cid.v1(CODE, Multihash.of(CODE, Multihash.sha256(numbered).digest()));
    }

    /// Whether a CID is that of a record.
    static boolean isKey(Cid cid) {
        return cid.multihash().code() == CODE;
    }

    /// As a block, under the key of the first place.
    public Block block() {
        return Block.trusted(key(leaf.multihash(), 0), encode());
    }

    ByteBuffer encode() {
        byte[] cid = leaf.bytes();
        ByteBuffer out = ByteBuffer.allocate(64 + cid.length + Reference.TEXT_MAX);
        out.put((byte) VERSION).put((byte) (reference instanceof Reference.OfFile ? FILE : URL));
        out.putShort((short) cid.length).put(cid);
        out.putLong(reference.offset()).putInt(reference.length());
        switch (reference) {
            case Reference.OfFile(Path path, long _, int _, long size, Instant modified) -> {
                out.putLong(size).putLong(modified.getEpochSecond()).putInt(modified.getNano());
                putText(out, path.toString());
            }
            case Reference.OfUrl(URI url, long _, int _) -> putText(out, url.toString());
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    /// Reads a record. It has one form: what could be written otherwise is refused.
    ///
    /// @param key its CID, for messages
    /// @throws IntegrityException when it is malformed, with the byte where, or of a later version
    static ReferenceRecord decode(Cid key, ByteBuffer bytes) throws IntegrityException {
        ByteBuffer in = bytes.slice();
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new IntegrityException(
                        key,
                        "reference "
                                + key
                                + " has version "
                                + version
                                + ", which a newer ipfs-kit wrote: use that one");
            }
            int kind = in.get();
            Cid leaf = Cid.decode(bytes(in));
            long offset = in.getLong();
            int length = in.getInt();
            ReferenceRecord read =
                    new ReferenceRecord(
                            leaf,
                            switch (kind) {
                                case FILE -> file(in, offset, length);
                                case URL -> url(in, offset, length);
                                default ->
                                        throw new IllegalArgumentException("unknown kind " + kind);
                            });
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            if (read.encode().mismatch(bytes.slice()) >= 0) {
                throw new IllegalArgumentException("not the form in which it is written");
            }
            return read;
        } catch (BufferUnderflowException e) {
            throw malformed(key, "it ends early, after " + in.limit() + " bytes", e);
        } catch (IllegalArgumentException
                | CharacterCodingException
                | URISyntaxException
                | DateTimeException
                | ArithmeticException e) {
            throw malformed(key, e.getMessage() + ", before byte " + in.position(), e);
        }
    }

    private static Reference file(ByteBuffer in, long offset, int length)
            throws CharacterCodingException {
        long size = in.getLong();
        Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
        return new Reference.OfFile(Path.of(text(in)), offset, length, size, modified);
    }

    private static Reference url(ByteBuffer in, long offset, int length)
            throws CharacterCodingException, URISyntaxException {
        return new Reference.OfUrl(new URI(text(in)), offset, length);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(in))).toString();
    }

    private static IntegrityException malformed(Cid key, String what, Exception cause) {
        return new IntegrityException(key, "reference " + key + " is malformed: " + what, cause);
    }
}
