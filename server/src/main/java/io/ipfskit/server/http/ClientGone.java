package io.ipfskit.server.http;

import java.io.IOException;

/// The client cannot be read from or written to any more. Nobody is left to be told.
public final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(String what, Throwable cause) {
        super("the client left while " + what, cause);
    }
}
