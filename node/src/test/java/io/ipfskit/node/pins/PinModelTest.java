package io.ipfskit.node.pins;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Random adds, removals, updates, expiries and cancellations do what they do to a map, before and
/// after the log is opened again.
class PinModelTest {
    private static final int SEEDS = 40;
    private static final int LIVES = 3;
    private static final int STEPS = 40;

    /// A pin as the model knows it; `until` in ms, or [PinEntry#NEVER].
    private record Model(PinKind kind, @Nullable String name, long until) {}

    private final PinWorld world = new PinWorld();
    private final Map<Cid, List<Cid>> links = new LinkedHashMap<>();
    private final Map<Cid, Model> pins = new HashMap<>();
    private Cid incomplete =
            Cid.parse("bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");

    private Cid make(Cid... of) throws Exception {
        Cid cid = of.length == 0 ? world.leaf("leaf " + links.size()) : world.node(of);
        links.put(cid, List.of(of));
        return cid;
    }

    private void content() throws Exception {
        Cid a = make();
        Cid b = make();
        Cid c = make();
        Cid d = make();
        Cid folder = make(a, b);
        Cid larger = make(b, c, folder);
        make(larger, d);
        make(folder, make(d));
        Cid missing = incomplete;
        incomplete = world.node(a, missing);
        links.put(incomplete, List.of(a));
    }

    private Set<Cid> below(Cid root) {
        Set<Cid> found = new LinkedHashSet<>();
        List<Cid> todo = new ArrayList<>(links.getOrDefault(root, List.of()));
        while (!todo.isEmpty()) {
            Cid cid = todo.removeLast();
            if (found.add(cid)) {
                todo.addAll(links.getOrDefault(cid, List.of()));
            }
        }
        return found;
    }

    private void expire() {
        long now = Clock.now().toEpochMilli();
        pins.values().removeIf(pin -> pin.until() <= now);
    }

    private boolean isRecursive(Cid cid) {
        Model pin = pins.get(cid);
        return pin != null && pin.kind() == PinKind.RECURSIVE;
    }

    /// What a listing must show.
    private Set<String> expected() {
        expire();
        Set<String> rows = new TreeSet<>();
        Set<Cid> indirect = new LinkedHashSet<>();
        pins.forEach((cid, pin) -> {
            String name = pin.name() == null ? "" : " " + pin.name();
            rows.add(pin.kind().id() + " " + cid + name);
            if (pin.kind() == PinKind.RECURSIVE) {
                indirect.addAll(below(cid));
            }
        });
        indirect.removeAll(pins.keySet());
        indirect.forEach(cid -> rows.add("indirect " + cid));
        return rows;
    }

    private void assertSame(PinService service, String what) throws InterruptedException {
        assertThat(new TreeSet<>(PinWorld.list(service, null, "all")))
                .as(what)
                .isEqualTo(expected());
    }

