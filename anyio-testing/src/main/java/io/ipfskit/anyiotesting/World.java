package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.sim.FaultTarget;
import io.ipfskit.anyio.sim.Link;
import io.ipfskit.anyio.sim.SimNetwork;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Several hosts in one test, each with its tasks, its view of a simulated network and its disk.
///
/// ```java
/// World.open(world -> {
///     world.host("server", host -> serve(host.network()));
///     Host client = world.host("client");
///     world.partition("client", "server");
///     world.crash("server");
///     world.restart("server");
///     ...
/// });
/// ```
///
/// A crash takes the network and the disk from the host's tasks first, so that their clean-up
/// reaches nobody, then cancels them and waits for their end. A world is strict: when it closes, a
/// stream, listener or socket that a task left open fails the test. On `sim` one seed gives one
/// course of events and hours cost nothing; it runs on the other backends too, in real time.
public final class World implements FaultTarget {
    private static final int LOOKS = 1_000;

    private final WorldOptions options;
    private final TaskGroup group;
    private final SimNetwork network;
    private final long began = Time.now();

    // Guarded by itself; in order of making.
    private final Map<String, Host> hosts = new LinkedHashMap<>();

    private World(WorldOptions options, TaskGroup group) {
        this.options = options;
        this.group = group;
        this.network = new SimNetwork(options.network());
    }

    /// Opens a world, runs `body`, then cancels what runs on the hosts and waits for it.
    ///
    /// @throws io.ipfskit.anyio.TaskFailed when a task of a host failed
    /// @throws AssertionError when something was left open in the network
    public static <R extends @Nullable Object, X extends Exception> R open(
            WorldOptions options, Body<World, R, X> body) throws X, InterruptedException {
        List<String> leaks = new ArrayList<>();
        R result =
                TaskGroup.open(
                        "world",
                        group -> {
                            World world = new World(options, group);
                            R value = body.run(world);
                            world.end();
                            leaks.addAll(world.network.leaks());
                            return value;
                        });
        if (!leaks.isEmpty()) {
            throw new AssertionError("left open in the simulated network: " + leaks);
        }
        return result;
    }

    /// As [#open(WorldOptions, Body)] with [WorldOptions#DEFAULT].
    public static <R extends @Nullable Object, X extends Exception> R open(Body<World, R, X> body)
            throws X, InterruptedException {
        return open(WorldOptions.DEFAULT, body);
    }

    /// Starts a host that runs `program`, now and after each restart.
    ///
    /// @throws IllegalArgumentException when there is a host of that name
    public Host host(String name, Host.Program program) throws InterruptedException {
        Host host;
        synchronized (hosts) {
            if (hosts.containsKey(name)) {
                throw new IllegalArgumentException("there is a host '" + name + "' already");
            }
            HostDisk.Factory disks = options.disks();
            HostDisk disk = disks == null ? null : disks.of(name);
            host = new Host(name, network.host(name), disk, program);
            hosts.put(name, host);
        }
        host.start(group);
        return host;
    }

    /// Starts a host that runs nothing but what is forked on it.
    public Host host(String name) throws InterruptedException {
        return host(name, _ -> {});
    }

    /// Returns the network.
    public SimNetwork network() {
        return network;
    }

    // ---- time ----

    /// Returns the time since the world was opened.
    public Duration elapsed() {
        return Duration.ofNanos(Time.now() - began);
    }

    /// Sleeps until so much time has passed since the world was opened; a checkpoint when it has.
    public void sleepUntil(Duration elapsed) throws InterruptedException {
        Time.sleepUntil(new Deadline(began + elapsed.toNanos()));
    }

    /// Waits until `isTrue`, which is asked a thousand times until the limit.
    ///
    /// @throws AssertionError when it is not true within `limit`; it says `what`, and what was
    ///   broken and mended so far
    public void await(String what, Duration limit, BooleanSupplier isTrue)
            throws InterruptedException {
        for (int i = 0; !isTrue.getAsBoolean(); i++) {
            if (i == LOOKS) {
                throw new AssertionError(
                        "not within " + limit + ": " + what + "; the faults: " + log());
            }
            Time.sleep(limit.dividedBy(LOOKS));
        }
    }

    /// Returns what was broken and mended so far, with times.
    public List<String> log() {
        return network.log();
    }

    // ---- faults ----

    @Override
    public List<String> hosts() {
        return network.hosts();
    }

    @Override
    public boolean isUp(String host) {
        return network.isUp(host);
    }

    @Override
    public void partitionOneWay(String from, String to) {
        network.partitionOneWay(from, to);
    }

    @Override
    public void split(List<String> side) {
        network.split(side);
    }

    @Override
    public void rejoin(List<String> side) {
        network.rejoin(side);
    }

    @Override
    public void heal(String one, String other) {
        network.heal(one, other);
    }

    @Override
    public void healAll() {
        network.healAll();
    }

    @Override
    public void reset(String one, String other) {
        network.reset(one, other);
    }

    @Override
    public void link(String one, String other, Link link) {
        network.link(one, other, link);
    }

    @Override
    public Link link(String from, String to) {
        return network.link(from, to);
    }

    /// Crashes a host and waits until its tasks have ended.
    @Override
    public void crash(String name) throws InterruptedException {
        Host host = known(name);
        host.fall();
        network.crash(name);
        host.cutPower();
        host.end("host " + name + " crashed");
    }

    /// Starts a crashed host again, with its program.
    @Override
    public void restart(String name) throws InterruptedException {
        Host host = known(name);
        if (!host.isUp()) {
            host.end("host " + name + " crashed");
            host.givePower();
            network.restart(name);
            host.start(group);
        }
    }

    private Host known(String name) {
        synchronized (hosts) {
            Host host = hosts.get(name);
            if (host == null) {
                throw new IllegalArgumentException("no host is called '" + name + "'");
            }
            return host;
        }
    }

    /// Switches every host off in good order: its tasks may still say goodbye.
    private void end() throws InterruptedException {
        List<Host> all;
        synchronized (hosts) {
            all = List.copyOf(hosts.values());
        }
        CancelScope.shield(_ -> {
            for (Host host : all) {
                host.end("the world ends");
            }
            return 0;
        });
    }
}
