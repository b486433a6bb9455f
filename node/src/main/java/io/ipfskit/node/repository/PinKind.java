package io.ipfskit.node.repository;

/// How far a pin reaches.
public enum PinKind {
    /// The one block.
    DIRECT("direct", 1),
    /// The block and everything below it.
    RECURSIVE("recursive", 2);

    private final String id;
    private final int wire;

    PinKind(String id, int wire) {
        this.id = id;
        this.wire = wire;
    }

    /// The word for it, at every door.
    public String id() {
        return id;
    }

    int wire() {
        return wire;
    }

    /// @throws IllegalArgumentException for a number that is no kind
    static PinKind ofWire(int wire) {
        return switch (wire) {
            case 1 -> DIRECT;
            case 2 -> RECURSIVE;
            default -> throw new IllegalArgumentException("unknown kind of pin " + wire);
        };
    }
}
