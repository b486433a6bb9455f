package io.ipfskit.kit;

import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All operations of a node, each bound to what does it. Immutable; made once at the start, in
/// floor order of the modules, after the checks of [RegistryChecks].
public final class Registry {
    private final List<Bound<?, ?>> all;
    private final Map<String, Bound<?, ?>> byId;

    private Registry(List<Bound<?, ?>> all) {
        this.all = List.copyOf(all);
        Map<String, Bound<?, ?>> ids = new LinkedHashMap<>();
        for (Bound<?, ?> bound : this.all) {
            ids.put(bound.operation().id(), bound);
        }
        this.byId = ids;
    }

    /// Checks the declarations, all but their examples, and makes the registry.
    ///
    /// @throws IllegalArgumentException when a declaration breaks a rule; the message names each
    ///   operation and rule
    public static Registry of(List<? extends Bound<?, ?>> operations) {
        List<String> violations =
                RegistryChecks.structure(
                        operations.stream().<Operation<?, ?>>map(Bound::operation).toList());
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    "broken operation declarations:\n" + String.join("\n", violations));
        }
        return new Registry(List.copyOf(operations));
    }

    /// All operations in the order of declaration.
    public List<Bound<?, ?>> all() {
        return all;
    }

    /// The operation with the id `group.name`, or null.
    public @Nullable Bound<?, ?> find(String id) {
        return byId.get(id);
    }

    /// The operation of that name in that group, or null.
    public @Nullable Bound<?, ?> find(String group, String name) {
        return byId.get(group + "." + name);
    }

    /// What does `operation`, or null when this node does not have it.
    @SuppressWarnings("unchecked") // the declaration is the same object, so its types are too
    public <I, O> @Nullable Bound<I, O> find(Operation<I, O> operation) {
        Bound<?, ?> bound = byId.get(operation.id());
        return bound == null || bound.operation() != operation ? null : (Bound<I, O>) bound;
    }
}
