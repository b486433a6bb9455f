package io.ipfskit.kit.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Where configuration is looked for.
///
/// @param flags values from the command line or from code, by key name; a list is one text with
///   commas
/// @param properties system properties; others than `ipfskit.*` are ignored
/// @param environment environment variables; others than `IPFS_KIT_*` and the headers of
///   OpenTelemetry's exporters are ignored
/// @param file the file named by `--config`, which must exist; null for `config.toml` in the data
///   directory, which may be absent
/// @param home the user's home, for `~`
/// @param workingDirectory what relative paths are relative to
public record LoadOptions(
        Map<String, String> flags,
        Map<String, String> properties,
        Map<String, String> environment,
        @Nullable Path file,
        Path home,
        Path workingDirectory) {
    public LoadOptions {
        flags = new TreeMap<>(flags);
        properties = new TreeMap<>(properties);
        environment = new TreeMap<>(environment);
    }

    /// This process: its properties, environment, home and working directory, and no flags.
    public static LoadOptions ofProcess() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("ipfskit.")) {
                properties.put(name, System.getProperty(name, ""));
            }
        }
        return new LoadOptions(
                Map.of(),
                properties,
                System.getenv(),
                null,
                Path.of(System.getProperty("user.home", "/")),
                Path.of(System.getProperty("user.dir", "/")));
    }

    /// Nothing from the process: defaults and what is added, below `home`.
    public static LoadOptions isolated(Path home) {
        return new LoadOptions(Map.of(), Map.of(), Map.of(), null, home, home);
    }

    /// With these flags instead.
    public LoadOptions withFlags(Map<String, String> flags) {
        return new LoadOptions(flags, properties, environment, file, home, workingDirectory);
    }

    /// With one more flag; null takes it away.
    public LoadOptions withFlag(String key, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(flags);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return withFlags(changed);
    }

    /// With this file.
    public LoadOptions withFile(@Nullable Path file) {
        return new LoadOptions(flags, properties, environment, file, home, workingDirectory);
    }

    /// With these environment variables instead.
    public LoadOptions withEnvironment(Map<String, String> environment) {
        return new LoadOptions(flags, properties, environment, file, home, workingDirectory);
    }

    /// With these system properties instead.
    public LoadOptions withProperties(Map<String, String> properties) {
        return new LoadOptions(flags, properties, environment, file, home, workingDirectory);
    }
}
