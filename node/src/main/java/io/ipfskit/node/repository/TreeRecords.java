package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// The bytes of changes of the tree in the repository log; the layout stands at the package.
/// Canonical: one change, one form.
final class TreeRecords {
    static final int MOVE = 4;

    private static final int VERSION = 1;

    private TreeRecords() {}

    static ByteBuffer encode(TreeChange change) {
        ByteBuffer path = TreeChange.utf8(change.path());
        String to = change.target();
        @Nullable ByteBuffer target = to == null ? null : TreeChange.utf8(to);
        int size = 2 + Long.BYTES + 2 + change.before().size() + 2 + change.after().size();
        size += 2 + path.remaining() + (target == null ? 0 : 2 + target.remaining());
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) VERSION).put((byte) change.kind().wire()).putLong(change.atMillis());
        out.putShort((short) change.before().size()).put(change.before().bytes());
        out.putShort((short) change.after().size()).put(change.after().bytes());
        out.putShort((short) path.remaining()).put(path);
        if (target != null) {
            out.putShort((short) target.remaining()).put(target);
        }
        return out.flip();
    }

    /// Reads one record.
    ///
    /// @throws OperationFailed `unsupported` for a record of a newer version, `integrity` for one
    ///   that is malformed although its checksum held
    static TreeChange read(long seq, ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        try {
            int version = Byte.toUnsignedInt(in.get());
            if (version != VERSION) {
                throw PinRecords.newer(seq, MOVE, version);
            }
            TreeChange.Kind kind = TreeChange.Kind.ofWire(Byte.toUnsignedInt(in.get()));
            long at = in.getLong();
            Cid before = PinRecords.readCid(in);
            Cid after = PinRecords.readCid(in);
            String path = text(in);
            String target = kind == TreeChange.Kind.RENAME ? text(in) : null;
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("it has " + in.remaining() + " bytes too many");
            }
            return new TreeChange(kind, path, target, before, after, at);
        } catch (BufferUnderflowException e) {
            throw PinRecords.malformed(
                    seq, "it ends early, after " + payload.remaining() + " bytes", e);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            int offset = in.position() - payload.position();
            throw PinRecords.malformed(seq, e.getMessage() + ", before byte " + offset, e);
        }
    }

    private static String text(ByteBuffer in) throws CharacterCodingException {
        return PinState.text(in, Short.toUnsignedInt(in.getShort()));
    }
}
