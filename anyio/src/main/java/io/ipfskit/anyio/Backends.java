package io.ipfskit.anyio;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// The backends a run can be asked for. A requested backend runs itself or the request fails:
/// nothing is substituted.
public final class Backends {
    private static final List<String> KNOWN = List.of("threads", "loop", "platform", "sim");

    private Backends() {}

    /// Returns the backend of that name.
    ///
    /// @throws IllegalArgumentException when there is none or this build has it not; the message
    ///   names the choices
    public static Backend named(String name) {
        for (Backend backend : available()) {
            if (backend.name().equals(name)) {
                return backend;
            }
        }
        String choices = String.join(", ", available().stream().map(Backend::name).toList());
        String what = KNOWN.contains(name) ? "is not available in this build" : "is unknown";
        throw new IllegalArgumentException(
                "backend '" + name + "' " + what + "; choose one of: " + choices);
    }

    /// Returns the backends that can run here: the built-in ones, then those found by
    /// [ServiceLoader].
    public static List<Backend> available() {
        List<Backend> found = new ArrayList<>();
        found.add(new ThreadsBackend());
        for (Backend other : ServiceLoader.load(Backend.class, Backends.class.getClassLoader())) {
            if (found.stream().noneMatch(b -> b.name().equals(other.name()))) {
                found.add(other);
            }
        }
        return List.copyOf(found);
    }

    /// Returns the names of all backends anyio defines, available here or not.
    public static List<String> all() {
        return KNOWN;
    }
}
