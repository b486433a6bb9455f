package io.ipfskit.anyio;

/// The last sender closed and the channel is drained: nothing more will be received.
public final class EndOfChannel extends RuntimeException {
    EndOfChannel() {
        super("the channel ended: every sender is closed and nothing is left in it");
    }
}
