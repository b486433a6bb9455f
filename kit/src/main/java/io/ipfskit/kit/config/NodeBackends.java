package io.ipfskit.kit.config;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;

/// The backends a node can run on: all that run here but the simulated ones, which keep nothing.
public final class NodeBackends {
    private NodeBackends() {}

    /// Returns the backend of that name, or of that name and engine.
    ///
    /// @throws IllegalArgumentException when there is none, it cannot run here, or it is simulated;
    ///   the message goes behind the word backend and names the choices
    public static Backend named(String name) {
        Backend backend;
        try {
            backend = Backends.named(name);
        } catch (IllegalArgumentException refused) {
            boolean isKnown = Backends.all().stream().anyMatch(b -> name.startsWith(b + "/"));
            throw new IllegalArgumentException(
                    isKnown
                            ? String.valueOf(refused.getMessage()).replaceFirst("^backend ", "")
                            : "\"" + name + "\" is no backend here; choose one of: " + choices(),
                    refused);
        }
        if (backend.isSimulated()) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" is a simulation: sim keeps nothing and is for tests only; choose"
                            + " one of: "
                            + choices());
        }
        return backend;
    }

    /// Whether `running` is what the name `configured` asks for.
    public static boolean isMeant(String configured, Backend running) {
        return configured.equals(running.name()) || configured.equals(running.engine());
    }

    /// The names to choose from.
    public static String choices() {
        return String.join(
                ", ",
                Backends.names(
                        Backends.engines().stream()
                                .filter(backend -> !backend.isSimulated())
                                .toList()));
    }
}
