package io.ipfskit.kit.config;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.json.ByteSizes;
import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.json.Names;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.node.gc.GcPolicy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// One reading of the configuration: collects all problems before it gives up.
final class Loader {
    static final int FILE_MAX = 1 << 20;

    /// Variables that begin like keys and are none.
    private static final Set<String> NO_KEYS =
            Set.of(Secrets.TOKEN_VARIABLE, "IPFS_KIT_JAVA_OPTS", "IPFS_KIT_KUBO");

    private static final Set<String> LOG_LEVELS =
            Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    /// A value on its way: its text or texts and where it stands.
    private record Raw(List<String> texts, String origin) {}

    private final LoadOptions options;
    private final List<String> problems = new ArrayList<>();
    private final Secrets secrets;
    private final Map<String, Raw> raws = new LinkedHashMap<>();
    private StartRefused.Reason reason = StartRefused.Reason.CONFIGURATION;

    Loader(LoadOptions options) {
        this.options = options;
        this.secrets = new Secrets(options, problems);
    }

    Config load() throws InterruptedException {
        unknownNames();
        Raw dataDirRaw = fromProcess(Key.ALL.getFirst());
        Path dataDir =
                dataDirRaw == null ? null : value(Key.ALL.getFirst(), dataDirRaw, this::path);
        Path named = options.file();
        Path home = path(String.valueOf(Key.ALL.getFirst().fallback()));
        Path file =
                named != null
                        ? options.workingDirectory().resolve(named)
                        : (dataDir == null ? home : dataDir).resolve("config.toml");
        Map<String, TomlFile.Value> inFile = readFile(file, named != null);
        for (Key key : Key.ALL) {
            Raw raw = fromProcess(key);
            if (raw == null && inFile != null && inFile.containsKey(key.name())) {
                TomlFile.Value value = inFile.get(key.name());
                raw = new Raw(value.texts(), file + (value.line() > 0 ? ":" + value.line() : ""));
            }
            if (raw == null) {
                raw = new Raw(split(key, key.fallback() == null ? "" : key.fallback()), "default");
            }
            raws.put(key.name(), raw);
        }
        Config config = build(inFile == null ? null : file);
        if (config == null) {
            throw new StartRefused(reason, problems, null);
        }
        return config;
    }

    private @Nullable Config build(@Nullable Path file) throws InterruptedException {
        Path dataDir = value("data_dir", this::path);
        String backend = value("backend", this::backend);
        Listen api = value("api.listen", Listen::parse);
        Listen gateway = value("gateway.listen", Listen::parse);
        Path tokenFile =
                rawOf("api.auth.token_file").texts().getFirst().isEmpty()
                        ? null
                        : value("api.auth.token_file", this::path);
        List<String> origins = values("api.cors.origins", Loader::origin);
        List<Path> roots = values("mcp.roots", this::path);
        Boolean privateUrls = value("urls.allow_private", Values::bool);
        List<Path> fileRoots = values("filestore.roots", this::path);
        Boolean fileUrls = value("filestore.urls", Values::bool);
        var apiTimeout = value("timeouts.api", Durations::parse);
        var gatewayTimeout = value("timeouts.gateway", Durations::parse);
        Config.Gc gc = gc();
        String level =
                value(
                        "log.level",
                        text ->
                                Values.oneOf(
                                        text.toUpperCase(Locale.ROOT),
                                        LOG_LEVELS,
                                        Key.Type.LOG_LEVEL));
        String format =
                value(
                        "log.format",
                        text ->
                                Values.oneOf(
                                        text, Set.of("auto", "text", "json"), Key.Type.LOG_FORMAT));
        Config.Telemetry telemetry = telemetry();
        Boolean debug = value("debug", Values::bool);
        Secret token = secrets.token(tokenFile);
        if (!problems.isEmpty()
                || dataDir == null
                || backend == null
                || api == null
                || gateway == null
                || privateUrls == null
                || fileUrls == null
                || apiTimeout == null
                || gatewayTimeout == null
                || gc == null
                || level == null
                || format == null
                || telemetry == null
                || debug == null) {
            return null;
        }
        List<Config.Entry> entries = new ArrayList<>();
        for (Key key : Key.ALL) {
            Raw raw = rawOf(key.name());
            String shown =
                    key.type().isList()
                            ? "[" + String.join(", ", raw.texts()) + "]"
                            : key.name().equals("data_dir")
                                    ? dataDir.toString()
                                    : raw.texts().getFirst();
            entries.add(new Config.Entry(key.name(), shown, raw.origin()));
        }
        return new Config(
                dataDir,
                backend,
                new Config.Api(api, token, origins),
                new Config.Gateway(gateway),
                new Config.Mcp(roots),
                new Config.Urls(privateUrls),
                new Config.Filestore(fileRoots, fileUrls),
                new Config.Timeouts(apiTimeout, gatewayTimeout),
                gc,
                new Config.Log(level, format),
                telemetry,
                debug,
                entries,
                file);
    }

