package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the properties `ipfskit.test.backends` and `ipfskit.test.seed` say, checked: a name that
/// means nothing must not end as tests that silently do not run.
///
/// @param backends names of backends or engines, none for all
/// @param seed the one seed of `sim`, null for those of each test
record Selection(List<String> backends, @Nullable Long seed) {
    static final String BACKENDS = "ipfskit.test.backends";
    static final String SEED = "ipfskit.test.seed";

    /// Engines that this process may lack, which is no mistake.
    private static final Set<String> ENGINES =
            Set.of(
                    "threads/virtual",
                    "platform/threads",
                    "loop/baton",
                    "loop/scheduler",
                    "sim/baton",
                    "sim/scheduler");

    Selection {
        backends = List.copyOf(backends);
    }

    static Selection ofProperties() {
        return of(System.getProperty(BACKENDS, ""), System.getProperty(SEED, ""));
    }

    /// @throws IllegalArgumentException when a name is unknown or the seed is no number; it names
    ///   the property and the choices
    static Selection of(String backends, String seed) {
        Set<String> known = new TreeSet<>(ENGINES);
        known.addAll(Backends.all());
        for (Backend backend : Backends.engines()) {
            known.add(backend.name());
            known.add(backend.engine());
        }
        List<String> names = new ArrayList<>();
        for (String name : backends.split(",", -1)) {
            String wanted = name.strip();
            if (wanted.isEmpty()) {
                continue;
            }
            if (!known.contains(wanted)) {
                throw new IllegalArgumentException(
                        BACKENDS
                                + " names '"
                                + wanted
                                + "'; choose among "
                                + String.join(", ", known));
            }
            names.add(wanted);
        }
        if (seed.isBlank()) {
            return new Selection(names, null);
        }
        try {
            return new Selection(names, Long.parseLong(seed.strip()));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    SEED + " must be a whole number, was '" + seed + "'", noNumber);
        }
    }

    boolean includes(Backend backend) {
        return backends.isEmpty() || isNamed(backends, backend);
    }

    static boolean isNamed(List<String> names, Backend backend) {
        return names.contains(backend.name()) || names.contains(backend.engine());
    }

    /// Returns the command that runs one test on one seed again.
    static String replayCommand(Class<?> test, String method, SimBackend sim) {
        String name = test.getName();
        return String.format(
                "mvn verify -pl <module> '-Dtest=%s#%s' -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -D%s=%s -D%s=%d",
                name.substring(name.lastIndexOf('.') + 1),
                method,
                BACKENDS,
                sim.engine(),
                SEED,
                sim.options().seed());
    }
}
