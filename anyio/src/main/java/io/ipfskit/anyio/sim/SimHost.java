package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.DialOptions;
import io.ipfskit.anyio.net.ListenOptions;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One host of a [SimNetwork]: its view of the network, as code under test takes it.
///
/// It stays the same over crashes; while the host is down its calls fail with [SocketException].
public final class SimHost implements Network {
    private static final int EPHEMERAL_MIN = 49_152;
    private static final int PORT_MAX = 65_535;

    private final SimNetwork network;
    private final Object world;
    private final int number;
    private final String name;
    private final String ip;

    // Guarded by the world's monitor. Sorted, because some are gone through.
    private final TreeMap<Integer, ListenQueue> tcp = new TreeMap<>();
    private final TreeMap<String, ListenQueue> unix = new TreeMap<>();
    private final TreeMap<Integer, SimDatagramSocket> udp = new TreeMap<>();
    private final TreeMap<Long, Endpoint> endpoints = new TreeMap<>();
    private long endpointIds;
    private int lastPort = EPHEMERAL_MIN - 1;
    private boolean isUp = true;
    private boolean isRefusing;

    SimHost(SimNetwork network, int number, String name, String ip) {
        this.network = network;
        this.world = network.monitor();
        this.number = number;
        this.name = name;
        this.ip = ip;
    }

    /// Returns the name, under which others dial it.
    public String name() {
        return name;
    }

    /// Returns the IPv4 address, under which others can dial it too.
    public String ip() {
        return ip;
    }

    // ---- the view ----

