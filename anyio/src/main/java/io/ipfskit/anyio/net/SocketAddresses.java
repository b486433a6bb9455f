package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Addresses as the JDK has them, and back.
final class SocketAddresses {
    private SocketAddresses() {}

    /// Returns what the system tells.
    static Address of(SocketAddress address) throws IOException {
        return switch (address) {
            case InetSocketAddress inet ->
                    Address.of(inet.getAddress().getHostAddress(), inet.getPort());
            case UnixDomainSocketAddress unix -> Address.of(unix.getPath());
            default -> throw new IOException("an address of an unknown kind: " + address);
        };
    }

    /// Returns the addresses that a host stands for, in the resolver's order, not empty. A name is
    /// looked up on a helper thread, which a cancelled caller leaves behind.
    ///
    /// @throws UnknownHostException when the name stands for nothing
    static List<InetSocketAddress> resolve(Address.Inet address)
            throws IOException, InterruptedException {
        InetAddress literal = literal(address.host());
        InetAddress[] found =
                literal != null
                        ? new InetAddress[] {literal}
                        : Blocking.call(
                                () -> InetAddress.getAllByName(address.host()), OnCancel.ABANDON);
        List<InetSocketAddress> all = new ArrayList<>(found.length);
        for (InetAddress one : found) {
            all.add(new InetSocketAddress(one, address.port()));
        }
        return all;
    }

    static ProtocolFamily family(InetSocketAddress address) {
        return isV6(address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    static boolean isV6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }

    /// Returns the address that the host is, without asking anybody; null for a name.
    ///
    /// @throws UnknownHostException when it is no address and can be no name
    static @Nullable InetAddress literal(String host) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException noAddress) {
            if (host.indexOf(':') < 0) {
                return null;
            }
            UnknownHostException neither =
                    new UnknownHostException(host + " is no IPv6 address, and no name has a colon");
            neither.initCause(noAddress);
            throw neither;
        }
    }

    /// Whether the host is no name: an address, or nothing at all.
    static boolean isLiteral(String host) {
        try {
            return literal(host) != null;
        } catch (UnknownHostException neither) {
            return true;
        }
    }
}
