package io.ipfskit.anyio.sim;

/// The numbers of one simulated network at one moment.
///
/// @param streamsOpen streams that nobody has closed, both ends counted
/// @param listenersOpen listeners that nobody has closed
/// @param datagramSocketsOpen UDP sockets that nobody has closed
/// @param connections ends of connections that the hosts still work on, closed ones that have bytes
///   to deliver included
/// @param streamsMade streams dialled and accepted so far
/// @param streamBytesSent bytes that `send` of streams has taken so far
/// @param streamBytesReceived bytes that `receive` of streams has given so far
/// @param datagramsSent datagrams sent so far
/// @param datagramsReceived datagrams received so far; a doubled one counts twice
/// @param datagramsDropped datagrams that found nobody, or a full buffer
/// @param datagramsReordered datagrams held back
/// @param datagramsDuplicated datagrams doubled
/// @param packetsLost packets of streams and datagrams that a link lost or a partition stopped
public record SimNetworkStatistics(
        int streamsOpen,
        int listenersOpen,
        int datagramSocketsOpen,
        int connections,
        long streamsMade,
        long streamBytesSent,
        long streamBytesReceived,
        long datagramsSent,
        long datagramsReceived,
        long datagramsDropped,
        long datagramsReordered,
        long datagramsDuplicated,
        long packetsLost) {}
