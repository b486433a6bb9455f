package io.ipfskit.kit.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// One key of the configuration.
///
/// @param name dotted, as in `api.listen`
/// @param type what its value is
/// @param fallback the default as text, as a flag would give it; null for none
/// @param summary one sentence
public record Key(String name, Type type, @Nullable String fallback, String summary) {

    /// The kinds of values.
    public enum Type {
        TEXT("a text"),
        PATH("a path"),
        LISTEN("a text HOST:PORT"),
        DURATION("a duration like 90, 1.5s or 10m"),
        BOOLEAN("true or false"),
        BACKEND("the name of a backend"),
        LOG_LEVEL("one of TRACE, DEBUG, INFO, WARN, ERROR, OFF"),
        LOG_FORMAT("one of auto, text, json"),
        TRACES("one of none, otlp"),
        URL("a URL that begins with http:// or https://"),
        RATIO("a number from 0 to 1"),
        BYTES("a number of bytes like 10GB or 1.5GiB"),
        TEXTS("a list of texts"),
        PATHS("a list of paths");

        private final String wanted;

        Type(String wanted) {
            this.wanted = wanted;
        }

        /// For messages: what a value of this kind is.
        public String wanted() {
            return wanted;
        }

        boolean isList() {
            return this == TEXTS || this == PATHS;
        }
    }

    static final String DEFAULT_BACKEND = "threads";

    /// All keys, in the order in which they are shown.
    public static final List<Key> ALL =
            List.of(
                    new Key("data_dir", Type.PATH, "~/.ipfs-kit", "where the node keeps its data"),
                    new Key(
                            "backend",
                            Type.BACKEND,
                            DEFAULT_BACKEND,
                            "the anyio backend everything runs on, such as loop or loop/baton"),
                    new Key(
                            "api.listen",
                            Type.LISTEN,
                            "127.0.0.1:5001",
                            "where the API listens; port 0 is any free port"),
                    new Key(
                            "gateway.listen",
                            Type.LISTEN,
                            "127.0.0.1:8080",
                            "where the content gateway listens"),
                    new Key(
                            "api.auth.token_file",
                            Type.PATH,
                            null,
                            "file of mode 0600 that holds the API token"),
                    new Key(
                            "api.cors.origins",
                            Type.TEXTS,
                            "",
                            "web origins besides its own that may call the API"),
                    new Key(
                            "mcp.roots",
                            Type.PATHS,
                            "",
                            "folders from which MCP clients may add paths"),
                    new Key(
                            "urls.allow_private",
                            Type.BOOLEAN,
                            "false",
                            "whether URLs to add from may lead to this machine and its networks"),
                    new Key(
                            "filestore.roots",
                            Type.PATHS,
                            "",
                            "folders below which add --nocopy may keep files by reference"),
                    new Key(
                            "filestore.urls",
                            Type.BOOLEAN,
                            "false",
                            "whether add --nocopy may keep what URLs name by reference"),
                    new Key(
                            "timeouts.api",
                            Type.DURATION,
                            "30s",
                            "limit of API calls that return one record and name none"),
                    new Key(
                            "timeouts.gateway",
                            Type.DURATION,
                            "60s",
                            "limit until a gateway answer begins"),
                    new Key(
                            "gc.enabled",
                            Type.BOOLEAN,
                            "false",
                            "remove blocks that nothing needs when they become too many"),
                    new Key(
                            "gc.storage_max",
                            Type.BYTES,
                            "10GB",
                            "what all blocks may hold together; pins count and never go"),
                    new Key(
                            "gc.watermark",
                            Type.RATIO,
                            "0.9",
                            "share of gc.storage_max from which on blocks are collected"),
                    new Key(
                            "gc.period",
                            Type.DURATION,
                            "1h",
                            "how often it is looked, at least every second"),
                    new Key("log.level", Type.LOG_LEVEL, "INFO", "least level of what is logged"),
                    new Key(
                            "log.format",
                            Type.LOG_FORMAT,
                            "auto",
                            "text, json, or auto: text on a terminal, json elsewhere"),
                    new Key(
                            "telemetry.metrics",
                            Type.BOOLEAN,
                            "true",
                            "tell numbers of this node at /metrics"),
                    new Key(
                            "telemetry.traces.exporter",
                            Type.TRACES,
                            "none",
                            "where traces go: none, or otlp for a collector"),
                    new Key(
                            "telemetry.traces.endpoint",
                            Type.URL,
                            "http://127.0.0.1:4318/v1/traces",
                            "the collector that takes traces as OTLP over HTTP"),
                    new Key(
                            "telemetry.traces.ratio",
                            Type.RATIO,
                            "1",
                            "share of the traces begun here that are taken; a caller's choice"
                                    + " counts before it"),
                    new Key(
                            "telemetry.traces.headers_file",
                            Type.PATH,
                            null,
                            "file of mode 0600 with headers for the collector, as name=value,"
                                    + "name=value"),
                    new Key("debug", Type.BOOLEAN, "false", "show details meant for developers"));

    /// The names of all keys.
    public static List<String> names() {
        return ALL.stream().map(Key::name).toList();
    }

    /// The key of that name, or null.
    public static @Nullable Key find(String name) {
        for (Key key : ALL) {
            if (key.name.equals(name)) {
                return key;
            }
        }
        return null;
    }

    /// The environment variable that sets it: `IPFS_KIT_API_LISTEN`.
    public String environment() {
        return "IPFS_KIT_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// The system property that sets it: `ipfskit.api.listen`.
    public String property() {
        return "ipfskit." + name;
    }
}
