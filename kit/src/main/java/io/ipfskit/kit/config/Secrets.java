package io.ipfskit.kit.config;

import io.ipfskit.anyio.FileStat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads what must not stand in the configuration itself: from environment variables, or from files
/// that only their owner may read. Problems never tell what was read.
final class Secrets {
    /// The variable with the API token.
    static final String TOKEN_VARIABLE = "IPFS_KIT_API_AUTH_TOKEN";

    /// The key that names the file with the headers for the collector.
    static final String HEADERS_FILE = "telemetry.traces.headers_file";

    /// What other programs that send traces read too; the first one that is set counts.
    private static final List<String> HEADER_VARIABLES =
            List.of("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS");

    private static final int FILE_MAX = 8192;

    private final LoadOptions options;
    private final List<String> problems;

    /// @param problems is added to
    Secrets(LoadOptions options, List<String> problems) {
        this.options = options;
        this.problems = problems;
    }

    /// The API token; null when there is none, and when it is a problem.
    @Nullable Secret token(@Nullable Path file) throws InterruptedException {
        String variable = options.environment().get(TOKEN_VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            return token(variable, "environment variable " + TOKEN_VARIABLE);
        }
        String text = file == null ? null : in(file, "API token", "api.auth.token_file");
        return text == null ? null : token(text, "API token in " + file);
    }

    private @Nullable Secret token(String text, String where) {
        try {
            return Secret.of(text);
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
            return null;
        }
    }

    /// The headers for the collector; null when they are a problem.
    @Nullable SecretHeaders headers(@Nullable Path file) throws InterruptedException {
        for (String name : HEADER_VARIABLES) {
            String variable = options.environment().get(name);
            if (variable != null && !variable.isBlank()) {
                return headers(variable, "environment variable " + name);
            }
        }
        if (file == null) {
            return SecretHeaders.NONE;
        }
        String text = in(file, "collector headers", HEADERS_FILE);
        return text == null ? null : headers(text, "collector headers in " + file);
    }

    private @Nullable SecretHeaders headers(String text, String where) {
        try {
            return SecretHeaders.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
            return null;
        }
    }

    /// What stands in a file that only its owner may read; null when that is a problem.
    private @Nullable String in(Path file, String what, String key) throws InterruptedException {
        try {
            FileStat stat = Loader.onDisk(disk -> disk.stat(file));
            if ((stat.mode() & 0077) != 0) {
                problems.add(
                        file
                                + ": the "
                                + what
                                + " file must be readable by its owner only, its mode is 0"
                                + Integer.toOctalString(stat.mode() & 0777)
                                + "; run chmod 600 "
                                + file);
                return null;
            }
            byte[] bytes = Loader.onDisk(disk -> disk.readAll(file, FILE_MAX));
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException _) {
            problems.add(file + ": no such " + what + " file (" + key + ")");
        } catch (IOException e) {
            problems.add(file + ": the " + what + " file cannot be read: " + e.getMessage());
        }
        return null;
    }
}
