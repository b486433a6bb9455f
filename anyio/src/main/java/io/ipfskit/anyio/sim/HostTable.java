package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The hosts of a network by name and by address, and the names that stand for several. Guarded by
/// the world's monitor.
final class HostTable {
    private static final int HOSTS_MAX = 65_000;

    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, SimHost> byIp = new TreeMap<>();
    private final Map<String, List<String>> names = new TreeMap<>();

    /// Returns the host of that name, made now for `network` if there is none.
    ///
    /// @throws IllegalArgumentException when the name is no host name
    SimHost host(SimNetwork network, String name) {
        SimHost known = hosts.get(name);
        if (known != null) {
            return known;
        }
        if (!name.matches("[A-Za-z0-9._-]{1,253}") || isIp(name) || name.equals("localhost")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a host");
        }
        int number = hosts.size() + 1;
        if (number > HOSTS_MAX) {
            throw new IllegalStateException("a network has at most " + HOSTS_MAX + " hosts");
        }
        String ip = "10.0." + number / 256 + "." + number % 256;
        SimHost made = new SimHost(network, number, name, ip);
        hosts.put(name, made);
        byIp.put(ip, made);
        return made;
    }

    /// Has `name` stand for several hosts or IP addresses, in this order.
    void name(String name, List<String> targets) {
        List<String> ips = new ArrayList<>();
        for (String target : targets) {
            ips.add(isIp(target) ? target : known(target).ip());
        }
        names.put(name, List.copyOf(ips));
    }

    /// All hosts, in order of their making.
    Collection<SimHost> all() {
        return hosts.values();
    }

    /// The names of all hosts, in order of their making.
    List<String> names() {
        return List.copyOf(hosts.keySet());
    }

    /// The host of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    SimHost known(String name) {
        SimHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host is called '" + name + "'");
        }
        return host;
    }

    /// The host with that address, null when nobody has it.
    @Nullable SimHost at(String ip) {
        return byIp.get(ip);
    }

    /// The IP addresses of a name, at least one.
    List<String> resolve(String name) throws UnknownHostException {
        List<String> several = names.get(name);
        if (several != null && !several.isEmpty()) {
            return several;
        }
        SimHost host = hosts.get(name);
        if (host != null) {
            return List.of(host.ip());
        }
        if (name.equals("localhost")) {
            return List.of("127.0.0.1");
        }
        if (isIp(name)) {
            return List.of(name);
        }
        throw new UnknownHostException(name);
    }

    private static boolean isIp(String name) {
        try {
            return InetAddress.ofLiteral(name) != null;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
