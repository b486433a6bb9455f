package io.ipfskit.server.http;

import io.ipfskit.kit.json.Problem;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Answers what Jetty itself refuses (a malformed head, a head too large) as a problem document.
final class JettyErrors implements Request.Handler {
    private final HttpField asyncBackend;

    /// @param asyncBackend a header of every response
    JettyErrors(HttpField asyncBackend) {
        this.asyncBackend = asyncBackend;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        String reason = HttpStatus.getMessage(status);
        Failure failure = Failure.of(codeOf(status), "the request was refused: " + reason);
        byte[] body = Problem.of(failure, status).toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(asyncBackend);
        response.getHeaders().put("Content-Type", Problems.MEDIA_TYPE);
        response.getHeaders().put("Content-Length", body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static ErrorCode codeOf(int status) {
        if (status == 429 || status == 413 || status == 431) {
            return ErrorCode.RESOURCE_EXHAUSTED;
        }
        return status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
    }
}
