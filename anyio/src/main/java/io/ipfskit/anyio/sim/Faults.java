package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.KernelAccess;
import io.ipfskit.anyio.Time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Faults by the seed: what, between whom, when and for how long is drawn from the run's
/// randomness. Each is mended after a while. What was done stands in the network's log, so that a
/// failing seed can be read.
public final class Faults {
    /// How often things break, in the whole network, and for how long.
    ///
    /// @param partitions cuts of both ways between two hosts, per hour; not negative
    /// @param splits cuts of all ways between two parts of the network, each host's part drawn, per
    ///   hour
    /// @param oneWayCuts cuts of one way, per hour
    /// @param resets resets of all connections between two hosts, per hour
    /// @param badLinks times at which the ways between two hosts get ten times slower and lose
    ///   every fifth packet, per hour
    /// @param crashes crashes, per hour
    /// @param least how long a fault lasts at least; not negative
    /// @param most how long it lasts at most
    public record Rates(
            double partitions,
            double splits,
            double oneWayCuts,
            double resets,
            double badLinks,
            double crashes,
            Duration least,
            Duration most) {
        /// Something breaks every 20 seconds and stays so for 1 s to 2 min.
        public static final Rates STORM =
                new Rates(60, 6, 30, 30, 30, 30, Duration.ofSeconds(1), Duration.ofMinutes(2));

        /// Checks the ranges.
        public Rates {
            for (double rate :
                    new double[] {partitions, splits, oneWayCuts, resets, badLinks, crashes}) {
                if (!(rate >= 0)) {
                    throw new IllegalArgumentException("a rate must not be negative: " + rate);
                }
            }
            if (partitions + splits + oneWayCuts + resets + badLinks + crashes <= 0) {
                throw new IllegalArgumentException("nothing would ever break");
            }
            if (least.isNegative() || most.compareTo(least) < 0) {
                throw new IllegalArgumentException("a fault lasts from " + least + " to " + most);
            }
        }

        private double total() {
            return partitions + splits + oneWayCuts + resets + badLinks + crashes;
        }
    }

    private record Repair(long nanos, long number, Script.Act act) {}

    private static final double HOUR_NANOS = 3600e9;

    private final Rates rates;
    private final Set<String> spared;
    private final TreeSet<Repair> repairs =
            new TreeSet<>(
                    Comparator.comparingLong(Repair::nanos).thenComparingLong(Repair::number));
    private long number;

    private Faults(Rates rates, Set<String> spared) {
        this.rates = rates;
        this.spared = spared;
    }

    /// Returns faults that come that often.
    public static Faults random(Rates rates) {
        return new Faults(rates, Set.of());
    }

    /// Returns these faults, which cut some hosts off like others but do not crash them.
    public Faults sparing(String... hosts) {
        return new Faults(rates, new TreeSet<>(List.of(hosts)));
    }

    /// Breaks and mends for that long in the calling task, then mends everything, starts what is
    /// down and returns. Played once.
    public void play(FaultTarget target, Duration duration) throws InterruptedException {
        Chance chance = new Chance(KernelAccess.ofCaller().random());
        long end = Time.now() + duration.toNanos();
        long fault = next(chance);
        while (Math.min(fault, firstRepair()) < end) {
            if (firstRepair() <= fault) {
                Repair repair = repairs.first();
                Time.sleepUntil(new Deadline(repair.nanos));
                repairs.remove(repair);
                repair.act.run(target);
            } else {
                Time.sleepUntil(new Deadline(fault));
                breakSomething(target, chance);
                fault = next(chance);
            }
        }
        Time.sleepUntil(new Deadline(end));
        while (!repairs.isEmpty()) {
            Repair repair = repairs.first();
            repairs.remove(repair);
            repair.act.run(target);
        }
        target.healAll();
    }

    /// The time of the next fault: independent of the last, on average as often as the rates say.
    private long next(Chance chance) {
        double pause = -Math.log(1 - chance.unit()) * HOUR_NANOS / rates.total();
        return Time.now() + (long) pause;
    }

    private long firstRepair() {
        return repairs.isEmpty() ? Long.MAX_VALUE : repairs.first().nanos;
    }

    private void breakSomething(FaultTarget target, Chance chance) throws InterruptedException {
        List<String> hosts = new ArrayList<>(target.hosts());
        if (hosts.size() < 2) {
            return;
        }
        String one = hosts.remove(chance.below(hosts.size()));
        String other = hosts.get(chance.below(hosts.size()));
        long until = Time.now() + chance.between(rates.least, rates.most).toNanos();
        double kind = chance.unit() * rates.total();
        if ((kind -= rates.partitions) < 0) {
            target.partition(one, other);
            repairAt(until, mended -> mended.heal(one, other));
        } else if ((kind -= rates.splits) < 0) {
            List<String> side = new ArrayList<>(List.of(one));
            hosts.removeIf(host -> host.equals(other) || chance.of(0.5));
            side.addAll(hosts);
            target.split(side);
            repairAt(until, mended -> mended.rejoin(side));
        } else if ((kind -= rates.oneWayCuts) < 0) {
            target.partitionOneWay(one, other);
            repairAt(until, mended -> mended.heal(one, other));
        } else if ((kind -= rates.resets) < 0) {
            target.reset(one, other);
        } else if (kind < rates.badLinks) {
            makeBad(target, one, other, until);
        } else {
            crash(target, spared.contains(one) ? other : one, until);
        }
    }

    private void crash(FaultTarget target, String host, long until) throws InterruptedException {
        if (target.isUp(host) && !spared.contains(host)) {
            target.crash(host);
            repairAt(until, mended -> mended.restart(host));
        }
    }

    private void makeBad(FaultTarget target, String one, String other, long until) {
        Link good = target.link(one, other);
        if (good.loss() >= 0.2) {
            return; // it is bad already, and will be mended
        }
        target.link(
                one,
                other,
                good.withLatency(good.latency().multipliedBy(10), good.jitter().multipliedBy(10))
                        .withLoss(0.2));
        repairAt(until, mended -> mended.link(one, other, good));
    }

    private void repairAt(long nanos, Script.Act act) {
        repairs.add(new Repair(nanos, number++, act));
    }
}
