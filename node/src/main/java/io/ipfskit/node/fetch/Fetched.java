package io.ipfskit.node.fetch;

import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.operation.ErrorCode;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;

/// The body of an answer, read by one task. Close it; closing early closes the connection.
public final class Fetched implements AutoCloseable {
    private final URI url;
    private final UrlPolicy policy;
    private final ByteStream stream;
    private final ReplyReader reader;
    private final ReplyHead head;
    private final Deadline deadline;
    private long count;

    Fetched(
            URI url,
            UrlPolicy policy,
            ByteStream stream,
            ReplyReader reader,
            ReplyHead head,
            Deadline deadline) {
        this.url = url;
        this.policy = policy;
        this.stream = stream;
        this.reader = reader;
        this.head = head;
        this.deadline = deadline;
    }

    /// Where it came from, redirects followed.
    public URI url() {
        return url;
    }

    /// Bytes of the body, -1 when they are not known before its end.
    public long length() {
        return reader.length();
    }

    ReplyHead head() {
        return head;
    }

    /// Puts at least one byte into `target`, which has room, and returns how many; -1 at the end.
    ///
    /// @throws FetchFailed `unavailable` when the body breaks off before its end; `timeout` when
    ///   the other side is silent for too long; `resource_exhausted` when it is larger than the
    ///   policy allows
    public int read(ByteBuffer target) throws IOException, InterruptedException {
        int read = HttpFetch.within(policy.idleLimit(), deadline, url, () -> reader.read(target));
        count += Math.max(0, read);
        requireSize(count);
        return read;
    }

    /// @throws FetchFailed `resource_exhausted` when the policy allows fewer bytes
    void requireSize(long bytes) throws FetchFailed {
        if (bytes > policy.bytesMax()) {
            throw new FetchFailed(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    url
                            + " has more than "
                            + policy.bytesMax()
                            + " bytes, the most that is fetched");
        }
    }

    /// Closes the connection. Idempotent; never blocks.
    @Override
    public void close() {
        stream.close();
    }
}
