package io.ipfskit.node.identity;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.Rng;
import io.ipfskit.multiformats.Ed25519Key;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.PeerId;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// The key pair of a node, kept for ever once made.
public final class Identity {
    private static final int MAGIC = 0x494b4944; // IKID
    private static final int VERSION = 1;
    private static final int FILE_BYTES_MAX = 4096;
    private static final int MODE = 0600;

    private final Ed25519Key key;

    private Identity(Ed25519Key key) {
        this.key = key;
    }

    /// An identity that no file holds.
    public static Identity of(Ed25519Key key) {
        return new Identity(key);
    }

    /// Reads the identity, or makes one with fresh randomness and writes it durably, mode 0600.
    ///
    /// @throws OperationFailed `integrity` when the file is damaged, `unsupported` when a newer
    ///   version wrote it; it is never replaced
    public static Identity open(Disk disk, Path file) throws InterruptedException {
        try {
            if (disk.exists(file)) {
                if (disk.stat(file).type() != FileType.FILE) {
                    throw damaged(file, "it is no regular file", null);
                }
                Identity identity = decode(file, disk.readAll(file, FILE_BYTES_MAX));
                if ((disk.stat(file).mode() & 077) != 0) {
                    disk.setMode(file, MODE);
                }
                return identity;
            }
            Identity identity =
                    new Identity(Ed25519Key.generate(Rng.bytes(Ed25519Key.SEED_LENGTH)));
            disk.writeAtomically(file, identity.encode(), MODE);
            return identity;
        } catch (IOException e) {
            throw Failures.of(e, "identity file " + file);
        }
    }

    private byte[] encode() {
        byte[] protobuf = key.protobuf();
        ByteBuffer out = ByteBuffer.allocate(8 + protobuf.length + 4);
        out.putInt(MAGIC).putShort((short) VERSION).putShort((short) protobuf.length).put(protobuf);
        out.putInt(crc(out.array(), out.position()));
        return out.array();
    }

    private static Identity decode(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.getInt() != MAGIC) {
                throw damaged(file, "it does not begin as an identity file", null);
            }
            int version = Short.toUnsignedInt(in.getShort());
            if (version != VERSION) {
                throw new OperationFailed(
                        ErrorCode.UNSUPPORTED,
                        "identity file "
                                + file
                                + " has format version "
                                + version
                                + ", this program reads version "
                                + VERSION
                                + ": use a newer ipfs-kit");
            }
            byte[] protobuf = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(protobuf);
            if (in.getInt() != crc(bytes, 8 + protobuf.length) || in.hasRemaining()) {
                throw damaged(file, "its checksum does not match", null);
            }
            return new Identity(Ed25519Key.ofProtobuf(protobuf));
        } catch (BufferUnderflowException e) {
            throw damaged(file, "it is too short", e);
        } catch (MultiformatException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static OperationFailed damaged(
            Path file, String what, @org.jspecify.annotations.Nullable Throwable cause) {
        String message =
                "identity file "
                        + file
                        + " is damaged: "
                        + what
                        + ". Restore it from a copy; moving it away makes a new identity with"
                        + " another peer id";
        return cause == null
                ? new OperationFailed(ErrorCode.INTEGRITY, message)
                : new OperationFailed(ErrorCode.INTEGRITY, message, cause);
    }

    /// The key pair.
    public Ed25519Key key() {
        return key;
    }

    /// The id that others know the node by.
    public PeerId peerId() {
        return key.peerId();
    }
}
