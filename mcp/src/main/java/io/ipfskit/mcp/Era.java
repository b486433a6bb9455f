package io.ipfskit.mcp;

import java.util.Optional;

/// A version of the protocol that this engine speaks.
public enum Era {
    /// Wrong arguments of a tool are a protocol error (`-32602`).
    V2025_06_18("2025-06-18"),
    /// Wrong arguments of a tool are a failed call (`isError`), so that a model can correct itself
    /// (SEP-1303); implementations carry a description.
    V2025_11_25("2025-11-25");

    private final String version;

    Era(String version) {
        this.version = version;
    }

    /// The name on the wire.
    public String version() {
        return version;
    }

    /// The newest version, offered to clients that ask for one this engine does not speak.
    public static Era newest() {
        return V2025_11_25;
    }

    /// The era with this name on the wire.
    public static Optional<Era> named(String version) {
        for (Era era : values()) {
            if (era.version.equals(version)) {
                return Optional.of(era);
            }
        }
        return Optional.empty();
    }
}
