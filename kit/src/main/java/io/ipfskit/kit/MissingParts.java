package io.ipfskit.kit;

import io.ipfskit.anyio.Meters;
import io.ipfskit.kit.Capabilities.Missing;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.Component;

import java.util.ArrayList;
import java.util.List;

/// The parts a node lacks: not in this build, not configured, not passed in, or failed.
final class MissingParts {
    private static final String NO_FIX = "a later version of ipfs-kit";

    private static final List<Missing> NOT_BUILT =
            List.of(
                    notBuilt(
                            "network", "no libp2p host, bitswap or routing: content is local only"),
                    notBuilt("storage", "no storage backends beside the node's own packs"),
                    notBuilt("cluster", "no cluster of nodes and no roles"),
                    notBuilt("webrtc", "no media streams"),
                    notBuilt("inference", "no models"));

    private MissingParts() {}

    private static Missing notBuilt(String name, String lack) {
        return new Missing(name, "this build has " + lack, NO_FIX);
    }

    /// The parts that a node of this configuration lacks now.
    static List<Missing> of(Config config, KitOptions options, List<Component> components) {
        List<Missing> missing = new ArrayList<>(NOT_BUILT);
        Doors doors = options.doors();
        if (options.meters().equals(Meters.NONE)) {
            missing.add(
                    new Missing(
                            "metrics",
                            "nothing takes them",
                            "pass Meters in the KitOptions of an embedded node"));
        }
        if (doors == null) {
            missing.add(
                    new Missing(
                            "listeners",
                            "an embedded node has no API and no gateway listener",
                            "run ipfs-kit daemon"));
        } else {
            if (doors.gateway() == null) {
                missing.add(
                        new Missing("gateway", "no gateway listens", "configure gateway.listen"));
            }
            if (config.api().token() == null) {
                missing.add(
                        new Missing(
                                "api_token",
                                "no token is configured, so the API is for loopback only",
                                "configure api.auth.token_file"));
            }
            if (config.mcp().roots().isEmpty()) {
                missing.add(
                        new Missing(
                                "mcp_roots",
                                "no folders are configured that MCP clients may add from",
                                "configure mcp.roots"));
            }
        }
        for (Component component : components) {
            if (component.state() == Component.State.FAILED) {
                missing.add(
                        new Missing(
                                component.name(),
                                "the service failed: " + component.reason(),
                                "look at the log for the cause, then start the node again"));
            }
        }
        return List.copyOf(missing);
    }
}
