package io.ipfskit.anyio;

/// The state of a channel at one moment.
///
/// @param buffered items in the buffer
/// @param capacity room of the buffer
/// @param openSenders sender handles that are open
/// @param openReceivers receiver handles that are open
/// @param waitingSenders tasks that wait to send
/// @param waitingReceivers tasks that wait to receive
public record ChannelStatistics(
        int buffered,
        int capacity,
        int openSenders,
        int openReceivers,
        int waitingSenders,
        int waitingReceivers) {}
