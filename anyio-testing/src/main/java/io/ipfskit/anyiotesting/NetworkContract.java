package io.ipfskit.anyiotesting;

import static io.ipfskit.anyiotesting.StreamWords.receive;
import static io.ipfskit.anyiotesting.StreamWords.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What every [Network] promises about streams and listeners. An implementation's test extends this
/// class, and says by [BackendTests] where it runs.
public abstract class NetworkContract extends StreamContract {
    /// For test classes.
    protected NetworkContract() {}

    /// Returns the network to test; called in each test's run.
    protected abstract Network network() throws IOException, InterruptedException;

    /// Returns an address of this host to listen on, any port.
    protected Address.Inet anyPort() {
        return Address.of("127.0.0.1", 0);
    }

    @Override
    protected void withStreams(StreamsBody body) throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (Listener listener = network.listen(anyPort());
                    Ends ends = connect(network, listener)) {
                body.run(ends.near(), ends.far());
            }
            return 0;
        });
    }

    /// Connects the two ends of a stream.
    protected final Ends connect(Network network, Listener listener) throws InterruptedException {
        return TaskGroup.open(group -> {
            Task<ByteStream> far = group.fork("accept", listener::accept);
            Task<ByteStream> near = group.fork("dial", () -> network.dial(listener.address()));
            return new Ends(near.join(), far.join());
        });
    }

    // ---- dialling and listening ----

    @BackendTest
    void bothEndsKnowWhereTheyAre() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (Listener listener = network.listen(anyPort());
                    Ends ends = connect(network, listener)) {
                assertNotEquals(0, ((Address.Inet) listener.address()).port());
                assertEquals(listener.address(), ends.near().remote());
                assertEquals(listener.address(), ends.far().local());
                assertEquals(ends.near().local(), ends.far().remote());
            }
            return 0;
        });
    }

    @BackendTest
    void whereNobodyListensADialIsRefusedByName() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            Address nobody = addressOfNobody(network);
            ConnectException refused =
                    assertThrows(ConnectException.class, () -> network.dial(nobody));
            assertTrue(refused.toString().contains(nobody.toString()), refused.toString());
            return 0;
        });
    }

    @BackendTest
    void anAddressInUseIsRefusedAndFreeAgainAfterClose() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            Address taken;
            try (Listener first = network.listen(anyPort())) {
                taken = first.address();
                assertThrows(BindException.class, () -> network.listen(taken).close());
            }
            try (Listener again = network.listen(taken)) {
                assertEquals(taken, again.address());
            }
            return 0;
        });
    }

    @BackendTest
    void acceptedStreamsOutliveTheirListener() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            Ends ends;
            try (Listener listener = network.listen(anyPort())) {
                ends = connect(network, listener);
            }
            try (ends) {
                send(ends.near(), "still here");
                assertEquals("still here", receive(ends.far(), 10));
            }
            return 0;
        });
    }

    @BackendTest
    void aCancelledAcceptLosesNoConnection() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (Listener listener = network.listen(anyPort())) {
                for (int i = 0; i < 20; i++) {
                    CancelScope.run(scope -> {
                        scope.cancel("at once");
                        return listener.accept();
                    });
                    TestKit.assertWaitsUntilCancelled(listener::accept);
                    try (Ends ends = connect(network, listener)) {
                        send(ends.near(), "hello");
                        assertEquals("hello", receive(ends.far(), 5));
                    }
                }
            }
            return 0;
        });
    }

    @BackendTest
    void severalTasksMayAccept() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (Listener listener = network.listen(anyPort())) {
                List<Task<ByteStream>> accepts = new ArrayList<>();
                List<ByteStream> dialled = new ArrayList<>();
                TaskGroup.open(group -> {
                    for (int i = 0; i < 4; i++) {
                        accepts.add(group.fork("accept", listener::accept));
                    }
                    TestKit.awaitAllBlocked();
                    for (int i = 0; i < 4; i++) {
                        dialled.add(network.dial(listener.address()));
                    }
                    return 0;
                });
                for (Task<ByteStream> accept : accepts) {
                    accept.result().close();
                }
                dialled.forEach(ByteStream::close);
            }
            return 0;
        });
    }

    @BackendTest
    void closingAListenerEndsTheWaitForStreams() throws Exception {
        TestKit.run(_ -> {
            Listener listener = network().listen(anyPort());
            TaskGroup.open(group -> {
                Task<ClosedResource> first =
                        group.fork(() -> assertThrows(ClosedResource.class, listener::accept));
                Task<ClosedResource> second =
                        group.fork(() -> assertThrows(ClosedResource.class, listener::accept));
                TestKit.awaitAllBlocked();
                listener.close();
                first.join();
                second.join();
                return 0;
            });
            assertThrows(ClosedResource.class, listener::accept);
            listener.close();
            return 0;
        });
    }

    @BackendTest
    void aCancelledDialLeavesNothing() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (Listener listener = network.listen(anyPort())) {
                CancelScope.run(scope -> {
                    scope.cancel("at once");
                    return network.dial(listener.address());
                });
            }
            return 0;
        });
    }

    @BackendTest
    void manyStreamsAtOnceKeepTheirBytesApart() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            int count = 60;
            try (Listener listener = network.listen(anyPort())) {
                TaskGroup.open(group -> {
                    group.forkService(
                            "echo",
                            () -> {
                                while (true) {
                                    ByteStream accepted = listener.accept();
                                    group.forkService("one", () -> echo(accepted));
                                }
                            });
                    for (int i = 0; i < count; i++) {
                        String mine = "stream " + i + " ";
                        group.fork(
                                "client",
                                () -> {
                                    try (ByteStream stream = network.dial(listener.address())) {
                                        for (int round = 0; round < 10; round++) {
                                            send(stream, mine);
                                            assertEquals(mine, receive(stream, mine.length()));
                                        }
                                    }
                                    return 0;
                                });
                    }
                    return 0;
                });
            }
            return 0;
        });
    }

    private static int echo(ByteStream accepted) throws IOException, InterruptedException {
        try (accepted) {
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            while (accepted.receive(buffer.clear()) >= 0) {
                accepted.send(buffer.flip());
            }
        }
        return 0;
    }

    private Address addressOfNobody(Network network) throws IOException, InterruptedException {
        try (Listener listener = network.listen(anyPort())) {
            return listener.address();
        }
    }
}
