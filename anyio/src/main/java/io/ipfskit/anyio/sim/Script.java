package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.Time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Faults at given times, written down as they happen.
///
/// ```java
/// Script.at(Duration.ofSeconds(5)).partition("a", "b")
///         .andAt(Duration.ofSeconds(20)).heal("a", "b").crash("c")
///         .andAt(Duration.ofSeconds(30)).restart("c")
///         .play(network);
/// ```
///
/// Times count from the beginning of [#play]. Immutable: each verb returns a longer script.
public final class Script {
    /// One thing to do to a target, for what has no verb here.
    @FunctionalInterface
    public interface Act {
        /// Does it.
        void run(FaultTarget target) throws InterruptedException;
    }

    private record Line(Duration at, Act act) {}

    private final List<Line> lines;
    private final Duration at;

    private Script(List<Line> lines, Duration at) {
        this.lines = lines;
        this.at = at;
    }

    /// Returns a script that begins at that time.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public static Script at(Duration time) {
        return new Script(List.of(), Duration.ZERO).andAt(time);
    }

    /// Returns the script whose next verbs happen at that time.
    ///
    /// @throws IllegalArgumentException when the time is before the one before
    public Script andAt(Duration time) {
        if (time.compareTo(at) < 0) {
            throw new IllegalArgumentException("a script goes forward: " + time + " after " + at);
        }
        return new Script(lines, time);
    }

    /// Cuts both ways between two hosts.
    public Script partition(String one, String other) {
        return act(target -> target.partition(one, other));
    }

    /// Cuts the way from one host to another.
    public Script partitionOneWay(String from, String to) {
        return act(target -> target.partitionOneWay(from, to));
    }

    /// Cuts some hosts off from all others.
    public Script split(String... side) {
        List<String> hosts = List.of(side);
        return act(target -> target.split(hosts));
    }

    /// Mends the ways between some hosts and all others.
    public Script rejoin(String... side) {
        List<String> hosts = List.of(side);
        return act(target -> target.rejoin(hosts));
    }

    /// Mends both ways between two hosts.
    public Script heal(String one, String other) {
        return act(target -> target.heal(one, other));
    }

    /// Mends all ways.
    public Script healAll() {
        return act(FaultTarget::healAll);
    }

    /// Resets the connections between two hosts.
    public Script reset(String one, String other) {
        return act(target -> target.reset(one, other));
    }

    /// Changes both ways between two hosts.
    public Script link(String one, String other, Link link) {
        return act(target -> target.link(one, other, link));
    }

    /// Crashes a host.
    public Script crash(String host) {
        return act(target -> target.crash(host));
    }

    /// Starts a crashed host again.
    public Script restart(String host) {
        return act(target -> target.restart(host));
    }

    /// Does something else.
    public Script act(Act act) {
        List<Line> longer = new ArrayList<>(lines);
        longer.add(new Line(at, act));
        return new Script(List.copyOf(longer), at);
    }

    /// Plays the script in the calling task and returns after its last line.
    public void play(FaultTarget target) throws InterruptedException {
        long began = Time.now();
        for (Line line : lines) {
            Time.sleepUntil(new Deadline(began + line.at.toNanos()));
            line.act.run(target);
        }
    }
}
