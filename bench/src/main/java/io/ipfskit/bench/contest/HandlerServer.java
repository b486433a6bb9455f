package io.ipfskit.bench.contest;

import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Portal;
import io.ipfskit.kit.config.Listen;
import io.ipfskit.server.http.HttpListener;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.nio.ByteBuffer;

/// Answers each request with 16 KiB after hashing 16 KiB: through the product's listener on a
/// backend, where it is a task with a scope, or (`bare`) through Jetty alone, configured as ours,
/// with one virtual thread for each request.
///
/// `HandlerServer bare|BACKEND` prints its port and ends with its standard input.
public final class HandlerServer {
    private static final byte[] BODY = new byte[16 * 1024];

    private HandlerServer() {}

    /// Serves until the standard input ends.
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("bare")) {
            Server server = bare();
            System.out.println(((ServerConnector) server.getConnectors()[0]).getLocalPort());
            awaitEndOfInput();
            server.stop();
            return;
        }
        try (Portal portal = Portal.start(Backends.named(arguments[0]));
                HttpListener listener =
                        HttpListener.start(
                                "bench",
                                new Listen("127.0.0.1", 0),
                                portal,
                                exchange -> {
                                    ContestBenchmark.work();
                                    exchange.respond(200, "application/octet-stream", BODY);
                                })) {
            System.out.println(listener.address().getPort());
            awaitEndOfInput();
        }
    }

    private static Server bare() throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(16, 3);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setOutputBufferSize(64 * 1024);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        1,
                        1,
                        new HttpConnectionFactory(configuration),
                        new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        ContestBenchmark.work();
                        response.setStatus(200);
                        response.getHeaders()
                                .put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
                        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, BODY.length);
                        response.write(true, ByteBuffer.wrap(BODY), callback);
                        return true;
                    }
                });
        server.start();
        return server;
    }

    private static void awaitEndOfInput() throws Exception {
        while (System.in.read() >= 0) {
            // only the end counts
        }
    }
}
