package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What a power loss leaves of a simulated disk: of each directory the durable names and any of the
/// later changes, of each file what [SimDiskContent#survivor] says. What is not reached from the
/// root is lost.
final class SimDiskSurvivors {
    private final RandomGenerator random;
    private final Map<Long, SimDiskDirectory> found = new TreeMap<>();
    private final Map<Long, TreeMap<String, SimDiskNode>> kept = new TreeMap<>();
    private final Map<Long, SimDiskNode> made = new TreeMap<>();

    private SimDiskSurvivors(RandomGenerator random) {
        this.random = random;
    }

    /// Draws one of the disks that may be found.
    static SimDiskTree of(SimDiskTree before, RandomGenerator random) {
        return new SimDiskSurvivors(random).draw(before);
    }

    /// An exact copy, all of it durable.
    static SimDiskTree settled(SimDiskTree before) {
        return new SimDiskTree(settled(before.root, null));
    }

    private SimDiskTree draw(SimDiskTree before) {
        find(before.root);
        List<SimDiskDirectory.Change> moves = new ArrayList<>();
        List<SimDiskDirectory> targets = new ArrayList<>();
        for (SimDiskDirectory directory : found.values()) {
            TreeMap<String, SimDiskNode> names = new TreeMap<>(directory.durableNames);
            for (SimDiskDirectory.Change change : chosen(directory)) {
                if (change.from() == directory && change.removed() != null) {
                    names.remove(change.removed());
                } else if (change.from() != null && change.removed() != null) {
                    moves.add(change);
                    targets.add(directory);
                }
                if (change.added() != null && change.node() != null) {
                    names.put(change.added(), change.node());
                }
            }
            kept.put(directory.id, names);
        }
        for (int i = 0; i < moves.size(); i++) {
            SimDiskDirectory from = Objects.requireNonNull(moves.get(i).from());
            if (isReached(before.root, targets.get(i), new TreeSet<>())
                    && kept.containsKey(from.id)) {
                Objects.requireNonNull(kept.get(from.id))
                        .remove(moves.get(i).removed(), moves.get(i).node());
            }
        }
        return new SimDiskTree((SimDiskDirectory) survivor(before.root, null));
    }

    /// All, none, the first few, or any of the changes.
    private List<SimDiskDirectory.Change> chosen(SimDiskDirectory directory) {
        List<SimDiskDirectory.Change> changes = directory.changes;
        return switch (random.nextInt(4)) {
            case 0 -> List.of();
            case 1 -> changes;
            case 2 -> changes.subList(0, random.nextInt(changes.size() + 1));
            default -> changes.stream().filter(_ -> random.nextBoolean()).toList();
        };
    }

    /// Collects every directory that may still have a name.
    private void find(SimDiskDirectory root) {
        Deque<SimDiskDirectory> todo = new ArrayDeque<>(List.of(root));
        for (SimDiskDirectory next = todo.poll(); next != null; next = todo.poll()) {
            if (found.putIfAbsent(next.id, next) == null) {
                List<SimDiskNode> nodes = new ArrayList<>(next.names.values());
                nodes.addAll(next.durableNames.values());
                for (SimDiskDirectory.Change change : next.changes) {
                    if (change.node() != null) {
                        nodes.add(change.node());
                    }
                }
                for (SimDiskNode node : nodes) {
                    if (node instanceof SimDiskDirectory directory) {
                        todo.add(directory);
                    }
                }
            }
        }
    }

    private boolean isReached(SimDiskDirectory from, SimDiskDirectory wanted, Set<Long> seen) {
        if (from == wanted) {
            return true;
        }
        if (!seen.add(from.id)) {
            return false;
        }
        for (SimDiskNode node : kept.getOrDefault(from.id, new TreeMap<>()).values()) {
            if (node instanceof SimDiskDirectory below && isReached(below, wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    /// Made once, also when two names were left for it.
    private SimDiskNode survivor(SimDiskNode node, @Nullable SimDiskDirectory parent) {
        SimDiskNode already = made.get(node.id);
        if (already != null) {
            return already;
        }
        return switch (node) {
            case SimDiskContent content -> keep(content.survivor(random));
            case SimDiskLink link -> keep(copy(link));
            case SimDiskDirectory directory -> {
                SimDiskDirectory after =
                        new SimDiskDirectory(
                                directory.id,
                                directory.durableMode,
                                directory.durableModified,
                                parent);
                keep(after);
                fill(
                        after,
                        kept.getOrDefault(directory.id, new TreeMap<>()),
                        child -> survivor(child, after));
                yield after;
            }
        };
    }

    private SimDiskNode keep(SimDiskNode node) {
        made.put(node.id, node);
        return node;
    }

    private static SimDiskDirectory settled(
            SimDiskDirectory directory, @Nullable SimDiskDirectory parent) {
        SimDiskDirectory copy =
                new SimDiskDirectory(directory.id, directory.mode, directory.modified, parent);
        fill(
                copy,
                directory.names,
                node ->
                        switch (node) {
                            case SimDiskContent content -> content.settled();
                            case SimDiskLink link -> copy(link);
                            case SimDiskDirectory below -> settled(below, copy);
                        });
        return copy;
    }

    private static void fill(
            SimDiskDirectory target,
            Map<String, SimDiskNode> names,
            Function<SimDiskNode, SimDiskNode> copy) {
        names.forEach((name, node) -> {
            SimDiskNode made = copy.apply(node);
            target.names.put(name, made);
            target.durableNames.put(name, made);
        });
    }

    private static SimDiskLink copy(SimDiskLink link) {
        return new SimDiskLink(link.id, link.modified, link.target);
    }
}
