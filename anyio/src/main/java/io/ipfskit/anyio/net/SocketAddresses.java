package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
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
    /// @throws java.net.UnknownHostException when the name stands for nothing
    static List<InetSocketAddress> resolve(Address.Inet address)
            throws IOException, InterruptedException {
        InetAddress[] found;
        if (isLiteral(address.host())) {
            found = new InetAddress[] {InetAddress.ofLiteral(address.host())};
        } else {
            found = Blocking.call(() -> InetAddress.getAllByName(address.host()), OnCancel.ABANDON);
        }
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

    /// Whether the host is an address and no name, without asking anybody.
    static boolean isLiteral(String host) {
        if (host.indexOf(':') >= 0) {
            return true; // no name has one
        }
        try {
            return Inet4Address.ofLiteral(host) != null;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
