package io.ipfskit.anyio.sim;

/// What happened in a world so far. Guarded by the world's monitor.
final class Tally {
    int streamsOpen;
    int listenersOpen;
    int datagramSocketsOpen;
    long streamsMade;
    long streamBytesSent;
    long streamBytesReceived;
    long datagramsSent;
    long datagramsReceived;
    long datagramsDropped;
    long datagramsReordered;
    long datagramsDuplicated;
    long packetsLost;
}
