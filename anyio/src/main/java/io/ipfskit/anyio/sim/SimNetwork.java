package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Kernel;
import io.ipfskit.anyio.KernelAccess;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A network of simulated hosts, with faults: for tests.
///
/// Each host is a [io.ipfskit.anyio.net.Network] for the code that runs there. Packets take the
/// time of their [Link]; streams behave as TCP does over what the links do to packets: with bounded
/// buffers, sending again, patience and resets. UDP loses, doubles and reorders. UNIX sockets stay
/// within one host. All randomness and all time are the run's, so that on `sim` one seed gives one
/// course of events; on other backends it works in real time.
///
/// ```java
/// SimNetwork network = new SimNetwork();
/// Network a = network.host("a");
/// Network b = network.host("b");
/// Listener listener = b.listen(Address.of("b", 80));
/// ByteStream stream = a.dial(Address.of("b", 80));
/// network.partition("a", "b");
/// ```
///
/// Names: each host is known by its name and its IPv4 address, [#name] adds names for several; any
/// other IP address is a black hole. May be used by any task of the run.
public final class SimNetwork implements FaultTarget {
    private static final int LOG_LINES_MAX = 10_000;

    private final SimNetworkOptions options;
    private final Object monitor = new Object();
    private final long beganAt;
    private final Agenda agenda;
    private final Chance chance;
    private final Tally tally = new Tally();
    private final Wire nowhere;

    // Guarded by the monitor.
    private final HostTable hosts = new HostTable();
    private final TreeMap<Long, Wire> wires = new TreeMap<>();
    private final LinkedHashSet<OnHost> open = new LinkedHashSet<>();
    private final ArrayDeque<String> log = new ArrayDeque<>();

    /// Makes a network for the tasks of the caller's run, as [SimNetworkOptions#DEFAULT] says.
    ///
    /// @throws IllegalStateException outside a run
    public SimNetwork() {
        this(SimNetworkOptions.DEFAULT);
    }

    /// Makes a network for the tasks of the caller's run.
    ///
    /// @throws IllegalStateException outside a run
    public SimNetwork(SimNetworkOptions options) {
        this.options = options;
        Kernel kernel = KernelAccess.ofCaller();
        agenda = new Agenda(monitor, kernel);
        chance = new Chance(kernel.random());
        beganAt = agenda.now();
        nowhere = new Wire(this, options.link());
        nowhere.cut(true);
    }

    /// Returns the host of that name, made now if there is none.
    ///
    /// @throws IllegalArgumentException when the name is no host name: letters, digits, `-`, `_`
    ///   and `.`, at most 253, not all digits and dots
    public SimHost host(String name) {
        synchronized (monitor) {
            agenda.catchUp();
            return hosts.host(this, name);
        }
    }

    /// Has `name` stand for several hosts or IP addresses, dialled in this order.
    public void name(String name, List<String> targets) {
        synchronized (monitor) {
            agenda.catchUp();
            hosts.name(name, targets);
        }
    }

    /// Returns the options it was opened with.
    public SimNetworkOptions options() {
        return options;
    }

    /// Returns the numbers now.
    public SimNetworkStatistics statistics() {
        synchronized (monitor) {
            agenda.catchUp();
            int connections = 0;
            for (SimHost host : hosts.all()) {
                connections += host.connections();
            }
            return new SimNetworkStatistics(
                    tally.streamsOpen,
                    tally.listenersOpen,
                    tally.datagramSocketsOpen,
                    connections,
                    tally.streamsMade,
                    tally.streamBytesSent,
                    tally.streamBytesReceived,
                    tally.datagramsSent,
                    tally.datagramsReceived,
                    tally.datagramsDropped,
                    tally.datagramsReordered,
                    tally.datagramsDuplicated,
                    tally.packetsLost);
        }
    }

    /// Returns streams, listeners and sockets that nobody has closed, as text, in order of opening;
    /// those that a crash took are not among them.
    public List<String> leaks() {
        synchronized (monitor) {
            agenda.catchUp();
            List<String> found = new ArrayList<>();
            for (OnHost one : open) {
                found.add(one.toString());
            }
            return found;
        }
    }

    /// Returns what was broken and mended so far, each with its time since the network was opened;
    /// at most the last 10,000 lines.
    public List<String> log() {
        synchronized (monitor) {
            agenda.catchUp();
            return List.copyOf(log);
        }
    }

    // ---- faults ----

    @Override
    public List<String> hosts() {
        synchronized (monitor) {
            agenda.catchUp();
            return hosts.names();
        }
    }

    @Override
    public boolean isUp(String host) {
        synchronized (monitor) {
            agenda.catchUp();
            return known(host).isUp();
        }
    }

