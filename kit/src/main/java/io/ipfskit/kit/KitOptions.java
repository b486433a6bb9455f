package io.ipfskit.kit;

import io.ipfskit.anyio.Disk;
import io.ipfskit.operation.Bound;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is passed into a node beside its configuration.
///
/// @param doors the listeners, or null for none
/// @param disk where files are
/// @param operations further operations, bound to what does them
public record KitOptions(@Nullable Doors doors, Disk disk, List<Bound<?, ?>> operations) {
    /// No doors, the real disk.
    public static final KitOptions EMBEDDED = new KitOptions(null, Disk.real(), List.of());

    public KitOptions {
        operations = List.copyOf(operations);
    }

    /// With these listeners.
    public KitOptions withDoors(@Nullable Doors doors) {
        return new KitOptions(doors, disk, operations);
    }

    /// With further operations.
    public KitOptions withOperations(List<Bound<?, ?>> operations) {
        return new KitOptions(doors, disk, operations);
    }

    /// With another disk.
    public KitOptions withDisk(Disk disk) {
        return new KitOptions(doors, disk, operations);
    }
}
