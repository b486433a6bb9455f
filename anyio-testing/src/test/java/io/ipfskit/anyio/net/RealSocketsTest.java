package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskState;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// What only sockets of this machine have: descriptors, names, families, UNIX sockets.
@BackendTests(sim = false)
class RealSocketsTest {
    private static final Network NETWORK = Network.real();
    private static final Address.Inet LOOPBACK = Address.of("127.0.0.1", 0);

    @TempDir static Path folder;

    // ---- descriptors ----

    @BackendTest
    void tenThousandDialsToDeadAddressesLeaveNoDescriptor() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc");
        long before = descriptors();
        TestKit.run(run -> {
            Address nobody;
            try (Listener listener = NETWORK.listen(LOOPBACK)) {
                nobody = listener.address();
            }
            List<Integer> hundreds = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                hundreds.add(i);
            }
            TaskGroup.map(
                    hundreds,
                    20,
                    _ -> {
                        for (int i = 0; i < 100; i++) {
                            assertThatThrownBy(() -> NETWORK.dial(nobody))
                                    .isInstanceOf(ConnectException.class);
                        }
                        return 0;
                    });
            assertThat(run.statistics().sockets()).isZero();
            return 0;
        });
        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    @BackendTest
    void dialsThatAreCancelledLeaveNoDescriptor() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc");
        long before = descriptors();
        TestKit.run(run -> {
            // its queue is full, so nobody answers the dials
            try (ServerSocketChannel full = ServerSocketChannel.open()) {
                full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                int port = ((InetSocketAddress) full.getLocalAddress()).getPort();
                List<Task<ByteStream>> dials = new ArrayList<>();
                TaskGroup.open(group -> {
                    for (int i = 0; i < 50; i++) {
                        dials.add(group.fork(() -> NETWORK.dial(Address.of("127.0.0.1", port))));
                    }
                    TestKit.awaitAllBlocked();
                    group.cancel("nobody answers");
                    return 0;
                });
                assertThat(run.statistics().tasksCancelled()).isPositive();
                for (Task<ByteStream> dial : dials) {
                    if (dial.state() == TaskState.DONE) {
                        dial.result().close(); // the queue had room for it
                    }
                }
            }
            return 0;
        });
        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    @BackendTest
    void whatARunLeavesOpenIsCountedAndClosedAtItsEnd() throws Exception {
        AtomicReference<Run> ran = new AtomicReference<>();
        AtomicReference<ByteStream> left = new AtomicReference<>();
        Address address =
                AnyIO.run(
                        TestKit.backend(),
                        run -> {
                            ran.set(run);
                            Listener listener = NETWORK.listen(LOOPBACK);
                            ByteStream near = NETWORK.dial(listener.address());
                            left.set(near);
                            ByteStream far = listener.accept();
                            DatagramSocket socket = NETWORK.bind(LOOPBACK);
                            assertThat(run.statistics().sockets()).isEqualTo(4);
                            far.close();
                            assertThat(socket.address().port()).isPositive();
                            return listener.address();
                        });
        assertThat(ran.get().statistics().sockets()).isEqualTo(3);
        left.get().close();
        TestKit.run(_ -> {
            NETWORK.listen(address).close(); // free again
            return 0;
        });
    }

    @BackendTest
    void thePollerIsAStrandOfALoopVirtualOnThreadsAndAHelperThreadElsewhere() throws Exception {
        TestKit.run(run -> {
            assertThat(run.statistics().helperThreads()).isZero();
            NETWORK.bind(LOOPBACK).close();
            boolean hasHelper = run.backend().name().equals("platform");
            assertThat(run.statistics().helperThreads() > 0).isEqualTo(hasHelper);
            return 0;
        });
    }

    @BackendTest
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void streamsThatForeignThreadsCloseWhileTasksComeAndGoHoldNobodyUp() throws Exception {
        BlockingQueue<ByteStream> toClose = new LinkedBlockingQueue<>();
        AtomicInteger closed = new AtomicInteger();
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            closers.add(Thread.ofPlatform().daemon().start(() -> closeAll(toClose, closed)));
        }
        try {
            TestKit.run(_ -> {
                try (Listener listener = NETWORK.listen(LOOPBACK)) {
                    TaskGroup.open(group -> {
                        for (int i = 0; i < 10; i++) {
                            group.fork(() -> comeAndGo(listener, toClose));
                        }
                        return 0;
                    });
                }
                while (closed.get() < 10 * 30) {
                    Time.sleep(Duration.ofMillis(1)); // a thread may be about to come back
                }
                return 0;
            });
        } finally {
            for (Thread closer : closers) {
                closer.interrupt();
                closer.join();
            }
        }
    }

    private static int comeAndGo(Listener listener, BlockingQueue<ByteStream> toClose)
            throws IOException, InterruptedException {
        for (int i = 0; i < 30; i++) {
            try (ByteStream near = NETWORK.dial(listener.address());
                    ByteStream far = listener.accept()) {
                near.send(ByteBuffer.wrap(new byte[1]));
                toClose.add(far);
                ByteBuffer into = ByteBuffer.allocate(16);
                assertThatThrownBy(
                                () -> {
                                    while (far.receive(into.clear()) >= 0) {
                                        Checkpoint.now();
                                    }
                                    throw new ClosedResource("the peer was closed first");
                                })
                        .isInstanceOf(ClosedResource.class);
            }
        }
        return 0;
    }

    private static void closeAll(BlockingQueue<ByteStream> toClose, AtomicInteger closed) {
        try {
            while (true) {
                toClose.take().close();
                closed.incrementAndGet();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @BackendTest
    void aLeftSocketFailsTheLeakCheck() {
        assertThatThrownBy(() -> TestKit.run(_ -> NETWORK.bind(LOOPBACK)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 open socket(s)");
    }

    // ---- names and families ----

    @BackendTest
    void aNameIsDialledByAllItsAddresses() throws Exception {
        TestKit.run(_ -> {
            try (Listener listener = NETWORK.listen(LOOPBACK);
                    ByteStream near = NETWORK.dial(Address.of("localhost", port(listener)));
                    ByteStream far = listener.accept()) {
                assertThat(near.remote()).isEqualTo(listener.address());
                assertThat(far.local()).isEqualTo(listener.address());
            }
            return 0;
        });
    }

    @BackendTest
    void aNameThatStandsForNothingIsToldSo() throws Exception {
        TestKit.run(_ -> {
            assertThatThrownBy(() -> NETWORK.dial(Address.of("no-such-host.invalid", 80)))
                    .isInstanceOf(UnknownHostException.class);
            return 0;
        });
    }

    @BackendTest
    void overIpv6AStreamIsTheSame() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        TestKit.run(_ -> {
            try (Listener listener = NETWORK.listen(Address.of("::1", 0));
                    ByteStream near = NETWORK.dial(listener.address());
                    ByteStream far = listener.accept()) {
                exchange(near, far);
                assertThat(listener.address().toString()).startsWith("[");
            }
            return 0;
        });
    }

    @Test
    void theFamiliesAlternateAndEachKeepsItsOrder() throws Exception {
        List<InetSocketAddress> resolved = new ArrayList<>();
        for (String host : List.of("::1", "::2", "::3", "10.0.0.1", "10.0.0.2")) {
            resolved.add(new InetSocketAddress(InetAddress.ofLiteral(host), 1));
        }
        assertThat(HappyEyeballs.alternate(resolved))
                .extracting(a -> a.getAddress().getHostAddress())
                .containsExactly(
                        "0:0:0:0:0:0:0:1",
                        "10.0.0.1",
                        "0:0:0:0:0:0:0:2",
                        "10.0.0.2",
                        "0:0:0:0:0:0:0:3");
    }

    @BackendTest
    void whenAllAddressesFailTheErrorTellsOfEach() throws Exception {
        TestKit.run(_ -> {
            Address.Inet nobody;
            try (Listener listener = NETWORK.listen(LOOPBACK)) {
                nobody = Address.of("localhost", port(listener));
            }
            int count = InetAddress.getAllByName("localhost").length;
            assertThatThrownBy(() -> NETWORK.dial(nobody))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(nobody.toString())
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(count));
            return 0;
        });
    }

    @BackendTest
    void anAddressOfAnotherHostCannotBeListenedOn() throws Exception {
        TestKit.run(_ -> {
            Address.Inet foreign = Address.of("192.0.2.1", 0);
            assertThatThrownBy(() -> NETWORK.listen(foreign)).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> NETWORK.bind(foreign)).isInstanceOf(BindException.class);
            return 0;
        });
    }

    // ---- UNIX sockets ----

    @BackendTest
    void aUnixSocketCarriesAStreamAndIsDeletedAtClose() throws Exception {
        Path path = folder.resolve("a.sock");
        TestKit.run(_ -> {
            try (Listener listener = NETWORK.listen(Address.of(path));
                    ByteStream near = NETWORK.dial(listener.address());
                    ByteStream far = listener.accept()) {
                assertThat(path).exists();
                assertThat(near.remote()).isEqualTo(Address.of(path));
                exchange(near, far);
                near.abort();
                assertThatThrownBy(() -> receive(far, 1)).isInstanceOf(IOException.class);
            }
            assertThat(path).doesNotExist();
            return 0;
        });
    }

    @BackendTest
    void aStaleUnixSocketIsReplacedAndALivingOneIsNot() throws Exception {
        Path path = folder.resolve("b.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        assertThat(path).exists(); // as a process that was killed leaves it
        TestKit.run(_ -> {
            try (Listener listener = NETWORK.listen(Address.of(path))) {
                assertThatThrownBy(() -> NETWORK.listen(Address.of(path)))
                        .isInstanceOf(BindException.class)
                        .hasMessageContaining(path.toString());
                listener.accept().close(); // the other one knocked to see whether somebody is in
                try (ByteStream near = NETWORK.dial(listener.address());
                        ByteStream far = listener.accept()) {
                    exchange(near, far);
                }
            }
            return 0;
        });
    }

    @BackendTest
    void aFileThatIsNoSocketIsNeverReplaced() throws Exception {
        Path path = Files.writeString(folder.resolve("precious"), "content");
        TestKit.run(_ -> {
            assertThatThrownBy(() -> NETWORK.listen(Address.of(path)))
                    .isInstanceOf(BindException.class);
            assertThatThrownBy(() -> NETWORK.dial(Address.of(path)))
                    .isInstanceOf(ConnectException.class);
            return 0;
        });
        assertThat(path).hasContent("content");
    }

    @BackendTest
    void whereTheQueueOfAUnixSocketIsFullADialWaits() throws Exception {
        Path path = folder.resolve("c.sock");
        TestKit.run(_ -> {
            try (Listener listener =
                    NETWORK.listen(Address.of(path), new ListenOptions(1, true, true))) {
                TaskGroup.open(group -> {
                    List<Task<ByteStream>> dials = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        dials.add(group.fork(() -> NETWORK.dial(listener.address())));
                    }
                    TestKit.awaitAllBlocked();
                    for (int i = 0; i < 8; i++) {
                        try (ByteStream far = listener.accept()) {
                            far.send(ByteBuffer.wrap(new byte[] {1}));
                        }
                    }
                    for (Task<ByteStream> dial : dials) {
                        try (ByteStream near = dial.join()) {
                            receive(near, 1);
                        }
                    }
                    return 0;
                });
            }
            return 0;
        });
    }

    // ---- words ----

    private static void exchange(ByteStream near, ByteStream far) throws Exception {
        near.send(ByteBuffer.wrap("ping".getBytes(StandardCharsets.UTF_8)));
        assertThat(receive(far, 4)).isEqualTo("ping");
        far.send(ByteBuffer.wrap("pong".getBytes(StandardCharsets.UTF_8)));
        assertThat(receive(near, 4)).isEqualTo("pong");
    }

    private static String receive(ByteStream from, int count) throws Exception {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            if (from.receive(into) < 0) {
                throw new IOException("ended early");
            }
        }
        return StandardCharsets.UTF_8.decode(into.flip()).toString();
    }

    private static int port(Listener listener) {
        return ((Address.Inet) listener.address()).port();
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(a -> a.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
