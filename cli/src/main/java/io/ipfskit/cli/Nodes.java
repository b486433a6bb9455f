package io.ipfskit.cli;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.config.NodeBackends;
import io.ipfskit.kit.config.Secret;
import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.local.LocalSecret;
import io.ipfskit.kit.remote.ClientOptions;
import io.ipfskit.kit.remote.RemoteKit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// Finds the node a command talks to, and runs the command with it.
///
/// `--api` names a server. Otherwise the file `api` in the data directory does, if the directory's
/// lock is held: the file of a server that was killed is ignored. Otherwise the data directory is
/// opened by this process, for the time of the command.
final class Nodes {
    private static final int API_FILE_MAX = 4096;

    private Nodes() {}

    /// Runs `command` with the node that `globals` mean.
    static int run(String name, Command.OnNode command, Terminal terminal, Globals globals)
            throws Exception {
        Config config = configuration(globals);
        Duration timeout = timeout(globals);
        RunOptions options = RunOptions.withSignals().named("ipfs-kit " + name);
        return inRun(
                config.backend(),
                options,
                () ->
                        TaskGroup.<Integer, Exception>open(
                                "ipfs-kit " + name,
                                group -> {
                                    URI server = server(config, globals);
                                    try (IpfsKit kit =
                                            server != null
                                                    ? connect(server, config, globals)
                                                    : IpfsKit.within(group, config)) {
                                        return command.run(
                                                new Session(
                                                        kit,
                                                        server != null,
                                                        terminal,
                                                        globals,
                                                        timeout));
                                    }
                                }));
    }

    /// Work of a run.
    interface Work {
        int run() throws Exception;
    }

    /// Runs `work` as the root of a run; after a signal the exit code is the signal's.
    static int inRun(String backend, RunOptions options, Work work) throws Exception {
        try {
            return AnyIO.<Integer, Exception>run(backend(backend), options, run -> work.run());
        } catch (Exception failed) {
            if (options.signal() != null) {
                return options.signalExitCode();
            }
            throw failed;
        }
    }

    /// The backend of that name, which keeps what a command does.
    static Backend backend(String name) {
        try {
            return NodeBackends.named(name);
        } catch (IllegalArgumentException refused) {
            throw new ExitCodes.UsageException("backend " + refused.getMessage());
        }
    }

    /// The configuration that the options, the environment and the file make together.
    static Config configuration(Globals globals) throws InterruptedException {
        return Config.load(loadOptions(globals));
    }

    /// Where configuration comes from, given the options of the command line.
    static LoadOptions loadOptions(Globals globals) {
        if (globals.backend != null) {
            var _ = backend(globals.backend);
        }
        LoadOptions options = LoadOptions.ofProcess();
        Path dataDir = globals.dataDir;
        if (dataDir != null) {
            options = options.withFlag("data_dir", dataDir.toString());
        }
        if (globals.backend != null) {
            options = options.withFlag("backend", globals.backend);
        }
        if (globals.debug) {
            options = options.withFlag("debug", "true");
        }
        return options.withFile(globals.config);
    }

    /// The deadline that the user gave, or null.
    static @Nullable Duration timeout(Globals globals) {
        if (globals.timeout == null) {
            return null;
        }
        try {
            return Durations.parse(globals.timeout);
        } catch (IllegalArgumentException malformed) {
            throw new ExitCodes.UsageException("--timeout " + malformed.getMessage());
        }
    }

    /// The server to call, or null when there is none and the data directory is free.
    static @Nullable URI server(Config config, Globals globals) throws InterruptedException {
        if (globals.api != null) {
            return ApiAddress.parse(globals.api);
        }
        Disk disk = Disk.real();
        Path file = config.dataDir().resolve("api");
        String address;
        try {
            if (!disk.exists(file)) {
                return null;
            }
            DiskLock lock = disk.tryLock(config.dataDir().resolve("lock"));
            if (lock != null) {
                lock.close();
                return null;
            }
            address = new String(disk.readAll(file, API_FILE_MAX), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return null;
        }
        return ApiAddress.parse(address.strip());
    }

    /// A client of `server`, with the token that is meant for it.
    static IpfsKit connect(URI server, Config config, Globals globals) throws InterruptedException {
        String token = null;
        LocalSecret local = null;
        if (globals.api != null) {
            // Another server must not see the token of this one's file.
            token = System.getenv("IPFS_KIT_API_AUTH_TOKEN");
        } else {
            Secret secret = config.api().token();
            token = secret == null ? null : secret.reveal();
            local = LocalSecret.read(Disk.real(), config.dataDir());
        }
        String above = System.getenv("TRACEPARENT");
        return RemoteKit.connect(
                server,
                ClientOptions.DEFAULT
                        .withToken(token)
                        .withLocal(local)
                        .withTraceparent(
                                above != null && ClientOptions.isTraceparent(above)
                                        ? above
                                        : null));
    }
}
