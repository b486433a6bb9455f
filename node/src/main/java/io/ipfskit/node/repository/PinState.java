package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of all that a pin is besides its CID; the layout stands at the package. The same in a
/// record and in the index. Canonical: one pin, one form.
final class PinState {
    private static final int KIND = 0x03;
    private static final int NAMED = 0x04;
    private static final int EXPIRES = 0x08;
    private static final int METADATA = 0x10;
    private static final int FLAGS = KIND | NAMED | EXPIRES | METADATA;

    private PinState() {}

    static byte[] encode(PinEntry pin) {
        String name = pin.name();
        byte[] label = name == null ? new byte[0] : utf8(name);
        List<byte[]> texts = new ArrayList<>();
        int size = 1 + Long.BYTES + (name == null ? 0 : 1 + label.length);
        for (Map.Entry<String, String> entry : pin.metadata().entrySet()) {
            texts.add(utf8(entry.getKey()));
            texts.add(utf8(entry.getValue()));
        }
        for (int i = 0; i < texts.size(); i += 2) {
            size += 1 + texts.get(i).length + 2 + texts.get(i + 1).length;
        }
        boolean expires = pin.expiresMillis() != PinEntry.NEVER;
        size += (expires ? Long.BYTES : 0) + (texts.isEmpty() ? 0 : 1);
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(
                (byte)
                        (pin.kind().wire()
                                | (name == null ? 0 : NAMED)
                                | (expires ? EXPIRES : 0)
                                | (texts.isEmpty() ? 0 : METADATA)));
        out.putLong(pin.createdMillis());
        if (expires) {
            out.putLong(pin.expiresMillis());
        }
        if (name != null) {
            out.put((byte) label.length).put(label);
        }
        if (!texts.isEmpty()) {
            out.put((byte) (texts.size() / 2));
        }
        for (int i = 0; i < texts.size(); i += 2) {
            out.put((byte) texts.get(i).length).put(texts.get(i));
            out.putShort((short) texts.get(i + 1).length).put(texts.get(i + 1));
        }
        return out.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Reads all that remains.
    ///
    /// @throws BufferUnderflowException when it ends early
    /// @throws IllegalArgumentException when it is malformed or not canonical
    /// @throws CharacterCodingException when a text is no UTF-8
    static PinEntry decode(Cid cid, ByteBuffer in) throws CharacterCodingException {
        int flags = Byte.toUnsignedInt(in.get());
        if ((flags & ~FLAGS) != 0) {
            throw new IllegalArgumentException("unknown flags of pin " + flags);
        }
        PinKind kind = PinKind.ofWire(flags & KIND);
        long created = in.getLong();
        long expires = PinEntry.NEVER;
        if ((flags & EXPIRES) != 0) {
            expires = in.getLong();
            if (expires == PinEntry.NEVER) {
                throw new IllegalArgumentException("an expiry that is never");
            }
        }
        String name = (flags & NAMED) == 0 ? null : text(in, Byte.toUnsignedInt(in.get()));
        Map<String, String> metadata =
                (flags & METADATA) == 0 ? Map.of() : metadata(in, Byte.toUnsignedInt(in.get()));
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("it has " + in.remaining() + " bytes too many");
        }
        return new PinEntry(cid, kind, name, created, expires, metadata);
    }

    private static Map<String, String> metadata(ByteBuffer in, int count)
            throws CharacterCodingException {
        if (count < 1 || count > PinEntry.METADATA_MAX) {
            throw new IllegalArgumentException(count + " entries of metadata");
        }
        TreeMap<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = text(in, Byte.toUnsignedInt(in.get()));
            if (!metadata.isEmpty() && key.compareTo(metadata.lastKey()) <= 0) {
                throw new IllegalArgumentException("keys of metadata out of order");
            }
            metadata.put(key, text(in, Short.toUnsignedInt(in.getShort())));
        }
        return metadata;
    }

    /// The expiry alone, without reading the rest.
    static long expires(byte[] state) {
        return (state[0] & EXPIRES) == 0
                ? PinEntry.NEVER
                : ByteBuffer.wrap(state).getLong(1 + Long.BYTES);
    }

    /// Whether the pin is recursive, without reading the rest.
    static boolean isRecursive(byte[] state) {
        return (state[0] & KIND) == PinKind.RECURSIVE.wire();
    }

    static String text(ByteBuffer in, int length) throws CharacterCodingException {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    }
}
