package io.ipfskit.kit;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.PackStore;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.DataDirectory;
import io.ipfskit.kit.life.LifeCycle;
import io.ipfskit.kit.life.LifeCycle.Service;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.node.Node;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.NodePaths;
import io.ipfskit.node.fetch.HttpFetch;
import io.ipfskit.node.fetch.UrlPolicy;
import io.ipfskit.node.filestore.FilestoreRules;
import io.ipfskit.node.identity.Identity;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.wal.log.LogOptions;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// The services of a node in the order of their start; they stop in reverse.
final class StartList {
    private static final Logger LOG = System.getLogger(StartList.class.getName());

    private StartList() {}

    /// What the other parts of the kit use of them.
    record Parts(DataDirectory dataDirectory, Node node) {}

    /// Starts the node's own services.
    ///
    /// @throws StartRefused when one does not start
    static Parts startNode(LifeCycle life, Config config, KitOptions options)
            throws InterruptedException {
        DataDirectory directory =
                life.start(
                        "data directory",
                        _ -> {
                            DataDirectory opened =
                                    DataDirectory.open(options.disk(), config.dataDir());
                            return new Service<>(opened, opened::close);
                        });
        LogFiles logFiles = options.logFiles();
        if (logFiles != null) {
            life.start(
                    "log files",
                    _ -> {
                        logFiles.open(directory.path().resolve("logs"));
                        return new Service<>(logFiles, logFiles::close);
                    });
        }
        NodePaths paths = new NodePaths(directory.path());
        Identity identity =
                life.start(
                        "identity",
                        _ -> Service.of(Identity.open(options.disk(), paths.identity())));
        RepositoryLog repository =
                life.start(
                        "repository log",
                        own -> {
                            RepositoryLog log =
                                    RepositoryLog.open(
                                            own,
                                            options.disk(),
                                            paths.repositoryLog(),
                                            LogOptions.DEFAULT,
                                            options.meters());
                            return new Service<>(log, log::close);
                        });
        BlockStore blocks =
                life.start(
                        "blocks",
                        own -> {
                            PackStore store =
                                    PackStore.open(
                                            own,
                                            options.disk(),
                                            paths.blocks(),
                                            PackOptions.DEFAULT,
                                            options.meters());
                            return new Service<>(store, () -> closeCovered(store));
                        });
        Node node =
                life.start(
                        "node",
                        own -> {
                            Node opened =
                                    Node.open(
                                            options.disk(),
                                            paths,
                                            blocks,
                                            repository,
                                            identity,
                                            nodeOptions(config, options));
                            Upkeep.start(own, opened, config.gc());
                            return Service.of(opened);
                        });
        return new Parts(directory, node);
    }

    private static NodeOptions nodeOptions(Config config, KitOptions options) {
        String agent = BuildInfo.CURRENT.agent();
        UrlPolicy policy = UrlPolicy.PUBLIC.withPrivate(config.urls().allowsPrivate());
        return NodeOptions.offline(agent)
                .withFetch(HttpFetch.real(policy, agent))
                .withFilestore(
                        new FilestoreRules(config.filestore().roots(), config.filestore().urls()))
                .withMeters(options.meters());
    }

    /// Starts the services that were passed in.
    ///
    /// @throws StartRefused when a needed one does not start
    static void startExtras(LifeCycle life, List<ExtraService> services, Kit kit)
            throws InterruptedException {
        for (ExtraService service : services) {
            if (service.restarts() == null) {
                life.<Object>start(service.name(), own -> erased(service.start().run(kit, own)));
            } else {
                life.keep(
                        service.name(),
                        service.restarts(),
                        own -> erased(service.start().run(kit, own)));
            }
        }
    }

    private static Service<Object> erased(Service<?> service) {
        return new Service<>(service.value(), service.stop());
    }

    /// Listens, and writes down where.
    ///
    /// @throws StartRefused when a listener does not start, or the address files cannot be written
    static void startDoors(LifeCycle life, Doors doors, DataDirectory directory, Kit kit)
            throws InterruptedException {
        life.start(
                "doors",
                own -> {
                    doors.start(kit, own);
                    return new Service<>(
                            doors,
                            () -> {
                                doors.close();
                                directory.publish(null, null);
                            });
                });
        try {
            directory.publish(doors.api(), doors.gateway());
        } catch (IOException e) {
            throw new StartRefused(
                    StartRefused.Reason.NOT_WRITABLE,
                    "cannot write the files api and gateway in "
                            + directory.path()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Closes the store behind an empty batch, so that damage done to its last blocks while nobody
    /// runs is told as damage. Where the run was cancelled there is none, as after a crash.
    private static void closeCovered(PackStore store) throws IOException, InterruptedException {
        try (store) {
            store.cover();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the last blocks stay uncovered", e);
        }
    }
}
