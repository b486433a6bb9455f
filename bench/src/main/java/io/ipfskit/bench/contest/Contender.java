package io.ipfskit.bench.contest;

/// One way to run concurrent code, with the workloads written in its idiom. What it has no words
/// for is refused, not imitated.
public interface Contender {
    /// Tasks in one group of [#spawn].
    int GROUP = 1_000;

    /// Tasks that run against each other in [#yields] and [#handOvers].
    int CROWD = 4;

    /// A capacity without a limit.
    int UNBOUNDED = Integer.MAX_VALUE;

    /// Who sends what through one channel.
    ///
    /// @param capacity items it buffers; 0 for a rendezvous, [#UNBOUNDED] for no limit
    /// @param senders tasks that send
    /// @param receivers tasks that receive
    /// @param items all items; a multiple of both
    record Traffic(int capacity, int senders, int receivers, int items) {}

    /// Makes the contender of that name: a backend and engine of anyio such as `loop/baton`, or
    /// `loop/baton+instrument`; `virtual`, or a rival by its class.
    static Contender named(String name) throws ReflectiveOperationException {
        return switch (name) {
            case "virtual" -> new VirtualThreads();
            case "sts" -> rival("StructuredTaskScopes");
            case "jox" -> rival("Jox");
            default -> new Anyio(name);
        };
    }

    private static Contender rival(String name) throws ReflectiveOperationException {
        return Class.forName("io.ipfskit.bench.rivals." + name)
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    /// Starts `tasks` tasks that do nothing, in groups of [#GROUP], and waits for each group.
    default void spawn(int tasks) throws Exception {
        throw lacking("tasks in groups");
    }

    /// Lets others run, `yields` times in all, in [#CROWD] tasks.
    default void yields(int yields) throws Exception {
        throw lacking("yield");
    }

    /// Moves items from senders to receivers.
    default void items(Traffic traffic) throws Exception {
        throw lacking("channels");
    }

    /// Hands one lock over, `handOvers` times in all, among [#CROWD] tasks that all want it.
    default void handOvers(int handOvers) throws Exception {
        throw lacking("locks");
    }

    /// Calls into the runtime from a thread outside and waits for the answer, `calls` times.
    default void portalCalls(int calls) throws Exception {
        throw lacking("calls from outside");
    }

    /// Submits `requests` pieces of work from outside, in bursts of [#GROUP], each a task with a
    /// scope of its own, and waits for each burst.
    default void requests(int requests, Runnable work) throws Exception {
        throw lacking("calls from outside");
    }

    /// Sleeps a thousand times in each of `sleepers` tasks, on a clock that jumps.
    default void virtualTimers(int sleepers) throws Exception {
        throw lacking("virtual time");
    }

    /// Builds a tree of tasks ten wide whose leaves, `levels` below the root, sleep; returns the
    /// nanoseconds from cancelling the root until all have ended.
    default long cancelTree(int levels) throws Exception {
        throw lacking("cancellation");
    }

    /// As [#cancelTree], with `sleepers` tasks in one group.
    default long cancelSleepers(int sleepers) throws Exception {
        throw lacking("cancellation");
    }

    /// Runs `whileParked` while `tasks` tasks of one group wait.
    default void park(int tasks, Runnable whileParked) throws Exception {
        throw lacking("tasks");
    }

    private UnsupportedOperationException lacking(String what) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " has no " + what);
    }
}
