package io.ipfskit.node.fetch;

import java.net.InetAddress;
import java.util.List;

/// The addresses of the public internet: those that no registry of special addresses lists
/// ([IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry),
/// [IPv6](https://www.iana.org/assignments/iana-ipv6-special-registry)).
final class AddressRanges {
    /// All that is no address of one host on the internet: this network, private (RFC 1918), shared
    /// (RFC 6598), loopback, link-local, protocol assignments, documentation, 6to4 relays,
    /// benchmarks, multicast, reserved and broadcast.
    private static final List<Range> SPECIAL_V4 =
            List.of(
                    Range.of("0.0.0.0", 8),
                    Range.of("10.0.0.0", 8),
                    Range.of("100.64.0.0", 10),
                    Range.of("127.0.0.0", 8),
                    Range.of("169.254.0.0", 16),
                    Range.of("172.16.0.0", 12),
                    Range.of("192.0.0.0", 24),
                    Range.of("192.0.2.0", 24),
                    Range.of("192.88.99.0", 24),
                    Range.of("192.168.0.0", 16),
                    Range.of("198.18.0.0", 15),
                    Range.of("198.51.100.0", 24),
                    Range.of("203.0.113.0", 24),
                    Range.of("224.0.0.0", 4),
                    Range.of("240.0.0.0", 4));

    /// Of IPv6 one block is given out for the internet. That leaves out loopback, unique local,
    /// link-local, multicast, and what stands for IPv4 addresses (mapped, NAT64).
    private static final Range GLOBAL_V6 = Range.of("2000::", 3);

    /// Within it: protocol assignments with Teredo, documentation, and 6to4, which stands for IPv4
    /// addresses.
    private static final List<Range> SPECIAL_V6 =
            List.of(
                    Range.of("2001::", 23),
                    Range.of("2001:db8::", 32),
                    Range.of("2002::", 16),
                    Range.of("3fff::", 20));

    private AddressRanges() {}

    /// The addresses whose first `bits` are those of `start`.
    private record Range(@SuppressWarnings("ArrayRecordComponent") byte[] start, int bits) {
        static Range of(String start, int bits) {
            return new Range(InetAddress.ofLiteral(start).getAddress(), bits);
        }

        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >>> (i % 8);
                if (((address[i / 8] ^ start[i / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Whether the address is one of the public internet.
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return SPECIAL_V4.stream().noneMatch(range -> range.contains(bytes));
        }
        return GLOBAL_V6.contains(bytes)
                && SPECIAL_V6.stream().noneMatch(range -> range.contains(bytes));
    }
}
