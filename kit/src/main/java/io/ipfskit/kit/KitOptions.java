package io.ipfskit.kit;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Meters;
import io.ipfskit.operation.Bound;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is passed into a node beside its configuration.
///
/// @param doors the listeners, or null for none
/// @param disk where files are
/// @param operations further operations, bound to what does them
/// @param services further services
/// @param meters what is told of each call
/// @param logFiles log files in the data directory, or null for none
public record KitOptions(
        @Nullable Doors doors,
        Disk disk,
        List<Bound<?, ?>> operations,
        List<ExtraService> services,
        Meters meters,
        @Nullable LogFiles logFiles) {
    /// No doors, the real disk, nothing measured.
    public static final KitOptions EMBEDDED =
            new KitOptions(null, Disk.real(), List.of(), List.of(), Meters.NONE, null);

    public KitOptions {
        operations = List.copyOf(operations);
        services = List.copyOf(services);
    }

    /// With these listeners.
    public KitOptions withDoors(@Nullable Doors doors) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }

    /// With further operations.
    public KitOptions withOperations(List<Bound<?, ?>> operations) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }

    /// With another disk.
    public KitOptions withDisk(Disk disk) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }

    /// With further services, started in this order.
    public KitOptions withServices(List<ExtraService> services) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }

    /// With something that measures the calls.
    public KitOptions withMeters(Meters meters) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }

    /// With log files in the data directory.
    public KitOptions withLogFiles(@Nullable LogFiles logFiles) {
        return new KitOptions(doors, disk, operations, services, meters, logFiles);
    }
}
