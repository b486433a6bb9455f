package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// Libp2p's envelope of keys, public and private alike: `{ Type = 1: enum, Data = 2: bytes }`, both
/// there, in this order, with the shortest varints and nothing else: peer ids are hashes of it.
final class KeyProtobuf {
    /// The longest envelope: a private RSA key of 8192 bits has less than 5 KiB.
    static final int MAX_SIZE = 16 << 10;

    private static final int TYPE_TAG = 0x08;
    private static final int DATA_TAG = 0x12;

    private final KeyType type;
    private final byte[] data;

    /// Of the kind of key and the key in the form of its kind, which is not copied.
    KeyProtobuf(KeyType type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    KeyType type() {
        return type;
    }

    byte[] data() {
        return data;
    }

    static KeyProtobuf decode(byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw MultiformatException.atByte(
                    MAX_SIZE, "a key has at most " + MAX_SIZE + " bytes, got " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        expect(in, TYPE_TAG);
        int typeAt = in.position();
        KeyType type;
        try {
            type = KeyType.ofCode(Varint.read(in));
        } catch (MultiformatException e) {
            throw e.inBytes(typeAt);
        }
        expect(in, DATA_TAG);
        int lengthAt = in.position();
        long length = Varint.read(in);
        if (length != in.remaining()) {
            throw MultiformatException.atByte(
                    lengthAt,
                    "a key in protobuf form claims "
                            + length
                            + " bytes of data, "
                            + in.remaining()
                            + " follow");
        }
        byte[] data = new byte[in.remaining()];
        in.get(data);
        return new KeyProtobuf(type, data);
    }

    private static void expect(ByteBuffer in, int tag) {
        if (!in.hasRemaining() || in.get(in.position()) != tag) {
            throw MultiformatException.atByte(
                    in.position(), "not a key in canonical protobuf form");
        }
        in.get();
    }

    byte[] encode() {
        byte[] length = Varint.encode(data.length);
        return ByteBuffer.allocate(3 + length.length + data.length)
                .put((byte) TYPE_TAG)
                .put((byte) type.code())
                .put((byte) DATA_TAG)
                .put(length)
                .put(data)
                .array();
    }
}
