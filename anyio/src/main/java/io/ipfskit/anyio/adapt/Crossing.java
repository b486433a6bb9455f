package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Portal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// A call through a portal whose failures are those of a blocking stream.
final class Crossing {
    private Crossing() {}

    static <T extends @Nullable Object> T call(Portal portal, Callable<T> body) throws IOException {
        try {
            return portal.call(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException told = new InterruptedIOException("interrupted while waiting");
            told.initCause(interrupted);
            throw told;
        } catch (CancellationException cancelled) {
            throw new IOException("the run behind the stream was cancelled", cancelled);
        } catch (BrokenResource | ClosedResource gone) {
            throw new IOException(gone.getMessage(), gone);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception other) {
            throw new IOException(other);
        }
    }
}