    private Config.@Nullable Gc gc() {
        Boolean enabled = value("gc.enabled", Values::bool);
        Long storageMax = value("gc.storage_max", ByteSizes::parse);
        Double watermark = value("gc.watermark", Values::ratio);
        Duration period = value("gc.period", Durations::parse);
        if (enabled == null || storageMax == null || watermark == null || period == null) {
            return null;
        }
        try {
            return new Config.Gc(enabled, new GcPolicy(storageMax, watermark, period));
        } catch (IllegalArgumentException e) {
            problems.add("gc: " + e.getMessage());
            return null;
        }
    }

    private Config.@Nullable Telemetry telemetry() throws InterruptedException {
        Boolean metrics = value("telemetry.metrics", Values::bool);
        String traces =
                value(
                        "telemetry.traces.exporter",
                        text -> Values.oneOf(text, Set.of("none", "otlp"), Key.Type.TRACES));
        URI endpoint = value("telemetry.traces.endpoint", Loader::url);
        Double ratio = value("telemetry.traces.ratio", Values::ratio);
        Path headersFile =
                rawOf(Secrets.HEADERS_FILE).texts().getFirst().isEmpty()
                        ? null
                        : value(Secrets.HEADERS_FILE, this::path);
        SecretHeaders headers =
                "otlp".equals(traces) ? secrets.headers(headersFile) : SecretHeaders.NONE;
        return metrics == null
                        || traces == null
                        || endpoint == null
                        || ratio == null
                        || headers == null
                ? null
                : new Config.Telemetry(metrics, traces, endpoint, ratio, headers);
    }

    // ---- where values come from ----

    private void unknownNames() {
        options.flags().keySet().forEach(name -> known(name, "flag " + name, Function.identity()));
        for (String name : options.properties().keySet()) {
            if (name.startsWith("ipfskit.") && !name.startsWith("ipfskit.test.")) {
                known(
                        name.substring("ipfskit.".length()),
                        "system property " + name,
                        key -> "ipfskit." + key);
            }
        }
        List<String> variables = Key.ALL.stream().map(Key::environment).toList();
        for (String name : options.environment().keySet()) {
            if (name.startsWith("IPFS_KIT_")
                    && !NO_KEYS.contains(name)
                    && !variables.contains(name)) {
                problems.add(
                        "environment variable "
                                + name
                                + ": no such key"
                                + suggestion(Names.nearest(name, variables)));
            }
        }
    }

    private void known(String key, String where, Function<String, String> spelled) {
        if (Key.find(key) == null) {
            String nearest = Names.nearest(key, Key.names());
            problems.add(
                    where
                            + ": no such key"
                            + suggestion(nearest == null ? null : spelled.apply(nearest)));
        }
    }

    private static String suggestion(@Nullable String nearest) {
        return nearest == null
                ? "; keys are " + String.join(", ", Key.names())
                : "; did you mean " + nearest + "?";
    }

