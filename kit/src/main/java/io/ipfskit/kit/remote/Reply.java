package io.ipfskit.kit.remote;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;

/// The answer to one request, its body read by one task at a time. Closing it early closes the
/// connection, on which the server cancels the work.
final class Reply implements AutoCloseable {
    /// The largest answer that is held as a whole: values and problems, never content.
    static final int WHOLE_MAX = 64 << 20;

    private final HttpConnection connection;
    private final int status;
    private final Map<String, String> headers;
    private final ReplyBody body;

    Reply(HttpConnection connection, int status, Map<String, String> headers, ReplyBody body) {
        this.connection = connection;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /// Receives the head of the answer.
    ///
    /// @throws OperationFailed `unavailable` when the connection ends first
    static Reply receive(HttpConnection connection) throws InterruptedException {
        try {
            return ReplyHead.receive(connection);
        } catch (IOException broken) {
            connection.close();
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "the connection to "
                            + connection.server()
                            + " ended before the answer: "
                            + HttpConnection.text(broken),
                    broken);
        }
    }

    String operationId() {
        return header("x-operation-id", "");
    }

    /// A header by its name in lower case.
    String header(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    /// Reads at least one byte into `buffer`, which has room; -1 at the end. A cancelled caller
    /// gives the connection up.
    ///
    /// @throws OperationFailed `unavailable` when the answer breaks off before its end
    int read(ByteBuffer buffer) throws InterruptedException {
        try {
            return body.read(buffer);
        } catch (IOException broken) {
            close();
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "the answer of "
                            + connection.server()
                            + " broke off before its end ("
                            + HttpConnection.text(broken)
                            + "); what came so far is not complete",
                    broken);
        }
    }

    /// Fails with the server's failure when this is one.
    void requireSuccess() throws InterruptedException {
        if (status >= 400) {
            byte[] problem = whole();
            boolean json = header("content-type", "").toLowerCase(Locale.ROOT).contains("json");
            throw RemoteFailures.of(status, json ? problem : new byte[0], connection.server())
                    .toException();
        }
        if (status >= 300) {
            close();
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    connection.server() + " answered with status " + status + ", which is no API");
        }
    }

    /// All of the body, then closes.
    byte[] whole() throws InterruptedException {
        try (this) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
            for (int n = read(buffer); n >= 0; n = read(buffer.clear())) {
                if (out.size() + n > WHOLE_MAX) {
                    throw new OperationFailed(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "the answer of "
                                    + connection.server()
                                    + " is larger than "
                                    + WHOLE_MAX
                                    + " bytes");
                }
                out.write(buffer.array(), 0, n);
            }
            return out.toByteArray();
        }
    }

    /// The number of bytes of the body, or -1 when the answer does not say.
    long length() {
        return body.length();
    }

    @Override
    public void close() {
        connection.close();
    }

    /// How the body of an answer is framed.
    interface ReplyBody {
        int read(ByteBuffer buffer) throws IOException, InterruptedException;

        long length();
    }

    static EOFException endedEarly() {
        return new EOFException("the connection ended");
    }
}
