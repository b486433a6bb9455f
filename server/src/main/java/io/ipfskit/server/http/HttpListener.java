package io.ipfskit.server.http;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Portal;
import io.ipfskit.kit.config.Listen;
import io.ipfskit.kit.json.Problem;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/// One address that is listened on. Each request is a task in the product's run, entered through
/// its portal. HTTP/1.1 and HTTP/2 without TLS, on one port.
public final class HttpListener implements AutoCloseable {
    /// Requests in work at once; more are answered 503.
    public static final int REQUESTS_MAX = 4096;

    /// Bytes of a request's head; more are answered 431.
    public static final int REQUEST_HEAD_BYTES_MAX = 32 * 1024;

    /// The header of every response that names the backend and engine it was made on.
    public static final String ASYNC_BACKEND = "X-Async-Backend";

    /// How long a client may neither send nor take a byte that is being waited for.
    static final Duration STALL_MAX = Duration.ofMinutes(2);

    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int TASK_NAME_LENGTH_MAX = 120;

    private final String name;
    private final HttpService service;
    private final Portal portal;
    private final Server server;
    private final WatchfulConnector connector;
    private final HttpField asyncBackend;
    private final Set<HttpExchange> active = ConcurrentHashMap.newKeySet();
    private InetSocketAddress bound;
    private volatile boolean draining;

    private HttpListener(String name, Listen address, Portal portal, HttpService service) {
        this.name = name;
        this.service = service;
        this.portal = portal;
        this.bound = new InetSocketAddress(address.host(), address.port());
        this.asyncBackend = new PreEncodedHttpField(ASYNC_BACKEND, portal.run().backend().engine());
        QueuedThreadPool threads = new QueuedThreadPool(16, 3);
        threads.setName("http-" + name);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(
                new NextRequest(VirtualThreads.getDefaultVirtualThreadsExecutor()));
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(REQUEST_HEAD_BYTES_MAX);
        configuration.setOutputBufferSize(64 * 1024);
        configuration.setUriCompliance(
                UriCompliance.from(
                        "DEFAULT,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,"
                            + "AMBIGUOUS_EMPTY_SEGMENT,SUSPICIOUS_PATH_CHARACTERS,UTF16_ENCODINGS"));
        connector =
                new WatchfulConnector(
                        server,
                        1,
                        1,
                        new HttpConnectionFactory(configuration),
                        new HTTP2CServerConnectionFactory(configuration));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(STALL_MAX.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(new Door());
        server.setStopAtShutdown(false);
        server.setErrorHandler(new JettyErrors(asyncBackend));
    }

    /// Listens on `address` and gives every request to `service`.
    ///
    /// @param name names the threads, `api` or `gateway`
    /// @throws IOException when the address cannot be listened on; the message names it
    public static HttpListener start(
            String name, Listen address, Portal portal, HttpService service) throws IOException {
        HttpListener listener = new HttpListener(name, address, portal, service);
        try {
            listener.server.start();
            listener.bound =
                    new InetSocketAddress(address.host(), listener.connector.getLocalPort());
            return listener;
        } catch (Exception notStarted) {
            listener.close();
            if (notStarted instanceof IOException && isBindFailure(notStarted)) {
                throw new BindException(
                        "cannot listen on "
                                + address
                                + " for the "
                                + name
                                + ": "
                                + rootMessage(notStarted)
                                + "; choose another with --"
                                + name
                                + "-listen HOST:PORT, port 0 for any free one");
            }
            throw notStarted instanceof IOException io
                    ? io
                    : new IOException("cannot start the " + name + " listener", notStarted);
        }
    }

    private static boolean isBindFailure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /// The address it really listens on, or listened on.
    public InetSocketAddress address() {
        return bound;
    }

    /// How often the connections have been looked at for clients that left.
    long rounds() {
        return connector.rounds();
    }

    /// Requests in work now.
    public int activeRequests() {
        return active.size();
    }

    /// Accepts no connection any more, and answers requests on those that are kept with 503.
    public void stopAccepting() {
        draining = true;
        connector.close();
    }

    /// Cancels what is still in work.
    public void cancelAll(String reason) {
        for (HttpExchange exchange : active) {
            exchange.cancel(reason);
        }
    }

    /// Closes the listener and all connections.
    @Override
    public void close() {
        draining = true;
        cancelAll("the " + name + " listener closes");
        try {
            server.stop();
        } catch (Exception failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the " + name + " listener did not stop well",
                    failed);
        }
        server.destroy();
    }

    private void launch(HttpExchange exchange) {
        String path = exchange.toString();
        String task =
                path.length() <= TASK_NAME_LENGTH_MAX
                        ? path
                        : path.substring(0, TASK_NAME_LENGTH_MAX);
        var _ =
                portal.fork(
                        task,
                        () -> {
                            serve(exchange);
                            return null;
                        });
    }

    private void serve(HttpExchange exchange) throws InterruptedException {
        try {
            var _ =
                    CancelScope.run(scope -> {
                        exchange.bind(scope);
                        answer(exchange);
                        return null;
                    });
        } finally {
            try {
                exchange.complete();
            } finally {
                active.remove(exchange);
            }
        }
    }

    /// Serves; a failure becomes a problem document while that is still possible.
    private void answer(HttpExchange exchange) throws InterruptedException {
        try {
            service.serve(exchange);
            exchange.finish();
        } catch (ClientGone gone) {
            exchange.abort();
        } catch (IOException | RuntimeException failed) {
            if (exchange.isCommitted()) {
                LOG.log(System.Logger.Level.WARNING, exchange + " was broken off: " + failed);
                exchange.abort();
                return;
            }
            exchange.reset();
            try {
                Problems.respond(exchange, failed);
            } catch (IOException gone) {
                exchange.abort();
            }
        }
    }

    private static void refuse(HttpExchange exchange, String message) {
        Failure failure =
                new Failure(
                        ErrorCode.UNAVAILABLE,
                        message,
                        null,
                        null,
                        true,
                        Duration.ofSeconds(1),
                        java.util.List.of());
        byte[] body = Problem.of(failure, 503).toString().getBytes(StandardCharsets.UTF_8);
        exchange.status(503)
                .set("Content-Type", Problems.MEDIA_TYPE)
                .set("Retry-After", "1")
                .set("Connection", "close")
                .contentLength(body.length);
        exchange.respondAtOnce(ByteBuffer.wrap(body));
    }

    /// Takes requests from Jetty and returns at once.
    private final class Door extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(asyncBackend);
            HttpExchange exchange = new HttpExchange(request, response, callback);
            if (draining) {
                refuse(exchange, "the server is stopping; try again when it is back");
                return true;
            }
            if (service.serveAtOnce(exchange)) {
                return true;
            }
            if (active.size() >= REQUESTS_MAX) {
                refuse(exchange, "the server works on " + REQUESTS_MAX + " requests already");
                return true;
            }
            active.add(exchange);
            exchange.watch();
            request.addIdleTimeoutListener((TimeoutException _) -> exchange.isIoPending());
            if (AnyIO.isInside()) { // Jetty went on to the next request in the last one's task
                connector.getExecutor().execute(() -> launchOrRefuse(exchange));
            } else {
                launchOrRefuse(exchange);
            }
            return true;
        }

        private void launchOrRefuse(HttpExchange exchange) {
            try {
                launch(exchange);
            } catch (IllegalStateException stopped) {
                active.remove(exchange);
                refuse(exchange, "the server is stopping; try again when it is back");
            } catch (RejectedExecutionException full) { // backend platform has a cap
                active.remove(exchange);
                refuse(exchange, "the server has no task left for this request");
            }
        }
    }
}
