package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The bytes of pins in the repository log; the layout stands at the package.
final class PinRecords {
    static final int SET = 1;
    static final int REMOVE = 2;
    static final int REPLACE = 3;

    private static final int NO_NAME = 0xffff;

    /// What a record does.
    sealed interface Change extends RepositoryRecord {
        /// Makes or replaces a pin.
        record Set(PinEntry pin) implements Change {}

        /// Removes a pin.
        record Remove(Cid cid) implements Change {}

        /// Removes a pin and makes another, at once.
        record Replace(Cid removed, PinEntry pin) implements Change {}
    }

    private PinRecords() {}

    static int type(Change change) {
        return switch (change) {
            case Change.Set _ -> SET;
            case Change.Remove _ -> REMOVE;
            case Change.Replace _ -> REPLACE;
        };
    }

    static ByteBuffer encode(Change change) {
        return switch (change) {
            case Change.Set(PinEntry pin) -> set(pin);
            case Change.Remove(Cid cid) -> cid(ByteBuffer.allocate(3 + cid.size()), 1, cid).flip();
            case Change.Replace(Cid removed, PinEntry pin) -> {
                byte[] state = PinState.encode(pin);
                int size = 3 + removed.size() + 2 + pin.cid().size() + state.length;
                ByteBuffer out = cid(ByteBuffer.allocate(size), 1, removed);
                yield out.putShort((short) pin.cid().size())
                        .put(pin.cid().bytes())
                        .put(state)
                        .flip();
            }
        };
    }

    private static ByteBuffer cid(ByteBuffer out, int version, Cid cid) {
        return out.put((byte) version).putShort((short) cid.size()).put(cid.bytes());
    }

    /// Version 1 where it suffices: earlier versions of ipfs-kit read it.
    private static ByteBuffer set(PinEntry pin) {
        if (!fitsFirstVersion(pin)) {
            byte[] state = PinState.encode(pin);
            return cid(ByteBuffer.allocate(3 + pin.cid().size() + state.length), 2, pin.cid())
                    .put(state)
                    .flip();
        }
        byte[] cid = pin.cid().bytes();
        String text = pin.name();
        byte[] name = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 1 + 8 + 2 + cid.length + 2 + name.length)
                .put((byte) 1)
                .put((byte) pin.kind().wire())
                .putLong(pin.createdMillis())
                .putShort((short) cid.length)
                .put(cid)
                .putShort((short) (text == null ? NO_NAME : name.length))
                .put(name)
                .flip();
    }

    /// Reads one record.
    ///
    /// @throws OperationFailed `unsupported` for a record of a newer version, `integrity` for one
    ///   that is malformed although its checksum held
    static Change read(long seq, int type, ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        try {
            int version = Byte.toUnsignedInt(in.get());
            Change change =
                    switch (type) {
                        case SET ->
                                switch (version) {
                                    case 1 -> new Change.Set(readFirstVersion(in));
                                    case 2 -> new Change.Set(readSecondVersion(in));
                                    default -> throw newer(seq, type, version);
                                };
                        case REMOVE -> {
                            requireFirst(seq, type, version);
                            yield new Change.Remove(readCid(in));
                        }
                        case REPLACE -> {
                            requireFirst(seq, type, version);
                            Cid removed = readCid(in);
                            PinEntry pin = PinState.decode(readCid(in), in);
                            if (removed.equals(pin.cid())) {
                                throw new IllegalArgumentException("a pin that replaces itself");
                            }
                            yield new Change.Replace(removed, pin);
                        }
                        default -> throw newer(seq, type, version);
                    };
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("it has " + in.remaining() + " bytes too many");
            }
            return change;
        } catch (BufferUnderflowException e) {
            throw malformed(seq, "it ends early, after " + payload.remaining() + " bytes", e);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            int offset = in.position() - payload.position();
            throw malformed(seq, e.getMessage() + ", before byte " + offset, e);
        }
    }

    private static void requireFirst(long seq, int type, int version) {
        if (version != 1) {
            throw newer(seq, type, version);
        }
    }

    static OperationFailed newer(long seq, int type, int version) {
        return new OperationFailed(
                ErrorCode.UNSUPPORTED,
                "record "
                        + seq
                        + " of the repository log has type "
                        + type
                        + " version "
                        + version
                        + ", which a newer ipfs-kit wrote: use that one");
    }

    private static PinEntry readFirstVersion(ByteBuffer in) throws CharacterCodingException {
        PinKind kind = PinKind.ofWire(in.get());
        long created = in.getLong();
        Cid cid = readCid(in);
        int length = Short.toUnsignedInt(in.getShort());
        String name = length == NO_NAME ? null : PinState.text(in, length);
        return new PinEntry(cid, kind, name, created);
    }

    /// @throws IllegalArgumentException also for a pin that version 1 can hold
    private static PinEntry readSecondVersion(ByteBuffer in) throws CharacterCodingException {
        PinEntry pin = PinState.decode(readCid(in), in);
        if (fitsFirstVersion(pin)) {
            throw new IllegalArgumentException("version 2 without expiry and metadata");
        }
        return pin;
    }

    private static boolean fitsFirstVersion(PinEntry pin) {
        return pin.expiresMillis() == PinEntry.NEVER && pin.metadata().isEmpty();
    }

    static Cid readCid(ByteBuffer in) throws MultiformatException {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Cid.decode(bytes);
    }

    static OperationFailed malformed(long seq, String what, Exception cause) {
        return new OperationFailed(
                ErrorCode.INTEGRITY,
                "record " + seq + " of the repository log is malformed: " + what,
                cause);
    }
}
