package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that come out of an operation: the output type of an operation whose [Operation#bodyOut()]
/// is [Operation.BodyOut#BYTES].
///
/// The door pulls them inside the operation's scope and closes the stream; closing early stops the
/// work behind it. A stream that breaks throws: it never ends as if it were complete.
public interface ByteStream extends AutoCloseable {
    /// The number of bytes this stream will give, or -1 when unknown.
    long length();

    /// Where in the whole content the first byte stands; 0 when no range was asked for.
    default long offset() {
        return 0;
    }

    /// The size of the whole content, or -1 when unknown.
    default long total() {
        return offset() == 0 ? length() : -1;
    }

    /// The media type, or null when unknown.
    default @Nullable String mediaType() {
        return null;
    }

    /// A strong validator of the content (its CID), without quotes, or null.
    default @Nullable String entityTag() {
        return null;
    }

    /// A file name to suggest, or null.
    default @Nullable String fileName() {
        return null;
    }

    /// Puts at least one byte into `target` and returns how many, or -1 at the end.
    ///
    /// @throws IOException when the bytes cannot be had
    /// @throws OperationFailed when the content is missing or damaged
    /// @throws InterruptedException when the calling scope is cancelled
    int read(ByteBuffer target) throws IOException, InterruptedException;

    /// Ends the work behind the stream; idempotent, never throws.
    @Override
    void close();
}
