package io.ipfskit.mcp;

/// The client did not, or not properly, answer a request of the server.
public final class ClientRequestFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientRequestFailed(String message) {
        super(message);
    }
}