    @Override
    public void partitionOneWay(String from, String to) {
        synchronized (monitor) {
            agenda.catchUp();
            note("cut " + from + " to " + to);
            wire(known(from), known(to)).cut(true);
            between(from, to).forEach(Endpoint::probeIfWaiting);
        }
    }

    @Override
    public void split(List<String> side) {
        synchronized (monitor) {
            agenda.catchUp();
            note("split off " + side);
            cutAround(side, true);
            for (SimHost host : hosts.all()) {
                host.probeWaiting();
            }
        }
    }

    @Override
    public void rejoin(List<String> side) {
        synchronized (monitor) {
            agenda.catchUp();
            note("rejoin " + side);
            cutAround(side, false);
        }
    }

    private void cutAround(List<String> side, boolean cut) {
        Set<String> inside = new TreeSet<>(side);
        for (String name : inside) {
            for (SimHost other : hosts.all()) {
                if (!inside.contains(other.name())) {
                    wire(known(name), other).cut(cut);
                    wire(other, known(name)).cut(cut);
                }
            }
        }
    }

    @Override
    public void heal(String one, String other) {
        synchronized (monitor) {
            agenda.catchUp();
            note("heal " + one + " and " + other);
            wire(known(one), known(other)).cut(false);
            wire(known(other), known(one)).cut(false);
        }
    }

    @Override
    public void healAll() {
        synchronized (monitor) {
            agenda.catchUp();
            note("heal all");
            for (Wire wire : wires.values()) {
                wire.cut(false);
            }
        }
    }

    @Override
    public void reset(String one, String other) {
        synchronized (monitor) {
            agenda.catchUp();
            note("reset between " + one + " and " + other);
            between(one, other).forEach(end -> end.destroy("connection reset by peer"));
        }
    }

    @Override
    public void link(String one, String other, Link link) {
        synchronized (monitor) {
            agenda.catchUp();
            note("link between " + one + " and " + other + ": " + link);
            wire(known(one), known(other)).link(link);
            wire(known(other), known(one)).link(link);
        }
    }

    @Override
    public Link link(String from, String to) {
        synchronized (monitor) {
            agenda.catchUp();
            return wire(known(from), known(to)).link();
        }
    }

    @Override
    public void crash(String host) {
        synchronized (monitor) {
            agenda.catchUp();
            if (known(host).isUp()) {
                note("crash " + host);
                known(host).crash();
                for (OnHost one : List.copyOf(open)) {
                    if (one.host().name().equals(host)) {
                        closed(one);
                    }
                }
            }
        }
    }

    @Override
    public void restart(String host) {
        synchronized (monitor) {
            agenda.catchUp();
            if (!known(host).isUp()) {
                note("restart " + host);
                known(host).restart();
            }
        }
    }

    /// Has a host refuse dials, or take them again; what is connected stays.
    public void refuse(String host, boolean refuses) {
        synchronized (monitor) {
            agenda.catchUp();
            note(host + (refuses ? " refuses dials" : " takes dials"));
            known(host).refusing(refuses);
        }
    }

    // ---- for hosts and what is open on them; under the monitor ----

    Object monitor() {
        return monitor;
    }

    Agenda agenda() {
        return agenda;
    }

    Chance chance() {
        return chance;
    }

    Tally tally() {
        return tally;
    }

    <T extends OnHost> T opened(T one) {
        open.add(one);
        count(one, 1);
        return one;
    }

    void closed(OnHost one) {
        if (open.remove(one)) {
            count(one, -1);
        }
    }

    private void count(OnHost one, int change) {
        switch (one) {
            case SimStream _ -> tally.streamsOpen += change;
            case SimListener _ -> tally.listenersOpen += change;
            case SimDatagramSocket _ -> tally.datagramSocketsOpen += change;
        }
    }

    List<String> resolve(String name) throws UnknownHostException {
        return hosts.resolve(name);
    }

    Way way(SimHost from, String ip) {
        SimHost to = hosts.at(ip);
        return to == null ? new Way(null, nowhere, nowhere, false) : way(from, to);
    }

    Way way(SimHost from, SimHost to) {
        return new Way(to, wire(from, to), wire(to, from), from == to);
    }

    private Wire wire(SimHost from, SimHost to) {
        long pair = (long) from.number() << 32 | to.number();
        return wires.computeIfAbsent(
                pair, _ -> new Wire(this, from == to ? Link.LOOPBACK : options.link()));
    }

    private SimHost known(String name) {
        return hosts.known(name);
    }

    /// Both ends of every connection between two hosts.
    private List<Endpoint> between(String one, String other) {
        List<Endpoint> found = new ArrayList<>(known(one).endpointsTo(known(other)));
        found.addAll(known(other).endpointsTo(known(one)));
        return found;
    }

    private void note(String what) {
        if (log.size() == LOG_LINES_MAX) {
            log.removeFirst();
        }
        log.add(Duration.ofNanos(agenda.now() - beganAt) + " " + what);
    }
}
