package io.ipfskit.kit.config;

import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.node.gc.GcPolicy;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The configuration of a node: typed values, and for each key where its value came from.
/// Immutable.
///
/// @param dataDir where the node keeps its data; absolute
/// @param backend the anyio backend everything runs on; never `sim`
/// @param api the API listener
/// @param gateway the gateway listener
/// @param mcp the MCP door
/// @param urls what URLs may lead to
/// @param filestore what blocks may be kept by reference to
/// @param timeouts limits of calls that name none
/// @param gc when blocks are collected without being asked for
/// @param log what is logged and how
/// @param telemetry what is measured, and where traces go
/// @param debug whether details meant for developers are shown
/// @param entries one per key, in the order of [Key#ALL]
/// @param file the file that was read; null when there was none
public record Config(
        Path dataDir,
        String backend,
        Api api,
        Gateway gateway,
        Mcp mcp,
        Urls urls,
        Filestore filestore,
        Timeouts timeouts,
        Gc gc,
        Log log,
        Telemetry telemetry,
        boolean debug,
        List<Entry> entries,
        @Nullable Path file) {
    public Config {
        entries = List.copyOf(entries);
    }

    /// The API listener.
    ///
    /// @param listen where it listens
    /// @param token what callers must show; null for none, which only loopback may have
    /// @param corsOrigins web origins besides its own that may call
    public record Api(Listen listen, @Nullable Secret token, List<String> corsOrigins) {
        public Api {
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /// The gateway listener.
    ///
    /// @param listen where it listens
    public record Gateway(Listen listen) {}

    /// The MCP door.
    ///
    /// @param roots folders from which clients may add paths; absolute
    public record Mcp(List<Path> roots) {
        public Mcp {
            roots = List.copyOf(roots);
        }
    }

    /// What URLs to add from may lead to.
    ///
    /// @param allowsPrivate whether to this machine and its networks, too
    public record Urls(boolean allowsPrivate) {}

    /// What blocks may be kept by reference to.
    ///
    /// @param roots folders below which files may be; absolute
    /// @param urls whether URLs may be
    public record Filestore(List<Path> roots, boolean urls) {
        public Filestore {
            roots = List.copyOf(roots);
        }
    }

    /// Limits of calls that name none.
    ///
    /// @param api of API calls that return one record
    /// @param gateway until a gateway answer begins
    public record Timeouts(Duration api, Duration gateway) {}

    /// When blocks are collected without being asked for.
    ///
    /// @param enabled whether at all
    /// @param policy when
    public record Gc(boolean enabled, GcPolicy policy) {}

    /// What is logged and how.
    ///
    /// @param level least level: TRACE, DEBUG, INFO, WARN, ERROR, OFF
    /// @param format auto, text or json
    public record Log(String level, String format) {}

    /// What is measured, and where traces go.
    ///
    /// @param hasMetrics whether numbers are told at `/metrics`
    /// @param traces where spans go, `none` or `otlp`
    /// @param endpoint the collector that takes them, http or https
    /// @param ratio the share of the traces begun here that are taken, 0 to 1
    /// @param headers sent to the collector with each batch; from a file or the environment, never
    ///   shown
    public record Telemetry(
            boolean hasMetrics, String traces, URI endpoint, double ratio, SecretHeaders headers) {}

    /// One key with its value and where that came from.
    ///
    /// @param key its name
    /// @param value as text; a secret is never here
    /// @param origin `flag`, `property ipfskit.…`, `environment IPFS_KIT_…`, `FILE:LINE` or
    ///   `default`
    public record Entry(String key, String value, String origin) {}

    /// Reads the configuration of this process without flags.
    ///
    /// @throws StartRefused with all problems, when something is wrong
    /// @throws InterruptedException when the caller is cancelled or interrupted
    public static Config load() throws InterruptedException {
        return load(LoadOptions.ofProcess());
    }

    /// Reads the configuration from where `options` says.
    ///
    /// @throws StartRefused with all problems, when something is wrong
    /// @throws InterruptedException when the caller is cancelled or interrupted
    public static Config load(LoadOptions options) throws InterruptedException {
        return new Loader(options).load();
    }

    /// A configuration with defaults for this data directory and any free ports, for embedding.
    public static Config embedded(Path dataDir) throws InterruptedException {
        return embedded(dataDir, Key.DEFAULT_BACKEND);
    }

    /// As [#embedded(Path)], for a run on another backend.
    ///
    /// @param backend such as `loop`, or with its engine, `loop/baton`
    public static Config embedded(Path dataDir, String backend) throws InterruptedException {
        Path absolute = dataDir.toAbsolutePath();
        return load(
                LoadOptions.isolated(absolute)
                        .withFlag("data_dir", absolute.toString())
                        .withFlag("backend", backend)
                        .withFlag("api.listen", "127.0.0.1:0")
                        .withFlag("gateway.listen", "127.0.0.1:0"));
    }

    /// The entry of a key, or null when there is no such key.
    public @Nullable Entry entry(String key) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    /// Refuses what a server must not do: listen beyond loopback without a token.
    ///
    /// @throws StartRefused when it would
    public void requireServable() {
        if (!api.listen().isLoopback() && api.token() == null) {
            throw new StartRefused(
                    StartRefused.Reason.CONFIGURATION,
                    "api.listen is "
                            + api.listen()
                            + ", which others can reach, and there is no API token: set"
                            + " IPFS_KIT_API_AUTH_TOKEN or api.auth.token_file, or listen on"
                            + " 127.0.0.1");
        }
    }
}
