package io.ipfskit.anyio;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// The backends a run can be asked for. A requested backend runs itself or the request fails:
/// nothing is substituted.
///
/// A name may say the engine too: `loop` is the best engine of this process, `loop/baton` that one
/// or a failure.
public final class Backends {
    private static final List<String> KNOWN = List.of("threads", "loop", "platform", "sim");

    private Backends() {}

    /// Returns the backend of that name, or of that name and engine.
    ///
    /// @throws IllegalArgumentException when there is none, or it cannot run here; the message
    ///   names the choices
    public static Backend named(String name) {
        if (name.equals("threads")) {
            return new ThreadsBackend(); // without a look at the others, which starts would pay for
        }
        for (Backend backend : available()) {
            if (backend.name().equals(name)) {
                return backend;
            }
        }
        List<Backend> engines = engines();
        for (Backend backend : engines) {
            if (backend.engine().equals(name)) {
                return backend;
            }
        }
        if (name.equals("loop/scheduler") || name.equals("sim/scheduler")) {
            throw new IllegalArgumentException(
                    "backend '"
                            + name
                            + "' is not available here: start Java with --add-opens"
                            + " java.base/java.lang=ALL-UNNAMED; or choose one of: "
                            + String.join(", ", names(engines)));
        }
        throw new IllegalArgumentException(
                "backend '"
                        + name
                        + "' is unknown; choose one of: "
                        + String.join(", ", names(engines)));
    }

    /// Returns the backends that can run here, each on its best engine: the built-in ones, then
    /// those found by [ServiceLoader].
    public static List<Backend> available() {
        List<Backend> found = new ArrayList<>();
        found.add(new ThreadsBackend());
        found.add(new LoopBackend());
        found.add(new PlatformBackend());
        found.add(SimBackend.seeded(0));
        addForeign(found);
        return List.copyOf(found);
    }

    /// Returns every backend on every engine that can run here.
    public static List<Backend> engines() {
        List<Backend> found = new ArrayList<>();
        found.add(new ThreadsBackend());
        for (CoopEngineKind kind : CoopEngineKind.values()) {
            if (kind.isAvailable()) {
                found.add(new LoopBackend(kind));
            }
        }
        found.add(new PlatformBackend());
        for (CoopEngineKind kind : CoopEngineKind.values()) {
            if (kind.isAvailable()) {
                found.add(new SimBackend(SimOptions.seed(0), kind, null));
            }
        }
        addForeign(found);
        return List.copyOf(found);
    }

    /// Returns the names of all backends anyio defines, available here or not.
    public static List<String> all() {
        return KNOWN;
    }

    private static void addForeign(List<Backend> found) {
        for (Backend other : ServiceLoader.load(Backend.class, Backends.class.getClassLoader())) {
            if (found.stream().noneMatch(b -> b.name().equals(other.name()))) {
                found.add(other);
            }
        }
    }

    /// Returns the names by which these backends can be asked for, best known first: each
    /// backend's, and behind it those of its engines where it has several.
    public static List<String> names(List<Backend> engines) {
        List<String> names = new ArrayList<>();
        for (Backend backend : engines) {
            if (names.contains(backend.name())) {
                continue;
            }
            names.add(backend.name());
            List<String> ofThis =
                    engines.stream()
                            .filter(other -> other.name().equals(backend.name()))
                            .map(Backend::engine)
                            .toList();
            if (ofThis.size() > 1) {
                names.addAll(ofThis);
            }
        }
        return names;
    }
}