    private @Nullable Raw fromProcess(Key key) {
        String flag = options.flags().get(key.name());
        if (flag != null) {
            return new Raw(split(key, flag), "flag");
        }
        String property = options.properties().get(key.property());
        if (property != null) {
            return new Raw(split(key, property), "property " + key.property());
        }
        String variable = options.environment().get(key.environment());
        if (variable != null && !variable.isEmpty()) {
            return new Raw(split(key, variable), "environment " + key.environment());
        }
        return null;
    }

    private static List<String> split(Key key, String text) {
        if (!key.type().isList()) {
            return List.of(text);
        }
        return java.util.Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private @Nullable Map<String, TomlFile.Value> readFile(Path file, boolean mustExist)
            throws InterruptedException {
        String text;
        try {
            text = new String(onDisk(disk -> disk.readAll(file, FILE_MAX)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            if (mustExist) {
                problems.add(file + ": no such configuration file");
            }
            return null;
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
            return null;
        }
        return TomlFile.read(file.toString(), text, problems);
    }

    interface DiskWork<R> {
        R run(Disk disk) throws IOException, InterruptedException;
    }

    /// Before there is a run, which backend is configured is not known: a small run reads the file.
    static <R> R onDisk(DiskWork<R> work) throws IOException, InterruptedException {
        if (AnyIO.isInside()) {
            return work.run(Disk.real());
        }
        return AnyIO.<R, IOException>run(Backends.named("threads"), _ -> work.run(Disk.real()));
    }

    // ---- what values mean ----

    private Raw rawOf(String name) {
        Raw raw = raws.get(name);
        if (raw == null) {
            throw new IllegalStateException("key " + name + " is not in the table");
        }
        return raw;
    }

    private <T> @Nullable T value(String name, Function<String, T> parse) {
        Key key = Key.find(name);
        return key == null ? null : value(key, rawOf(name), parse);
    }

    private <T> @Nullable T value(Key key, Raw raw, Function<String, T> parse) {
        if (raw.texts().size() != 1) {
            problem(key, raw, "must be " + key.type().wanted() + ", was a list");
            return null;
        }
        try {
            return parse.apply(raw.texts().getFirst());
        } catch (IllegalArgumentException e) {
            problem(key, raw, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private <T> List<T> values(String name, Function<String, T> parse) {
        Raw raw = rawOf(name);
        Key key = Key.find(name);
        List<T> out = new ArrayList<>();
        for (String text : raw.texts()) {
            try {
                out.add(parse.apply(text));
            } catch (IllegalArgumentException e) {
                if (key != null) {
                    problem(key, raw, String.valueOf(e.getMessage()));
                }
            }
        }
        return out;
    }

    private void problem(Key key, Raw raw, String message) {
        String problem = raw.origin() + ": " + key.name() + " " + message;
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private String backend(String name) {
        try {
            var _ = NodeBackends.named(name);
            return name;
        } catch (IllegalArgumentException refused) {
            reason = StartRefused.Reason.USAGE;
            throw refused;
        }
    }

    private Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must be a path, was empty");
        }
        try {
            Path path =
                    text.equals("~") || text.startsWith("~/")
                            ? options.home().resolve(text.length() < 2 ? "" : text.substring(2))
                            : Path.of(text);
            return options.workingDirectory().toAbsolutePath().resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "must be a path, was \"" + text + "\": " + e.getReason(), e);
        }
    }

    private static String origin(String text) {
        if (!text.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+")) {
            throw new IllegalArgumentException(
                    "must have origins like https://example.org, was \"" + text + "\"");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            if (text.matches("https?://.*") && url.getHost() != null) {
                if (url.getRawUserInfo() != null) {
                    throw new IllegalArgumentException("must not contain a user or a password");
                }
                return url;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new IllegalArgumentException(
                "must be a URL like http://127.0.0.1:4318/v1/traces"
                        + (text.indexOf('@') < 0 ? ", was \"" + text + "\"" : "")); // no secrets
    }
}
