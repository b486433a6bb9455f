package io.ipfskit.server;

import io.ipfskit.anyio.Compute;
import io.ipfskit.node.repository.RepoService;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.telemetry.Scrape;
import io.ipfskit.telemetry.Telemetry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// `/metrics`: all numbers of the process, as OpenMetrics or Prometheus text.
final class MetricsDoor {
    static final String PATH = "/metrics";

    private final @Nullable Telemetry telemetry;
    private final RepoService repo;

    /// @param telemetry what keeps the numbers, or null where nothing does
    /// @param repo is asked for the free space before each look
    MetricsDoor(@Nullable Telemetry telemetry, RepoService repo) {
        this.telemetry = telemetry;
        this.repo = repo;
    }

    /// Answers one request of a caller who may read. The numbers are read and written off the loop:
    /// the JVM's own take a few milliseconds the first time.
    void serve(HttpExchange exchange) throws IOException, InterruptedException {
        Telemetry source = telemetry;
        if (source == null) {
            throw new HttpProblem(
                    404,
                    ErrorCode.NOT_FOUND,
                    "this node tells no numbers: telemetry.metrics is false, or it was embedded"
                            + " without a Telemetry");
        }
        repo.tellFreeSpace();
        String accept = exchange.header("Accept");
        Scrape scrape = Compute.call(() -> source.scrape(accept));
        exchange.set("Cache-Control", "no-store");
        exchange.set("Vary", "Accept");
        exchange.respond(200, scrape.contentType(), scrape.body());
    }
}
