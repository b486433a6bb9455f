package io.ipfskit.cli;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.kit.Catalog;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.mcp.McpServer;
import io.ipfskit.mcp.StdioTransport;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.mcp.KitCaller;
import io.ipfskit.server.mcp.LocalCaller;
import io.ipfskit.server.mcp.OperationCaller;
import io.ipfskit.server.mcp.OperationTools;
import io.ipfskit.server.mcp.PathPolicy;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;

/// `ipfs-kit mcp`: a Model Context Protocol server on stdin and stdout. It forwards to a running
/// server, else it opens the data directory. Paths are checked and read by this process, in the
/// client's roots or the working directory. stdout carries protocol only.
@CommandLine.Command(
        name = "mcp",
        description = "Serve the Model Context Protocol on stdin and stdout.",
        sortOptions = false)
final class McpCommand implements Command.Plain {
    @Override
    public boolean takesDryRun() {
        return false;
    }

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        Config config = Nodes.configuration(globals);
        try (Logs logs = Logs.start(config, terminal)) {
            return Nodes.inRun(
                    config.backend(),
                    RunOptions.withSignals().named("ipfs-kit mcp").carrying(new LogContext()),
                    () -> {
                        URI server = Nodes.server(config, globals);
                        if (server != null) {
                            try (IpfsKit kit = Nodes.connect(server, config, globals)) {
                                serve(
                                        new KitCaller(kit, Catalog.all()),
                                        config,
                                        terminal,
                                        server.toString());
                            }
                            return 0;
                        }
                        return Kit.<Integer, Exception>run(
                                config,
                                KitOptions.EMBEDDED.withLogFiles(logs.files()),
                                kit -> {
                                    serve(
                                            new LocalCaller(kit.registry(), kit.operations()),
                                            config,
                                            terminal,
                                            null);
                                    return 0;
                                });
                    });
        }
    }

    private static void serve(
            OperationCaller caller, Config config, Terminal terminal, @Nullable String restUrl)
            throws InterruptedException {
        PathPolicy paths =
                PathPolicy.overStdio(
                        Disk.real(), config.mcp().roots(), Path.of("").toAbsolutePath());
        McpServer server =
                new McpServer(
                        OperationTools.options(BuildInfo.CURRENT.version()),
                        new OperationTools(caller, paths, () -> restUrl));
        OutputStream out = terminal.out();
        new StdioTransport(server, StdioTransport.DRAIN).serve(terminal.in(), out, Principal.LOCAL);
    }
}
