package io.ipfskit.node.kubo;

import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.CodecLimits;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.repository.PinKind;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A pin as Kubo keeps it: a CBOR map with the CID (`cid`, its binary form), how far it reaches
/// (`mode`: 0 recursive, 1 direct), perhaps a name (`name`) and metadata (`metadata`), under the
/// key `/pins/pin/` and a random id. The indexes beside it are not used.
///
/// @param cid what is held
/// @param kind how far
/// @param name or null
/// @param hasMetadata whether there is metadata; no Kubo writes any so far
record KuboPin(Cid cid, PinKind kind, @Nullable String name, boolean hasMetadata) {
    /// What the keys of all pins begin with.
    private static final String PREFIX = "/pins/pin/";

    private static final CodecLimits LIMITS = new CodecLimits(64 << 10, 16, 4096);

    static byte[] prefix() {
        return PREFIX.getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads the value of a pin's key.
    ///
    /// @throws IllegalArgumentException when it is malformed; says where
    static KuboPin decode(byte[] value) {
        if (!(Codecs.CBOR.decode(ByteBuffer.wrap(value), LIMITS) instanceof DataNode.MapNode map)) {
            throw malformed("it is no map");
        }
        Cid cid = null;
        PinKind kind = null;
        String name = null;
        boolean hasMetadata = false;
        for (var entry : map.entries().entrySet()) {
            DataNode field = entry.getValue();
            switch (entry.getKey()) {
                case "cid" -> cid = cid(field);
                case "mode" -> kind = kind(field);
                case "name" -> name = name(field);
                case "metadata" -> hasMetadata = hasMetadata(field);
                default -> throw malformed("it has a field of unknown name");
            }
        }
        if (cid == null || kind == null) {
            throw malformed("it lacks cid or mode");
        }
        return new KuboPin(cid, kind, name, hasMetadata);
    }

    private static Cid cid(DataNode field) {
        if (!(field instanceof DataNode.Bytes bytes)) {
            throw malformed("cid is no bytes");
        }
        byte[] copy = new byte[bytes.size()];
        bytes.value().get(copy);
        try {
            return Cid.decode(copy);
        } catch (MultiformatException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static PinKind kind(DataNode field) {
        long mode = field instanceof IntNode number && number.fitsLong() ? number.longValue() : -1;
        if (mode == 0) {
            return PinKind.RECURSIVE;
        }
        if (mode == 1) {
            return PinKind.DIRECT;
        }
        throw malformed("mode is neither 0 (recursive) nor 1 (direct)");
    }

    private static @Nullable String name(DataNode field) {
        if (!(field instanceof DataNode.Text(String text))) {
            throw malformed("name is no text");
        }
        return text.isEmpty() ? null : text;
    }

    private static boolean hasMetadata(DataNode field) {
        return !(field instanceof DataNode.Null)
                && !(field instanceof DataNode.MapNode map && map.entries().isEmpty());
    }

    private static CodecException malformed(String why) {
        return new CodecException("pin", why);
    }
}
