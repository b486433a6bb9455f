package io.ipfskit.anyio;

/// What is in the channels of a run: those opened in it that are not closed on both sides.
///
/// @param open channels
/// @param buffered items in their buffers
/// @param waitingSenders tasks that wait to send
/// @param waitingReceivers tasks that wait to receive
public record ChannelTotals(int open, long buffered, long waitingSenders, long waitingReceivers) {}
