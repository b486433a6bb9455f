package io.ipfskit.server.web;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.server.http.EntityTags;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.MediaTypes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Serves the dashboard. Only files of the class path folder `web/` exist here, under plain names;
/// each is read once and kept.
public final class StaticFiles {
    private static final String FOLDER = "web/";
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final int NAMES_MAX = 1000;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record StaticFile(byte[] bytes, String mediaType, String tag) {}

    private final Map<String, Optional<StaticFile>> files = new ConcurrentHashMap<>();
    private final String policy;

    /// @param gateway the URL of the gateway, whose pictures, media and pages the dashboard may
    ///   show, or null
    public StaticFiles(@Nullable String gateway) {
        String content = gateway == null ? "" : " " + gateway;
        policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
                        + " connect-src 'self'"
                        + content
                        + "; img-src 'self' data: blob:"
                        + content
                        + "; media-src 'self' blob:"
                        + content
                        + "; frame-src"
                        + (content.isEmpty() ? " 'none'" : content)
                        + "; manifest-src 'self'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'";
    }

    /// Answers GET and HEAD for the root and the files below it.
    ///
    /// @throws HttpProblem 404 when there is no such file, 405 for another method
    public void serve(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.rawPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        StaticFile file = NAME.matcher(name).matches() ? find(name) : null;
        if (file == null) {
            throw new HttpProblem(
                    404,
                    ErrorCode.NOT_FOUND,
                    "there is nothing at " + path + "; the API is below /api/v1");
        }
        if (!exchange.method().equals("GET") && !exchange.isHead()) {
            throw new HttpProblem(
                    405,
                    io.ipfskit.operation.Failure.of(
                            ErrorCode.INVALID_ARGUMENT, path + " can only be read"),
                    Map.of("Allow", "GET, HEAD"));
        }
        exchange.set("ETag", file.tag);
        exchange.set("Cache-Control", "no-cache");
        exchange.set("Content-Security-Policy", policy);
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.set("Referrer-Policy", "no-referrer");
        exchange.set("Cross-Origin-Opener-Policy", "same-origin");
        if (EntityTags.matches(exchange.header("If-None-Match"), file.tag)) {
            exchange.status(304).finish();
        } else {
            exchange.respond(200, file.mediaType, file.bytes);
        }
    }

    private @Nullable StaticFile find(String name) throws IOException {
        Optional<StaticFile> known = files.get(name);
        if (known == null) {
            known = Optional.ofNullable(load(name));
            if (files.size() < NAMES_MAX) {
                files.put(name, known);
            }
        }
        return known.orElse(null);
    }

    private static @Nullable StaticFile load(String name) throws IOException {
        try (InputStream in =
                StaticFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            String type = MediaTypes.byName(name);
            if (bytes.length == 0 || type == null) {
                return null; // absent, or a folder
            }
            return new StaticFile(bytes, type, "\"" + hash(bytes) + "\"");
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
