package io.ipfskit.anyio.sim;

import java.time.Duration;
import java.util.Objects;

/// How a simulated network is made.
///
/// @param link every way between two hosts, until [SimNetwork#link] says else
/// @param socketBuffer bytes that each end of a stream holds before its peer took them, and bytes
///   it holds before its task read them; also of datagrams that wait to be received; 4,096 to 16
///   MiB
/// @param connectFor how long a dial tries when nobody answers; positive
/// @param giveUpAfter how long a stream sends again what nobody acknowledges before it breaks;
///   positive
public record SimNetworkOptions(
        Link link, int socketBuffer, Duration connectFor, Duration giveUpAfter) {
    /// Links of [Link#LOCAL], buffers of 64 KiB; patience as Linux has it: 127 s to connect, 924 s
    /// without an acknowledgement.
    public static final SimNetworkOptions DEFAULT =
            new SimNetworkOptions(
                    Link.LOCAL, 65_536, Duration.ofSeconds(127), Duration.ofSeconds(924));

    /// Checks the ranges.
    public SimNetworkOptions {
        Objects.requireNonNull(link, "link");
        if (socketBuffer < 4_096 || socketBuffer > 16 << 20) {
            throw new IllegalArgumentException(
                    "a socket buffer has 4096 to 16777216 bytes, was " + socketBuffer);
        }
        if (!connectFor.isPositive() || !giveUpAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "patience must be positive, was " + connectFor + " and " + giveUpAfter);
        }
    }

    /// Returns the options with other links.
    public SimNetworkOptions withLink(Link other) {
        return new SimNetworkOptions(other, socketBuffer, connectFor, giveUpAfter);
    }

    /// Returns the options with other buffers.
    public SimNetworkOptions withSocketBuffer(int bytes) {
        return new SimNetworkOptions(link, bytes, connectFor, giveUpAfter);
    }

    /// Returns the options with another patience of dials.
    public SimNetworkOptions withConnectFor(Duration patience) {
        return new SimNetworkOptions(link, socketBuffer, patience, giveUpAfter);
    }

    /// Returns the options with another patience of streams.
    public SimNetworkOptions withGiveUpAfter(Duration patience) {
        return new SimNetworkOptions(link, socketBuffer, connectFor, patience);
    }
}