    @Override
    public ByteStream dial(Address address, DialOptions options)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        return switch (address) {
            case Address.Inet inet -> dialName(inet, options);
            case Address.Unix socket -> dialUnix(socket);
        };
    }

    private ByteStream dialName(Address.Inet address, DialOptions options)
            throws IOException, InterruptedException {
        List<String> found;
        synchronized (world) {
            network.agenda().catchUp();
            requireUp();
            found = network.resolve(address.host());
        }
        List<Address.Inet> targets = new ArrayList<>();
        for (String one : found.subList(0, Math.min(found.size(), options.attempts()))) {
            targets.add(new Address.Inet(one, address.port()));
        }
        return targets.size() == 1
                ? dialOne(targets.getFirst(), options.isKeepAlive())
                : new EagerDial(this, address, targets, options).first();
    }

    /// Dials one IP address.
    ByteStream dialOne(Address.Inet target, boolean isKeepAlive)
            throws IOException, InterruptedException {
        Endpoint endpoint;
        synchronized (world) {
            network.agenda().catchUp();
            requireUp();
            Way way = way(target.host());
            Address local = new Address.Inet(sourceFor(way), freePort(tcp));
            endpoint = Endpoint.dialling(this, way, local, target, isKeepAlive);
            remember(endpoint);
            endpoint.sendSyn();
        }
        return connected(endpoint);
    }

    private ByteStream dialUnix(Address.Unix socket) throws IOException, InterruptedException {
        Endpoint endpoint;
        synchronized (world) {
            network.agenda().catchUp();
            requireUp();
            if (!unix.containsKey(socket.path().toString())) {
                throw new ConnectException(name + " to " + socket + ": nobody listens there");
            }
            Address unbound = new Address.Unix(Path.of(""));
            Way way = network.way(this, this);
            endpoint = Endpoint.dialling(this, way, unbound, socket, false);
            remember(endpoint);
            endpoint.sendSyn();
        }
        return connected(endpoint);
    }

    private ByteStream connected(Endpoint endpoint) throws IOException, InterruptedException {
        try {
            while (true) {
                Event event;
                synchronized (world) {
                    network.agenda().catchUp();
                    if (endpoint.broken() != null) {
                        throw new ConnectException(
                                name + " to " + endpoint.remote + ": " + endpoint.broken());
                    }
                    if (endpoint.state() == Endpoint.State.ESTABLISHED) {
                        return SimStream.of(endpoint);
                    }
                    event = endpoint.writable.arm();
                }
                network.agenda().await(event);
            }
        } catch (InterruptedException cancelled) {
            synchronized (world) {
                network.agenda().catchUp();
                endpoint.abort();
            }
            throw cancelled;
        }
    }

    @Override
    public Listener listen(Address address, ListenOptions options)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        synchronized (world) {
            network.agenda().catchUp();
            requireUp();
            ListenQueue queue;
            switch (address) {
                case Address.Inet inet -> {
                    Address.Inet bound = bound(inet, tcp);
                    queue = new ListenQueue(bound, isLoopback(inet.host()), options.backlog());
                    tcp.put(bound.port(), queue);
                }
                case Address.Unix socket -> {
                    queue = new ListenQueue(socket, true, options.backlog());
                    if (unix.putIfAbsent(socket.path().toString(), queue) != null) {
                        throw new BindException(name + ": " + socket + " is in use");
                    }
                }
            }
            return network.opened(new SimListener(this, queue));
        }
    }

    @Override
    public DatagramSocket bind(Address.Inet address) throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        synchronized (world) {
            network.agenda().catchUp();
            requireUp();
            Address.Inet bound = bound(address, udp);
            SimDatagramSocket socket =
                    new SimDatagramSocket(this, bound, isLoopback(address.host()));
            udp.put(bound.port(), socket);
            return network.opened(socket);
        }
    }

    @Override
    public String toString() {
        return name + " (" + ip + ")";
    }

    // ---- for the network; under the monitor ----

    SimNetwork network() {
        return network;
    }

    boolean isUp() {
        return isUp;
    }

    void refusing(boolean refuses) {
        isRefusing = refuses;
    }

    @Nullable SimDatagramSocket datagramSocket(int port) {
        return udp.get(port);
    }

    int number() {
        return number;
    }

    /// The ends here of connections to another host.
    List<Endpoint> endpointsTo(SimHost other) {
        return endpoints.values().stream().filter(end -> end.isTo(other)).toList();
    }

    /// Ways were cut: who waits for a word asks for it.
    void probeWaiting() {
        List.copyOf(endpoints.values()).forEach(Endpoint::probeIfCut);
    }

    int connections() {
        return endpoints.size();
    }

    private void remember(Endpoint endpoint) {
        endpoint.id(++endpointIds);
        endpoints.put(endpoint.id(), endpoint);
    }

    void forget(Endpoint endpoint) {
        endpoints.remove(endpoint.id());
    }

    /// A dial arrived here.
    void answer(Endpoint client) {
        Endpoint known = client.peer();
        if (known != null && known.state() != Endpoint.State.GONE) {
            known.sendSynAck();
            return;
        }
        Way way = network.way(this, client.host());
        ListenQueue queue = listening(client.remote);
        if (queue == null || isRefusing || (queue.isLoopbackOnly && !way.isLoopback())) {
            client.refuseFrom(way);
        } else if (queue.begin()) {
            Endpoint server = Endpoint.answering(client, this, way, queue);
            remember(server);
            client.answeredBy(server);
            server.sendSynAck();
        }
    }

    private @Nullable ListenQueue listening(Address address) {
        return switch (address) {
            case Address.Inet inet -> tcp.get(inet.port());
            case Address.Unix socket -> unix.get(socket.path().toString());
        };
    }

    void endListening(ListenQueue queue) {
        switch (queue.address) {
            case Address.Inet inet -> tcp.remove(inet.port(), queue);
            case Address.Unix socket -> unix.remove(socket.path().toString(), queue);
        }
        queue.end();
    }

    void endBinding(SimDatagramSocket socket) {
        udp.remove(socket.address().port(), socket);
    }

    /// Everything open is gone, without a word to anybody.
    void crash() {
        isUp = false;
        for (Endpoint endpoint : List.copyOf(endpoints.values())) {
            Endpoint peer = endpoint.peer();
            endpoint.lose("host " + name + " crashed");
            if (peer != null) {
                peer.probeIfWaiting();
            }
        }
        for (ListenQueue queue : allQueues()) {
            endListening(queue);
        }
        for (SimDatagramSocket socket : List.copyOf(udp.values())) {
            endBinding(socket);
            socket.lose();
        }
    }

    void restart() {
        isUp = true;
    }

    private List<ListenQueue> allQueues() {
        List<ListenQueue> all = new ArrayList<>(tcp.values());
        all.addAll(unix.values());
        return all;
    }

    // ---- addresses ----

    Way way(String host) throws UnknownHostException {
        String ip = network.resolve(host).getFirst();
        return isLoopback(ip) ? network.way(this, this) : network.way(this, ip);
    }

    /// The address that others see as the source.
    String sourceFor(Way way) {
        return way.isLoopback() ? "127.0.0.1" : ip;
    }

    private void requireUp() throws SocketException {
        if (!isUp) {
            throw new SocketException("host " + name + " is down");
        }
    }

    private Address.Inet bound(Address.Inet wanted, Map<Integer, ?> taken) throws BindException {
        String host = wanted.host();
        boolean isAny = host.equals("0.0.0.0") || host.equals("::");
        if (!isAny && !isLoopback(host) && !host.equals(name) && !host.equals(ip)) {
            throw new BindException(wanted + " is no address of host " + this);
        }
        if (taken.containsKey(wanted.port())) {
            throw new BindException(wanted + " is in use on host " + this);
        }
        int port = wanted.port() == 0 ? freePort(taken) : wanted.port();
        String bound = host.equals(name) ? ip : host.equals("localhost") ? "127.0.0.1" : host;
        return new Address.Inet(bound, port);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
    }

    private int freePort(Map<Integer, ?> taken) throws BindException {
        for (int tries = 0; tries <= PORT_MAX - EPHEMERAL_MIN; tries++) {
            lastPort = lastPort == PORT_MAX ? EPHEMERAL_MIN : lastPort + 1;
            if (!taken.containsKey(lastPort)) {
                return lastPort;
            }
        }
        throw new BindException("no port is free on host " + this);
    }
}