    @Test
    void randomChangesDoWhatTheyDoToAMap() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            PinModelTest test = new PinModelTest();
            test.content();
            Random random = new Random(seed);
            for (int life = 0; life < LIVES; life++) {
                String at = "seed " + seed + " life " + life;
                test.world.live(
                        seed * LIVES + life,
                        (service, log, services) -> test.life(service, log, services, random, at));
            }
        }
    }

    private void life(
            PinService service, RepositoryLog log, TaskGroup services, Random random, String at)
            throws Exception {
        assertSame(service, at + " as opened");
        services.forkService(
                "expiry",
                () -> {
                    service.expire();
                    return true;
                });
        for (int step = 0; step < STEPS; step++) {
            step(service, random, at + " step " + step);
            assertSame(service, at + " step " + step);
        }
        // The service has the time to remove what expired: then it is not in the log either.
        Time.sleep(Duration.ofSeconds(5));
        expire();
        assertThat(log.pins().expired(Clock.now().toEpochMilli(), 10)).as(at).isEmpty();
        assertThat(log.pinCount()).as(at).isEqualTo(pins.size());
    }

    private interface Action {
        @Nullable ErrorCode run() throws Exception;
    }

    private void step(PinService service, Random random, String at) throws Exception {
        List<Cid> all = List.copyOf(links.keySet());
        Cid cid = all.get(random.nextInt(all.size()));
        Cid other = all.get(random.nextInt(all.size()));
        boolean flag = random.nextInt(4) != 0;
        String name = random.nextInt(3) == 0 ? "name " + random.nextInt(5) : null;
        Duration time = random.nextInt(3) == 0 ? Duration.ofSeconds(1 + random.nextInt(200)) : null;
        switch (random.nextInt(5)) {
            case 0, 1 ->
                    both(
                            random,
                            at,
                            () -> {
                                service.add(
                                        new PinAddInput(
                                                cid.toString(), flag, name, time, null, null),
                                        _ -> {});
                                return null;
                            },
                            () -> add(cid, flag, name, time));
            case 2 ->
                    both(
                            random,
                            at,
                            () -> {
                                service.remove(new PinRmInput(cid.toString(), flag));
                                return null;
                            },
                            () -> remove(cid, flag));
            case 3 ->
                    both(
                            random,
                            at,
                            () -> {
                                service.update(
                                        new PinUpdateInput(cid.toString(), other.toString(), flag),
                                        _ -> {});
                                return null;
                            },
                            () -> update(cid, other, flag));
            default -> Time.sleep(Duration.ofMillis(random.nextInt(100_000)));
        }
    }

    /// Does it for real and to the model; one in five is cancelled on the way.
    private void both(Random random, String at, Action real, Action model) throws Exception {
        expire();
        Map<Cid, Model> before = new HashMap<>(pins);
        int cancelAfter = random.nextInt(5) == 0 ? random.nextInt(20) : -1;
        ErrorCode failure = null;
        Outcome<Boolean> outcome;
        try {
            outcome = TaskGroup.open(group -> cancelled(group, cancelAfter, real));
            failure = null;
        } catch (OperationFailed e) {
            outcome = null;
            failure = e.code();
        }
        expire();
        ErrorCode expected = model.run();
        if (outcome != null && outcome.wasCaught()) {
            // Nothing of it is there: the next look at the listing tells.
            pins.clear();
            pins.putAll(before);
        } else {
            assertThat(failure).as(at).isEqualTo(expected);
        }
    }

    private static Outcome<Boolean> cancelled(TaskGroup group, int after, Action real)
            throws Exception {
        return CancelScope.<Boolean, Exception>run(scope -> {
            if (after >= 0) {
                group.forkService(
                        "cancel",
                        () -> {
                            for (int i = 0; i < after; i++) {
                                Checkpoint.now();
                            }
                            scope.cancel("test");
                            return true;
                        });
            }
            return real.run() == null;
        });
    }

    private @Nullable ErrorCode add(
            Cid cid, boolean recursive, @Nullable String name, @Nullable Duration time) {
        if (recursive && cid.equals(incomplete)) {
            return ErrorCode.NOT_FOUND;
        }
        if (!recursive && isRecursive(cid)) {
            return ErrorCode.CONFLICT;
        }
        Model now = pins.get(cid);
        pins.put(
                cid,
                new Model(
                        recursive ? PinKind.RECURSIVE : PinKind.DIRECT,
                        name != null || now == null ? name : now.name(),
                        time == null
                                ? PinEntry.NEVER
                                : Clock.now().toEpochMilli() + time.toMillis()));
        return null;
    }

    private @Nullable ErrorCode remove(Cid cid, boolean recursive) {
        if (!pins.containsKey(cid)) {
            boolean held =
                    pins.keySet().stream()
                            .anyMatch(root -> isRecursive(root) && below(root).contains(cid));
            return held ? ErrorCode.CONFLICT : ErrorCode.NOT_FOUND;
        }
        if (isRecursive(cid) && !recursive) {
            return ErrorCode.CONFLICT;
        }
        pins.remove(cid);
        return null;
    }

    private @Nullable ErrorCode update(Cid from, Cid to, boolean unpin) {
        Model old = pins.get(from);
        if (old == null || old.kind() != PinKind.RECURSIVE) {
            return ErrorCode.NOT_FOUND;
        }
        if (from.equals(to)) {
            return null;
        }
        if (to.equals(incomplete)) {
            return ErrorCode.NOT_FOUND;
        }
        if (!isRecursive(to)) {
            pins.put(to, old);
        }
        if (unpin) {
            pins.remove(from);
        }
        return null;
    }
}
