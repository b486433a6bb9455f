package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Options of `pin.add`.
public record PinAddInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(value = "hold everything below the root, too", defaultValue = "true", shortName = "r")
                boolean recursive,
        @Doc(value = "name of the pin, at most 255 bytes", shortName = "n") @Nullable String name,
        @Doc("how long it holds; for ever when absent") @Nullable Duration expiresIn,
        @Doc("until when it holds, instead of expires_in") @Nullable Instant expiresAt,
        @Doc(
                        value =
                                "texts to keep with the pin: at most 16, with keys of at most 64"
                                        + " bytes and values of at most 1024",
                        example = "{\"source\": \"backup\"}")
                @Nullable Map<String, String> metadata) {
    /// A pin that does not expire, without metadata.
    public static PinAddInput of(String path, boolean recursive, @Nullable String name) {
        return new PinAddInput(path, recursive, name, null, null, null);
    }
}
