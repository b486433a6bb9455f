package io.ipfskit.examples;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;

import java.util.ArrayList;
import java.util.List;

/// `--backend NAME` among the arguments of an example.
///
/// @param backend the one named, else `threads`
/// @param arguments what is left
record ChosenBackend(Backend backend, List<String> arguments) {
    static ChosenBackend of(String... arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        int at = rest.indexOf("--backend");
        if (at < 0) {
            return new ChosenBackend(Backends.named("threads"), rest);
        }
        if (at + 1 == rest.size()) {
            throw new IllegalArgumentException("--backend needs a name");
        }
        Backend named = Backends.named(rest.get(at + 1));
        rest.subList(at, at + 2).clear();
        return new ChosenBackend(named, rest);
    }
}
