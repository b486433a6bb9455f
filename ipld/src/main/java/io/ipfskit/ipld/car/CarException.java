package io.ipfskit.ipld.car;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// An archive that breaks a rule of its format, passes a limit or ends early.
public final class CarException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// With what is wrong.
    ///
    /// @param offset the byte of the file where it is, from 0
    public CarException(long offset, String problem) {
        this(offset, problem, null);
    }

    /// With a cause.
    public CarException(long offset, String problem, @Nullable Throwable cause) {
        super("CAR: at byte " + offset + ": " + problem, cause);
        this.offset = offset;
    }

    /// The byte of the file where the rule is broken, from 0.
    public long offset() {
        return offset;
    }
}
