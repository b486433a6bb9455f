package io.ipfskit.cli;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `runtime bench` measured on one backend and engine. Time is real time everywhere, also on a
/// simulation.
record BenchRow(
        @Doc("anyio backend") String backend,
        @Doc("engine of that backend") String engine,
        @Doc("microseconds to fork and join a task of a tree") double forkTreeUs,
        @Doc("nanoseconds for an item to pass three tasks through channels of 16") double channelNs,
        @Doc("microseconds to fork, park, cancel and end a task") double cancelStormUs,
        @Doc("bytes written, forced and read back") @Nullable Double fileMibPerSecond,
        @Doc("echoes of 64 bytes over a loopback connection") @Nullable Double echoesPerSecond,
        @Doc("bytes added, durably") @Nullable Double addMibPerSecond,
        @Doc("gateway requests for 16 KiB, by two clients")
                @Nullable Double gatewayRequestsPerSecond,
        @Doc("parts of the workload that were not run, and why") List<String> leftOut) {
    static final String NO_REAL_IO =
            "on sim: file and loopback I/O, add and gateway requests, which are real; a simulation"
                    + " does none";

    BenchRow {
        leftOut = List.copyOf(leftOut);
    }
}
