package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What every [Network] promises about datagrams, where it loses none.
public abstract class DatagramContract {
    /// For test classes.
    protected DatagramContract() {}

    /// Returns the network to test, without loss; called in each test's run.
    protected abstract Network network() throws IOException, InterruptedException;

    /// Returns an address of this host, any port.
    protected Address.Inet anyPort() {
        return Address.of("127.0.0.1", 0);
    }

    /// A test between two sockets.
    public interface SocketsBody {
        /// Runs the test as a task.
        void run(DatagramSocket one, DatagramSocket other) throws Exception;
    }

    private void withSockets(SocketsBody body) throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (DatagramSocket one = network.bind(anyPort());
                    DatagramSocket other = network.bind(anyPort())) {
                body.run(one, other);
            }
            return 0;
        });
    }

    @BackendTest
    void aDatagramArrivesWholeAndTellsWhoSentIt() throws Exception {
        withSockets((one, other) -> {
            assertNotEquals(0, one.address().port());
            send(one, "first", other);
            send(one, "", other);
            send(one, "third", other);
            ByteBuffer into = ByteBuffer.allocate(100);
            assertEquals(one.address(), other.receive(into));
            assertEquals("first", text(into));
            assertEquals(one.address(), other.receive(into.clear()));
            assertEquals("", text(into));
            assertEquals(one.address(), other.receive(into.clear()));
            assertEquals("third", text(into));
        });
    }

    @BackendTest
    void theLongestDatagramArrivesAndALongerOneIsRefused() throws Exception {
        withSockets((one, other) -> {
            byte[] longest = new byte[DatagramSocket.PAYLOAD_MAX];
            longest[longest.length - 1] = 7;
            ByteBuffer from = ByteBuffer.wrap(longest);
            one.send(from, other.address());
            assertEquals(0, from.remaining());
            ByteBuffer into = ByteBuffer.allocate(1 << 16);
            other.receive(into);
            assertEquals(ByteBuffer.wrap(longest), into.flip());
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            one.send(
                                    ByteBuffer.allocate(DatagramSocket.PAYLOAD_MAX + 1),
                                    other.address()));
        });
    }

    @BackendTest
    void whatHasNoRoomIsDroppedAndTheNextIsWhole() throws Exception {
        withSockets((one, other) -> {
            send(one, "too long for you", other);
            send(one, "next", other);
            ByteBuffer into = ByteBuffer.allocateDirect(4);
            other.receive(into);
            assertEquals("too ", text(into));
            other.receive(into.clear());
            assertEquals("next", text(into));
        });
    }

    @BackendTest
    void cancelledReceivesLoseNoDatagram() throws Exception {
        withSockets((one, other) -> {
            for (int i = 0; i < 200; i++) {
                boolean isRace = i % 2 == 0;
                ByteBuffer into = ByteBuffer.allocate(20);
                TaskGroup.open(group -> {
                    Task<Address> receiving = group.fork("receive", () -> other.receive(into));
                    if (!isRace) {
                        TestKit.awaitWaiting(receiving);
                        receiving.cancel("before anything came");
                    }
                    send(one, "datagram", other);
                    receiving.cancel("perhaps too late");
                    return 0;
                });
                if (into.position() == 0) {
                    other.receive(into);
                }
                assertEquals("datagram", text(into));
            }
        });
    }

    @BackendTest
    void inACancelledScopeNothingIsReceivedOrSent() throws Exception {
        withSockets((one, other) -> {
            send(one, "waits", other);
            ByteBuffer into = ByteBuffer.allocate(20);
            CancelScope.run(scope -> {
                scope.cancel("at once");
                assertThrows(InterruptedException.class, () -> other.receive(into));
                assertThrows(InterruptedException.class, () -> send(one, "never", other));
                return 0;
            });
            other.receive(into);
            assertEquals("waits", text(into));
            send(one, "goes on", other);
            other.receive(into.clear());
            assertEquals("goes on", text(into));
        });
    }

    @BackendTest
    void aSecondReceiverIsRefusedAtOnce() throws Exception {
        withSockets((one, _) ->
                TaskGroup.open(group -> {
                    group.forkService("receive", () -> one.receive(ByteBuffer.allocate(1)));
                    TestKit.awaitAllBlocked();
                    assertThrows(
                            IllegalStateException.class, () -> one.receive(ByteBuffer.allocate(1)));
                    return 0;
                }));
    }

    @BackendTest
    void closingWakesWhoReceives() throws Exception {
        withSockets((one, other) -> {
            TaskGroup.open(group -> {
                Task<ClosedResource> receiving =
                        group.fork(() ->
                                assertThrows(
                                        ClosedResource.class,
                                        () -> one.receive(ByteBuffer.allocate(1))));
                TestKit.awaitWaiting(receiving);
                one.close();
                receiving.join();
                return 0;
            });
            one.close();
            assertThrows(ClosedResource.class, () -> one.receive(ByteBuffer.allocate(1)));
            assertThrows(ClosedResource.class, () -> send(one, "x", other));
        });
    }

    @BackendTest
    void anAddressInUseIsRefusedAndFreeAgainAfterClose() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            Address.Inet taken;
            try (DatagramSocket first = network.bind(anyPort())) {
                taken = first.address();
                assertThrows(BindException.class, () -> network.bind(taken).close());
            }
            network.bind(taken).close();
            return 0;
        });
    }

    private static void send(DatagramSocket from, String text, DatagramSocket to)
            throws IOException, InterruptedException {
        from.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to.address());
    }

    private static String text(ByteBuffer received) {
        return StandardCharsets.UTF_8.decode(received.flip()).toString();
    }
}
