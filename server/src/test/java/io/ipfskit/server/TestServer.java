package io.ipfskit.server;

import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Portal;
import io.ipfskit.kit.config.Listen;
import io.ipfskit.server.http.HttpListener;
import io.ipfskit.server.http.HttpService;

import java.io.IOException;
import java.net.URI;

/// A listener with a run of its own, on a free port of loopback.
public final class TestServer implements AutoCloseable {
    private final Portal portal = Portal.start(Backends.named("threads"));
    private final HttpListener listener;

    /// Serves `service`.
    public TestServer(HttpService service) throws IOException {
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
