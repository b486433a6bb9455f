package io.ipfskit.cli;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import picocli.CommandLine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// `ipfs-kit shutdown`: asks the server to stop, and waits until its data directory is free.
@CommandLine.Command(
        name = "shutdown",
        description = "Stop the running server.",
        sortOptions = false)
final class ShutdownCommand implements Command.Plain {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        Config config = Nodes.configuration(globals);
        return Nodes.inRun(
                config.backend(),
                RunOptions.withSignals().named("ipfs-kit shutdown"),
                () -> {
                    URI server = Nodes.server(config, globals);
                    if (server == null) {
                        throw new OperationFailed(
                                ErrorCode.UNAVAILABLE,
                                "no server runs on data directory "
                                        + config.dataDir()
                                        + "; name another with --data-dir or --api");
                    }
                    if (globals.dryRun) {
                        terminal.out().println("would stop the server at " + server);
                        return 0;
                    }
                    try (IpfsKit kit = Nodes.connect(server, config, globals)) {
                        kit.call(
                                DaemonOperations.STOP,
                                new DaemonOperations.StopInput(),
                                CallOptions.NONE.withTimeout(Nodes.timeout(globals)));
                    }
                    if (globals.api == null) {
                        awaitFree(config.dataDir());
                    }
                    return 0;
                });
    }

    private static void awaitFree(Path dataDir) throws IOException, InterruptedException {
        Disk disk = Disk.real();
        var waited =
                CancelScope.<Boolean, IOException>moveOnAfter(
                        LIMIT,
                        scope -> {
                            while (true) {
                                DiskLock lock = disk.tryLock(dataDir.resolve("lock"));
                                if (lock != null) {
                                    lock.close();
                                    return true;
                                }
                                Time.sleep(POLL);
                            }
                        });
        if (waited.wasCaught()) {
            throw new OperationFailed(
                    ErrorCode.TIMEOUT, "the server still stops after " + LIMIT.toSeconds() + " s");
        }
    }
}
