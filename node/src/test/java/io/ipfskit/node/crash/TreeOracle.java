package io.ipfskit.node.crash;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.mfs.MfsTree;
import io.ipfskit.node.mfs.TreeModel;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of the tree of files of a node from outside. Each task edits below a folder of its
/// own, so that for each there is one history: what was acknowledged last, and what was asked for
/// after that without an answer.
final class TreeOracle {
    /// With each refused edit what may be doubles.
    private static final int POSSIBLE_MAX = 64;

    /// What the folder of a task may be, the state that holds in memory first.
    private final Map<Integer, List<TreeModel>> possible = new TreeMap<>();

    private final List<String> wrong;

    /// @param wrong takes what is wrong
    TreeOracle(List<String> wrong) {
        this.wrong = wrong;
    }

    /// Returns an oracle that knows the same.
    TreeOracle copy(List<String> into) {
        TreeOracle copy = new TreeOracle(into);
        copy.possible.putAll(possible);
        return copy;
    }

    private interface Edit {
        void make(MfsTree tree) throws InterruptedException;
    }

    private static String home(int task) {
        return "/t" + task;
    }

    /// One edit of a task.
    ///
    /// @param pinned content that is here for sure, to be linked; empty for none
    /// @throws IOException when it failed for a reason of the disk
    void step(TestNode node, int task, Random random, List<WorldContent> pinned)
            throws IOException, InterruptedException {
        List<TreeModel> before = possible.getOrDefault(task, List.of(TreeModel.EMPTY));
        if (before.size() >= POSSIBLE_MAX) {
            return;
        }
        TreeModel now = before.getFirst();
        String from = home(task) + "/" + "abc".charAt(random.nextInt(3));
        String to = home(task) + "/" + "abc".charAt(random.nextInt(3)) + "/" + random.nextInt(2);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(1500)];
                random.nextBytes(bytes);
                String file = now.isFolder(from) ? from + "/f" : from;
                int size = now.isFolder(file) ? 0 : now.bytes(file).length;
                int offset = random.nextInt(size + 1);
                make(
                        node,
                        task,
                        model -> model.write(file, offset, bytes, false),
                        tree -> tree.write(file, offset, bytes, false));
            }
            case 1 -> make(node, task, m -> m.mkdir(from, true), tree -> tree.mkdir(from, true));
            case 2 -> make(node, task, m -> m.rm(from, true), tree -> tree.rm(from, true));
            case 3 -> make(node, task, m -> m.mv(from, to), tree -> tree.mv(from, to));
            case 4 -> make(node, task, m -> m.cp(from, to, false), t -> t.cp(from, to, false));
            default -> {
                if (!pinned.isEmpty()) {
                    WorldContent content = pinned.get(random.nextInt(pinned.size()));
                    String source = "/ipfs/" + content.root();
                    make(
                            node,
                            task,
                            model -> model.link(expanded(content), to, false),
                            tree -> tree.cp(source, to, false));
                }
            }
        }
    }

    private static SortedMap<String, String> expanded(WorldContent content) {
        SortedMap<String, String> part = new TreeMap<>();
        content.files()
                .forEach((name, bytes) -> {
                    String path = name.isEmpty() ? "" : "/" + name;
                    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                        part.put(path.substring(0, at), "d");
                    }
                    part.put(path, "f:" + HexFormat.of().formatHex(bytes));
                });
        return part;
    }

    /// What an edit makes of a model.
    private interface Effect {
        Optional<TreeModel> of(TreeModel model);
    }

    private void make(TestNode node, int task, Effect effect, Edit edit)
            throws IOException, InterruptedException {
        List<TreeModel> before = possible.getOrDefault(task, List.of(TreeModel.EMPTY));
        Optional<TreeModel> next = effect.of(before.getFirst());
        if (next.isEmpty()) {
            return; // what must be refused is for another test
        }
        Set<TreeModel> either = new LinkedHashSet<>(before);
        for (TreeModel state : before) {
            effect.of(state).ifPresent(either::add);
        }
        possible.put(task, List.copyOf(either));
        try {
            edit.make(MfsTree.of(node.node()));
        } catch (OperationFailed failed) {
            switch (failed.code()) {
                case UNAVAILABLE, RESOURCE_EXHAUSTED -> throw new IOException(failed);
                default -> wrong.add("an edit of task " + task + ": " + failed.getMessage());
            }
            return;
        }
        possible.put(task, List.of(next.get()));
    }

    /// Compares what the tree of a node has with what may be; that counts from then on. Where a
    /// read fails nothing is concluded.
    void compare(TestNode node) throws IOException, InterruptedException {
        SortedMap<String, String> all = new TreeMap<>(MfsTree.of(node.node()).all().entries());
        Map<Integer, TreeModel> found = new TreeMap<>();
        for (int task : possible.keySet()) {
            SortedMap<String, String> own = new TreeMap<>();
            all.forEach((path, entry) -> {
                if (path.equals(home(task)) || path.startsWith(home(task) + "/")) {
                    own.put(path, entry);
                }
            });
            all.keySet().removeAll(own.keySet());
            found.put(task, new TreeModel(own));
        }
        if (!all.isEmpty()) {
            wrong.add("files that nobody made: " + all.keySet());
        }
        found.forEach((task, model) -> {
            List<TreeModel> known = possible.getOrDefault(task, List.of());
            if (!known.contains(model)) {
                wrong.add(
                        "task %d has %s, possible are %s"
                                .formatted(task, model.entries().keySet(), names(known)));
            }
            possible.put(task, List.of(model));
        });
    }

    private static List<Set<String>> names(List<TreeModel> models) {
        List<Set<String>> names = new ArrayList<>();
        models.forEach(model -> names.add(model.entries().keySet()));
        return names;
    }
}
