package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.MultiformatException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Base64;

/// The maps that dag-json reserves: `{"/": "CID"}` and `{"/": {"bytes": "base64"}}`.
///
/// A map is of a reserved form when `/` is the first of its sorted keys and its value is a text, or
/// a map whose first sorted key is `bytes` with a text. With other entries beside these it is
/// refused, on both ways: data never turns into a link by passing through dag-json.
final class JsonForms {
    static final String SLASH = "/";
    static final String BYTES = "bytes";

    private JsonForms() {}

    /// Whether the map is of a reserved form, entries beside it or not.
    static boolean isReserved(DataNode.MapNode map) {
        return switch (map.entries().get(SLASH)) {
            case DataNode.Text _ -> isFirst(map, SLASH);
            case DataNode.MapNode inner ->
                    inner.entries().get(BYTES) instanceof DataNode.Text
                            && isFirst(map, SLASH)
                            && isFirst(inner, BYTES);
            case null, default -> false;
        };
    }

    /// Whether no key sorts before this ASCII one; UTF-16 order is that of the bytes here.
    private static boolean isFirst(DataNode.MapNode map, String key) {
        return map.entries().keySet().stream().noneMatch(other -> other.compareTo(key) < 0);
    }

    /// The link or bytes that a map of a reserved form stands for; null for any other map.
    ///
    /// @throws IllegalArgumentException if it is of a reserved form and stands for nothing
    static @Nullable DataNode parse(DataNode.MapNode map) {
        if (!isReserved(map)) {
            return null;
        }
        DataNode value = map.entries().get(SLASH);
        if (map.entries().size() > 1
                || (value instanceof DataNode.MapNode inner && inner.entries().size() > 1)) {
            throw new IllegalArgumentException("entries beside the reserved form of link or bytes");
        }
        if (value instanceof DataNode.Text text) {
            try {
                return new DataNode.Link(Cid.parse(text.value()));
            } catch (MultiformatException e) {
                throw new IllegalArgumentException("a link: " + e.getMessage(), e);
            }
        }
        if (value instanceof DataNode.MapNode inner
                && inner.entries().get(BYTES) instanceof DataNode.Text text) {
            return DataNode.Bytes.of(base64(text.value()));
        }
        throw new IllegalStateException("a reserved form of another kind");
    }

    /// Base64 with or without padding, whose unused bits are zero.
    private static byte[] base64(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bytes that are not base64", e);
        }
        String again = base64(bytes);
        if (!text.equals(again) && !text.equals(Base64.getEncoder().encodeToString(bytes))) {
            throw new IllegalArgumentException("bytes whose base64 ends in non-zero unused bits");
        }
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return base64(copy);
    }

    static String link(Cid cid) {
        return cid.version() == 0 ? cid.toString() : cid.toString(Multibase.BASE32);
    }
}
