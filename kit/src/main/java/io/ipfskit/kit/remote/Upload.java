package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;

/// Sends the body of a request: one stream of bytes, or a tree as multipart exactly like Kubo's
/// `add` (names percent-encoded, `application/x-directory`, `application/symlink`).
///
/// A source that fails closes the connection, so that the server sees a broken request and never a
/// whole one; [#failure()] then tells why. A connection that the server closes is no failure here:
/// its answer says why.
final class Upload {
    private static final int BUFFER = 512 << 10;

    /// What is smaller waits for what follows, so that small files share a chunk.
    private static final int CHUNK_MIN = 256 << 10;

    private final HttpConnection connection;
    private final Disk disk;
    private final @Nullable ProgressSink progress;
    private final boolean modes;
    private final boolean times;

    /// What was not sent yet; filling.
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    private long sent;
    private volatile @Nullable OperationFailed failure;

    /// `modes` and `times` say whether permission bits and modification times go along.
    Upload(
            HttpConnection connection,
            Disk disk,
            @Nullable ProgressSink progress,
            boolean modes,
            boolean times) {
        this.connection = connection;
        this.disk = disk;
        this.progress = progress;
        this.modes = modes;
        this.times = times;
    }

    /// Why the body was not sent whole, or null.
    @Nullable OperationFailed failure() {
        return failure;
    }

    void send(ByteSource bytes) throws InterruptedException {
        guarded(() -> {
            content(bytes, null);
            end();
        });
    }

    void send(Tree tree, String boundary) throws InterruptedException {
        Tree.EntrySource entries =
                switch (tree) {
                    case Tree.OfEntries(Tree.EntrySource given) -> given;
                    case Tree.OfPath path -> new FolderWalk(disk, path);
                };
        guarded(() -> {
            for (Tree.Entry entry = entries.next(); entry != null; entry = entries.next()) {
                part(entry, boundary);
            }
            text("--" + boundary + "--\r\n");
            end();
        });
    }

    private void part(Tree.Entry entry, String boundary) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
        head.append("Content-Disposition: form-data; name=\"file\"; filename=\"")
                .append(URLEncoder.encode(entry.path(), StandardCharsets.UTF_8))
                .append('"');
        Integer mode = entry.mode();
        if (modes && mode != null) {
            head.append("; mode=0").append(Integer.toOctalString(mode));
        }
        Instant modified = entry.modified();
        if (times && modified != null) {
            int nanos = modified.getNano();
            head.append("; mtime=").append(modified.getEpochSecond());
            if (nanos != 0) {
                head.append("; mtime-nsecs=").append(nanos);
            }
        }
        head.append("\r\nContent-Type: ")
                .append(
                        switch (entry.kind()) {
                            case FILE -> "application/octet-stream";
                            case DIRECTORY -> "application/x-directory";
                            case SYMLINK -> "application/symlink";
                        })
                .append("\r\n\r\n");
        text(head.toString());
        ByteSource content = entry.content();
        String target = entry.target();
        if (content != null) {
            content(content, entry.path());
        } else if (target != null) {
            text(target);
        }
        text("\r\n");
    }

    private void content(ByteSource source, @Nullable String item)
            throws IOException, InterruptedException {
        try (Source open = Source.open(disk, source)) {
            long total = item == null ? open.size() : -1;
            for (int n = open.read(room()); n >= 0; n = open.read(room())) {
                sent += n;
                if (!isAtHand(source)) {
                    flush(); // the next bytes may be long in coming
                }
                if (progress != null) {
                    progress.progress(new Progress("send", sent, total, "bytes", item));
                }
            }
        }
    }

    private static boolean isAtHand(ByteSource source) {
        return source instanceof ByteSource.OfPath || source instanceof ByteSource.OfBytes;
    }

    private void text(String text) throws InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            ByteBuffer target = room();
            int count = Math.min(target.remaining(), bytes.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
    }

    /// The buffer, with room in it.
    private ByteBuffer room() throws InterruptedException {
        if (buffer.position() >= CHUNK_MIN) {
            flush();
        }
        return buffer;
    }

    private void flush() throws InterruptedException {
        try {
            connection.sendChunk(buffer.flip());
        } catch (IOException closed) {
            throw new ServerClosed(closed);
        } finally {
            buffer.clear();
        }
    }

    private void end() throws InterruptedException {
        flush();
        try {
            connection.sendEnd();
        } catch (IOException closed) {
            throw new ServerClosed(closed);
        }
    }

    private interface Sending {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(Sending sending) throws InterruptedException {
        try {
            sending.run();
        } catch (ServerClosed told) {
            // The answer, if one came, says why; whoever receives it finds the connection closed
            // otherwise.
            return;
        } catch (OperationFailed failed) {
            failure = failed;
            connection.close();
        } catch (NoSuchFileException e) {
            failWith(ErrorCode.NOT_FOUND, "there is no " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            failWith(ErrorCode.PERMISSION_DENIED, "may not read " + e.getFile(), e);
        } catch (IOException e) {
            failWith(
                    ErrorCode.UNAVAILABLE,
                    "cannot read what is to be sent: " + HttpConnection.text(e),
                    e);
        }
    }

    private void failWith(ErrorCode code, String message, IOException cause) {
        failure = new OperationFailed(code, message, cause);
        connection.close();
    }

    /// The server takes no more.
    private static final class ServerClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ServerClosed(IOException cause) {
            super(cause);
        }
    }
}
