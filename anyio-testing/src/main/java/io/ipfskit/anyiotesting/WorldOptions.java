package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.sim.SimNetworkOptions;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// How a [World] is made.
///
/// @param network its network
/// @param disks what makes the disk of each host; null for hosts without disks
public record WorldOptions(SimNetworkOptions network, HostDisk.@Nullable Factory disks) {
    /// The network of [SimNetworkOptions#DEFAULT], no disks.
    public static final WorldOptions DEFAULT = new WorldOptions(SimNetworkOptions.DEFAULT, null);

    /// Checks that there is a network.
    public WorldOptions {
        Objects.requireNonNull(network, "network");
    }

    /// Returns the options with another network.
    public WorldOptions withNetwork(SimNetworkOptions other) {
        return new WorldOptions(other, disks);
    }

    /// Returns the options with disks.
    public WorldOptions withDisks(HostDisk.Factory factory) {
        return new WorldOptions(network, factory);
    }
}
