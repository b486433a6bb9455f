package io.ipfskit.node.crash;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of a node from outside: an add or a removal of a pin that was acknowledged
/// happened; one that failed or was under way happened completely or not at all; nothing else did.
final class NodeOracle {
    /// What is known of one content that somebody began to add.
    private static final class Known {
        /// Whether all its blocks must be there.
        private boolean isStored;

        /// Whether a collection may have removed some of its blocks.
        private boolean isLoose;

        /// What its pin may be; one while nothing failed.
        private Set<Boolean> pinned = new LinkedHashSet<>(Set.of(false));

        Known() {}

        private Known(Known other) {
            isStored = other.isStored;
            isLoose = other.isLoose;
            pinned = new LinkedHashSet<>(other.pinned);
        }
    }

    private final Map<WorldContent, Known> known = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private String peerId = "";

    /// Collections that run.
    private int collecting;

    /// A collection begins.
    void beginCollection() {
        collecting++;
        for (Known one : known.values()) {
            one.isLoose |= !one.pinned.equals(Set.of(true));
        }
    }

    /// It is over, whether or not it failed.
    void endCollection() {
        collecting--;
    }

    /// An add or a removal begins: it may happen or not.
    void begin(WorldContent content, boolean pinnedAfter) {
        Known one = known.computeIfAbsent(content, _ -> new Known());
        one.pinned.add(pinnedAfter);
        one.isLoose |= collecting > 0;
    }

    /// An add without a pin begins.
    void beginUnpinned(WorldContent content) {
        known.computeIfAbsent(content, _ -> new Known()).isLoose |= collecting > 0;
    }

    /// It was acknowledged.
    void acknowledge(WorldContent content, boolean pinnedAfter) {
        Known one = known.computeIfAbsent(content, _ -> new Known());
        one.isStored = true;
        one.isLoose &= !pinnedAfter;
        one.pinned = new LinkedHashSet<>(Set.of(pinnedAfter));
    }

    /// An add without a pin was acknowledged; a pin from before stays.
    void acknowledgeUnpinned(WorldContent content) {
        Known one = known.computeIfAbsent(content, _ -> new Known());
        one.isStored = true;
        one.isLoose = collecting > 0 && !one.pinned.equals(Set.of(true));
    }

    /// Whether there is a pin, whatever failed.
    boolean isSurelyPinned(WorldContent content) {
        Known one = known.get(content);
        return one != null && one.pinned.equals(Set.of(true));
    }

    /// Whether there may be a pin.
    boolean isPinned(WorldContent content) {
        Known one = known.get(content);
        return one != null && one.pinned.contains(true);
    }

    void wrong(String what) {
        wrong.add(what);
    }

    List<String> wrong() {
        return wrong;
    }

    /// Returns an oracle that knows the same.
    NodeOracle copy() {
        NodeOracle copy = new NodeOracle();
        known.forEach((content, one) -> copy.known.put(content, new Known(one)));
        copy.wrong.addAll(wrong);
        copy.peerId = peerId;
        return copy;
    }

    /// Compares what a node holds with what may be. What was found counts from then on, for whoever
    /// found it acts on it. Where a read fails nothing is concluded.
    ///
    /// @param put blocks that anybody put into a session
    void compare(TestNode node, Set<Cid> put) throws IOException, InterruptedException {
        String now = node.node().identity().peerId().toString();
        if (!peerId.isEmpty() && !peerId.equals(now)) {
            wrong("the node is " + now + " now, and was " + peerId);
        }
        peerId = now;
        collecting = 0;
        Set<String> pins = new LinkedHashSet<>();
        Set<Cid> present = new LinkedHashSet<>();
        node.node()
                .pins()
                .list(
                        new PinLsInput(null, "recursive", null, null, null),
                        row -> pins.add(((Pin) row).cid()));
        node.node().blocks().forEach(present::add);
        Set<Cid> explained = new LinkedHashSet<>(put);
        for (Map.Entry<WorldContent, Known> entry : known.entrySet()) {
            explained.addAll(entry.getKey().blocks().keySet());
            compare(node, entry.getKey(), entry.getValue(), pins, present);
            pins.remove(entry.getKey().root());
        }
        if (!pins.isEmpty()) {
            wrong("pins that nobody made: " + pins);
        }
        present.removeAll(explained);
        if (!present.isEmpty()) {
            wrong("blocks that nobody added: " + present);
        }
    }

    private void compare(
            TestNode node, WorldContent content, Known one, Set<String> pins, Set<Cid> present)
            throws IOException, InterruptedException {
        boolean isPinned = pins.contains(content.root());
        if (!one.pinned.contains(isPinned)) {
            wrong(content + (isPinned ? " is pinned again" : " has lost its pin"));
        }
        Set<Cid> own = new LinkedHashSet<>(content.blocks().keySet());
        for (WorldContent other : known.keySet()) {
            if (other != content) {
                own.removeAll(other.blocks().keySet());
            }
        }
        long there = own.stream().filter(present::contains).count();
        if (one.isLoose && !isPinned) {
            one.isStored = present.containsAll(content.blocks().keySet());
            one.isLoose = !one.isStored;
            one.pinned = new LinkedHashSet<>(Set.of(false));
            return;
        }
        if (there != 0 && there != own.size()) {
            wrong("%s: %d of its own %d blocks".formatted(content, there, own.size()));
        }
        boolean isStored = isPinned || one.isStored || there > 0;
        if (isStored) {
            requireWhole(node, content);
        }
        one.isStored = isStored;
        one.isLoose = false;
        one.pinned = new LinkedHashSet<>(Set.of(isPinned));
    }

    private void requireWhole(TestNode node, WorldContent content)
            throws IOException, InterruptedException {
        for (Cid cid : content.blocks().keySet()) {
            try {
                Block found = node.node().blocks().get(cid);
                if (!content.isWhole(found)) {
                    wrong(content + ": block " + cid + " has other bytes");
                }
            } catch (BlockNotFound missing) {
                wrong(content + ": block " + cid + " is lost");
            }
        }
    }

    /// Reads every file that must be there, the way a user does; on a disk on which nothing fails.
    void read(TestNode node) throws InterruptedException {
        known.forEach((content, one) -> {
            if (one.isStored) {
                content.files().forEach((name, bytes) -> read(node, content, name, bytes));
            }
        });
    }

    private void read(TestNode node, WorldContent content, String name, byte[] expected) {
        String path = content.root() + (name.isEmpty() ? "" : "/" + name);
        try {
            if (!Arrays.equals(expected, node.cat(path))) {
                wrong(content + ": " + path + " has other bytes");
            }
        } catch (OperationFailed | IOException lost) {
            wrong(content + ": " + path + ": " + lost.getMessage());
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
