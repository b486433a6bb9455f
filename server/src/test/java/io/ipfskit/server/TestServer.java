package io.ipfskit.server;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Portal;
import io.ipfskit.kit.config.Listen;
import io.ipfskit.server.http.HttpListener;
import io.ipfskit.server.http.HttpService;

import java.io.IOException;
import java.net.URI;

/// A listener with a run of its own, on a free port of loopback.
public final class TestServer implements AutoCloseable {
    private final Portal portal;
    private final HttpListener listener;

    /// Serves `service` on backend `threads`.
    public TestServer(HttpService service) throws IOException {
        this("threads", service);
    }

    /// Serves `service` on the backend.
    public TestServer(String backend, HttpService service) throws IOException {
        this(Backends.named(backend), service);
    }

    /// Serves `service` on the backend.
    public TestServer(Backend backend, HttpService service) throws IOException {
        portal = Portal.start(backend);
        listener = HttpListener.start("test", new Listen("127.0.0.1", 0), portal, service);
    }

    /// The port.
    public int port() {
        return listener.address().getPort();
    }

    /// The URL of a path.
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// The listener.
    public HttpListener listener() {
        return listener;
    }

    /// The way into its run.
    public Portal portal() {
        return portal;
    }

    /// A raw connection.
    public RawClient connect() throws IOException {
        return new RawClient(port());
    }

    @Override
    public void close() {
        listener.close();
        portal.stop(true);
        portal.close();
    }
}
