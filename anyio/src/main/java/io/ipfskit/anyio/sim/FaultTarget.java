package io.ipfskit.anyio.sim;

import java.util.List;

/// What a [Script] and [Faults] break and mend: a simulated network, or a whole world of hosts.
///
/// Hosts are called by name. Everything takes effect at once, and what is broken already, or whole
/// already, stays so.
public interface FaultTarget {
    /// Returns the names of the hosts, in order of their making.
    List<String> hosts();

    /// Returns whether the host runs.
    boolean isUp(String host);

    /// Cuts both ways between two hosts: no packet arrives, those under way included.
    default void partition(String one, String other) {
        partitionOneWay(one, other);
        partitionOneWay(other, one);
    }

    /// Cuts the way from one host to another; the way back stays.
    void partitionOneWay(String from, String to);

    /// Cuts every way between some hosts and all others.
    void split(List<String> side);

    /// Mends every way between some hosts and all others.
    void rejoin(List<String> side);

    /// Mends both ways between two hosts.
    void heal(String one, String other);

    /// Mends all ways.
    void healAll();

    /// Resets every connection between two hosts, on both ends at once.
    void reset(String one, String other);

    /// Has both ways between two hosts behave as `link` says from now on.
    void link(String one, String other, Link link);

    /// Returns how the way from one host to another behaves.
    Link link(String from, String to);

    /// Ends the host as a power cut does. Peers notice as with TCP: not at all while they only
    /// listen, by a timeout when they send, by a reset when they send after a restart.
    void crash(String host) throws InterruptedException;

    /// Starts a crashed host again; nothing that was open before is.
    void restart(String host) throws InterruptedException;
}
