package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The bytes of pins in the repository log; the layout stands at the package.
final class PinRecords {
    static final int SET = 1;
    static final int REMOVE = 2;

    private static final int VERSION = 1;
    private static final int NO_NAME = 0xffff;

    /// What a record does.
    sealed interface Change {
        /// Makes or replaces a pin.
        record Set(PinEntry pin) implements Change {}

        /// Removes a pin.
        record Remove(Cid cid) implements Change {}
    }

    private PinRecords() {}

    static ByteBuffer set(PinEntry pin) {
        byte[] cid = pin.cid().bytes();
        String text = pin.name();
        byte[] name = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 1 + 8 + 2 + cid.length + 2 + name.length)
                .put((byte) VERSION)
                .put((byte) pin.kind().wire())
                .putLong(pin.createdMillis())
                .putShort((short) cid.length)
                .put(cid)
                .putShort((short) (text == null ? NO_NAME : name.length))
                .put(name)
                .flip();
    }

    static ByteBuffer remove(Cid removed) {
        byte[] cid = removed.bytes();
        return ByteBuffer.allocate(1 + 2 + cid.length)
                .put((byte) VERSION)
                .putShort((short) cid.length)
                .put(cid)
                .flip();
    }

    /// Reads one record.
    ///
    /// @throws OperationFailed `unsupported` for a record of a newer version, `integrity` for one
    ///   that is malformed although its checksum held
    static Change read(long seq, int type, ByteBuffer payload) {
        try {
            int version = Byte.toUnsignedInt(payload.get());
            if (version != VERSION || (type != SET && type != REMOVE)) {
                throw new OperationFailed(
                        ErrorCode.UNSUPPORTED,
                        "record "
                                + seq
                                + " of the repository log has type "
                                + type
                                + " version "
                                + version
                                + ", which a newer ipfs-kit wrote: use that one");
            }
            Change change = type == SET ? new Change.Set(readPin(payload)) : readRemoval(payload);
            if (payload.hasRemaining()) {
                throw malformed(seq, "it has " + payload.remaining() + " bytes too many", null);
            }
            return change;
        } catch (BufferUnderflowException e) {
            throw malformed(seq, "it ends early", e);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed(seq, String.valueOf(e.getMessage()), e);
        }
    }

    private static PinEntry readPin(ByteBuffer in) throws CharacterCodingException {
        int wire = in.get();
        PinKind kind = null;
        for (PinKind known : PinKind.values()) {
            if (known.wire() == wire) {
                kind = known;
            }
        }
        if (kind == null) {
            throw new IllegalArgumentException("unknown kind of pin " + wire);
        }
        long created = in.getLong();
        Cid cid = readCid(in);
        int length = Short.toUnsignedInt(in.getShort());
        String name = null;
        if (length != NO_NAME) {
            name = StandardCharsets.UTF_8.newDecoder().decode(take(in, length)).toString();
        }
        return new PinEntry(cid, kind, name, created);
    }

    private static Change readRemoval(ByteBuffer in) {
        return new Change.Remove(readCid(in));
    }

    private static Cid readCid(ByteBuffer in) throws MultiformatException {
        ByteBuffer bytes = take(in, Short.toUnsignedInt(in.getShort()));
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Cid.decode(copy);
    }

    private static ByteBuffer take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static OperationFailed malformed(long seq, String what, @Nullable Exception cause) {
        String message = "record " + seq + " of the repository log is malformed: " + what;
        return cause == null
                ? new OperationFailed(ErrorCode.INTEGRITY, message)
                : new OperationFailed(ErrorCode.INTEGRITY, message, cause);
    }
}
