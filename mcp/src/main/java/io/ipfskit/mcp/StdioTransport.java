package io.ipfskit.mcp;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// The stdio transport: one session, messages are lines of UTF-8 JSON.
///
/// A reader task takes lines and starts one task per request; a writer task writes whole lines, fed
/// by a bounded queue, so that a cancelled request never leaves half a line. Nothing but messages
/// is written.
public final class StdioTransport {
    /// How long requests may go on after the client closed its side.
    public static final Duration DRAIN = Duration.ofSeconds(2);

    private static final int QUEUE = 64;

    private final McpServer server;
    private final Duration drain;

    /// Serves `server`; after the end of input, running requests have `drain` to end.
    public StdioTransport(McpServer server, Duration drain) {
        this.server = server;
        this.drain = drain;
    }

    /// Serves one client until it closes its side, stops reading, or the calling scope is
    /// cancelled. The streams are not closed. Reads and writes are blocking calls that a
    /// cancellation abandons: a thread may remain in `in` until the process ends or the stream is
    /// closed.
    ///
    /// @throws InterruptedException when the calling scope is cancelled
    public void serve(InputStream in, OutputStream out, Principal principal)
            throws InterruptedException {
        Session session = server.open(principal);
        CancelScope.run(scope ->
                TaskGroup.<@Nullable Void, RuntimeException>open(
                        "mcp stdio",
                        group -> {
                            Channel<ObjectNode> queue = Channel.open(QUEUE);
                            Task<?> writer =
                                    group.fork("mcp writer", () -> write(queue, out, scope));
                            requests(session, in, queue);
                            queue.sender().close();
                            if (CancelScope.moveOnAfter(DRAIN, last -> writer.join()).wasCaught()) {
                                scope.cancel("the client does not read");
                            }
                            return null;
                        }));
    }

    private void requests(Session session, InputStream in, Channel<ObjectNode> queue)
            throws InterruptedException {
        CancelScope.run(scope ->
                TaskGroup.<@Nullable Void, RuntimeException>open(
                        "mcp requests",
                        group -> {
                            read(session, in, queue, group);
                            scope.deadline(Deadline.after(drain));
                            return null;
                        }));
    }

    private void read(
            Session session, InputStream in, Channel<ObjectNode> queue, TaskGroup requests)
            throws InterruptedException {
        Lines lines = new Lines(Wire.MAX_MESSAGE);
        byte[] buffer = new byte[64 << 10];
        while (true) {
            int count;
            try {
                count = Blocking.call(() -> in.read(buffer), OnCancel.ABANDON);
            } catch (IOException broken) {
                return;
            }
            if (count < 0) {
                return;
            }
            lines.feed(buffer, count);
            Lines.Line line;
            while ((line = lines.next()) != null) {
                take(session, line, queue, requests);
            }
        }
    }

    private static void take(
            Session session, Lines.Line line, Channel<ObjectNode> queue, TaskGroup requests)
            throws InterruptedException {
        InFlight call;
        try {
            if (line.tooLong()) {
                throw ProtocolError.invalidRequest(Wire.TOO_LARGE);
            }
            call = session.admit(Wire.read(line.bytes(), 0, line.bytes().length));
        } catch (ProtocolError error) {
            queue.sender().send(Wire.error(error));
            return;
        }
        if (call == null) {
            return;
        }
        if (call.request.method().equals("initialize")) {
            // In line, so that whatever follows meets an initialized session.
            answer(session, call, queue);
        } else {
            requests.fork("mcp " + call.request.method(), () -> answer(session, call, queue));
        }
    }

    private static @Nullable Void answer(Session session, InFlight call, Channel<ObjectNode> queue)
            throws InterruptedException {
        ObjectNode answer = session.answer(call, message -> queue.sender().send(message));
        if (answer != null) {
            queue.sender().send(answer);
        }
        return null;
    }

    private static @Nullable Void write(
            Channel<ObjectNode> queue, OutputStream out, CancelScope session)
            throws InterruptedException {
        while (true) {
            ReceiveResult<ObjectNode> next = queue.receiver().receiveOrEnd();
            if (!(next instanceof ReceiveResult.Received<ObjectNode>(ObjectNode message))) {
                return null;
            }
            byte[] text = Wire.write(message);
            byte[] line = new byte[text.length + 1];
            System.arraycopy(text, 0, line, 0, text.length);
            line[text.length] = '\n';
            try {
                Blocking.call(
                        () -> {
                            out.write(line);
                            out.flush();
                            return null;
                        },
                        OnCancel.ABANDON);
            } catch (IOException gone) {
                session.cancel("the client is gone: " + gone.getMessage());
                return null;
            }
        }
    }
}
