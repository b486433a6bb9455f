package io.ipfskit.anyio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the live tasks of a run by walking its scopes, and writes them as text and JSON.
final class TaskTree {
    private TaskTree() {}

    /// The live tasks below `root`, by number: a parent's is lower than its children's.
    static List<Task<?>> of(Task<?> root) {
        List<Task<?>> tasks = new ArrayList<>();
        List<CancelScope> stack = new ArrayList<>();
        if (root.state() == TaskState.LIVE) {
            stack.add(root.root());
        }
        while (!stack.isEmpty()) {
            CancelScope scope = stack.removeLast();
            if (scope.isTaskRoot() && scope.owner().state() == TaskState.LIVE) {
                tasks.add(scope.owner());
            }
            stack.addAll(scope.below());
        }
        tasks.sort(Comparator.comparingLong(Task::id));
        return tasks;
    }

    static TaskInfo info(Task<?> task) {
        Kernel kernel = task.run().kernel();
        long now = kernel.now();
        Duration age = Duration.ofNanos(now - task.startedNanos());
        CancelScope innermost = task.scope();
        CancelScope origin = innermost.visible();
        long earliest = Long.MAX_VALUE;
        boolean shielded = false;
        for (CancelScope s = innermost; s != null && !shielded; s = s.parent()) {
            earliest = Math.min(earliest, s.deadline().nanos());
            shielded = s.isShielded();
        }
        return new TaskInfo(
                task.id(),
                task.name(),
                task.parentId(),
                task.state(),
                task.waitingFor(),
                innermost.id(),
                kernel.wallClock().minus(age),
                age,
                earliest == Long.MAX_VALUE ? null : Duration.ofNanos(earliest - now),
                shielded,
                origin == null ? null : origin.reason(),
                StuckTasks.isStuck(task, now) ? StuckTasks.frames(task) : List.of());
    }

    static String text(Run run) {
        List<TaskInfo> tasks = run.tasks();
        StringBuilder out = new StringBuilder();
        out.append("run on ").append(run.backend().engine()).append(", ");
        out.append(tasks.size()).append(tasks.size() == 1 ? " live task\n" : " live tasks\n");
        walk(
                tasks,
                (info, depth) -> {
                    out.append("  ".repeat(depth))
                            .append('#')
                            .append(info.id())
                            .append(' ')
                            .append(printable(info.name()));
                    out.append("  ")
                            .append(
                                    info.waitingFor() == null
                                            ? "running"
                                            : "waits for " + printable(info.waitingFor()));
                    out.append("  age ").append(seconds(info.age()));
                    if (info.deadline() != null) {
                        out.append("  deadline in ").append(seconds(info.deadline()));
                    }
                    if (info.isShielded()) {
                        out.append("  shielded");
                    }
                    if (info.cancelReason() != null) {
                        out.append("  cancelled: ").append(printable(info.cancelReason()));
                    }
                    out.append('\n');
                    for (StackTraceElement frame : info.stack()) {
                        out.append("  ".repeat(depth)).append("    at ").append(frame).append('\n');
                    }
                });
        return out.toString();
    }

    static String json(Run run) {
        StringBuilder out = new StringBuilder();
        out.append("{\"backend\":").append(quoted(run.backend().name()));
        out.append(",\"engine\":").append(quoted(run.backend().engine())).append(",\"tasks\":[");
        int[] open = {-1};
        walk(
                run.tasks(),
                (info, depth) -> {
                    if (depth > open[0]) {
                        open[0] = depth;
                    } else {
                        out.append("]}".repeat(open[0] - depth + 1)).append(',');
                        open[0] = depth;
                    }
                    field(out.append('{'), "id", info.id());
                    out.append(",\"name\":").append(quoted(info.name()));
                    field(out.append(','), "parent", info.parentId());
                    out.append(",\"state\":")
                            .append(quoted(info.state().name().toLowerCase(java.util.Locale.ROOT)));
                    if (info.waitingFor() != null) {
                        out.append(",\"waiting_for\":").append(quoted(info.waitingFor()));
                    }
                    field(out.append(','), "scope", info.scope());
                    out.append(",\"started_at\":").append(quoted(info.startedAt().toString()));
                    field(out.append(','), "age_ms", info.age().toMillis());
                    if (info.deadline() != null) {
                        field(out.append(','), "deadline_ms", info.deadline().toMillis());
                    }
                    if (info.isShielded()) {
                        out.append(",\"shielded\":true");
                    }
                    if (info.cancelReason() != null) {
                        out.append(",\"cancel_reason\":").append(quoted(info.cancelReason()));
                    }
                    if (!info.stack().isEmpty()) {
                        String separator = ",\"stack\":[";
                        for (StackTraceElement frame : info.stack()) {
                            out.append(separator).append(quoted(frame.toString()));
                            separator = ",";
                        }
                        out.append(']');
                    }
                    out.append(",\"children\":[");
                });
        out.append("]}".repeat(open[0] + 1)).append("]}");
        return out.toString();
    }

    private interface Visitor {
        void visit(TaskInfo info, int depth);
    }

    /// Depth first, without recursion: a tree can be deeper than a stack. An orphan of a parent
    /// that ended is a root.
    private static void walk(List<TaskInfo> tasks, Visitor visitor) {
        Map<Long, List<TaskInfo>> children = new LinkedHashMap<>();
        Map<Long, TaskInfo> byId = new LinkedHashMap<>();
        for (TaskInfo task : tasks) {
            byId.put(task.id(), task);
        }
        for (TaskInfo task : tasks) {
            long parent = byId.containsKey(task.parentId()) ? task.parentId() : 0;
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(task);
        }
        List<TaskInfo> stack = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        push(stack, depths, children.getOrDefault(0L, List.of()), 0);
        while (!stack.isEmpty()) {
            TaskInfo task = stack.removeLast();
            int depth = depths.removeLast();
            visitor.visit(task, depth);
            push(stack, depths, children.getOrDefault(task.id(), List.of()), depth + 1);
        }
    }

    private static void push(
            List<TaskInfo> stack, List<Integer> depths, List<TaskInfo> tasks, int depth) {
        for (TaskInfo task : tasks.reversed()) {
            stack.add(task);
            depths.add(depth);
        }
    }

    private static void field(StringBuilder out, String name, long value) {
        out.append('"').append(name).append("\":").append(value);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    /// Names and reasons can come from outside: no control character reaches a terminal.
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(Character.isISOControl(c) ? '?' : (char) c));
        return out.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
