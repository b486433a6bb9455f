package io.ipfskit.server.http;

import io.ipfskit.anyio.Meters;

import java.io.IOException;
import java.util.Set;
import java.util.function.Function;

/// A service whose requests are spans, named `http.METHOD ROUTE`, below the one that the client's
/// `traceparent` names. The header `traceresponse` of the answer says which it is ([W3C Trace
/// Context, level 2](https://www.w3.org/TR/trace-context-2/)).
///
/// What is answered at once, without a task, is no span.
public final class TracedService implements HttpService {
    private final Meters meters;

    /// Others are the client's own words, and names are few.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final Function<HttpExchange, String> route;
    private final HttpService service;

    /// @param route the template of the request's path, of which there are few
    public TracedService(Meters meters, Function<HttpExchange, String> route, HttpService service) {
        this.meters = meters;
        this.route = route;
        this.service = service;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException, InterruptedException {
        String method = METHODS.contains(exchange.method()) ? exchange.method() : "OTHER";
        String name = "http." + method + " " + route.apply(exchange);
        try (Meters.Span span = meters.spanBelow(exchange.header("traceparent"), name)) {
            String traceparent = span.traceparent();
            if (traceparent != null) {
                exchange.set("traceresponse", traceparent);
            }
            try {
                service.serve(exchange);
            } catch (IOException | InterruptedException | RuntimeException failed) {
                span.failed(failed);
                throw failed;
            }
        }
    }

    @Override
    public boolean serveAtOnce(HttpExchange exchange) {
        return service.serveAtOnce(exchange);
    }
}
