package io.ipfskit.node.keys;

import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.PeerKey;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// The layout of a key's file, see the package.
final class KeyFile {
    /// Bytes of the longest file.
    static final int BYTES_MAX = 32 << 10;

    private static final int MAGIC = 0x494b4b59; // IKKY
    private static final int VERSION = 1;
    private static final int HEADER = 8;

    private KeyFile() {}

    static byte[] encode(PeerKey key) {
        byte[] protobuf = key.protobuf();
        ByteBuffer out = ByteBuffer.allocate(HEADER + protobuf.length + Integer.BYTES);
        out.putInt(MAGIC).putShort((short) VERSION).putShort((short) protobuf.length).put(protobuf);
        return out.putInt(crc(out.array(), out.position())).array();
    }

    /// @throws OperationFailed `integrity` when it is damaged, `unsupported` when a newer version
    ///   wrote it; shows nothing of the key
    static PeerKey decode(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.getInt() != MAGIC) {
                throw damaged(file, "it does not begin as a key file");
            }
            int version = Short.toUnsignedInt(in.getShort());
            if (version != VERSION) {
                throw new OperationFailed(
                        ErrorCode.UNSUPPORTED,
                        "key file "
                                + file
                                + " has format version "
                                + version
                                + ", this program reads version "
                                + VERSION
                                + ": use a newer ipfs-kit");
            }
            byte[] protobuf = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(protobuf);
            if (in.getInt() != crc(bytes, HEADER + protobuf.length) || in.hasRemaining()) {
                throw damaged(file, "its checksum does not match");
            }
            return PeerKey.ofProtobuf(protobuf);
        } catch (BufferUnderflowException tooShort) {
            throw damaged(file, "it is too short");
        } catch (MultiformatException malformed) {
            throw damaged(file, String.valueOf(malformed.getMessage()));
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static OperationFailed damaged(Path file, String what) {
        return new OperationFailed(
                ErrorCode.INTEGRITY,
                "key file " + file + " is damaged: " + what + ". Restore it from a copy");
    }
}
