package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.ListenOptions;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Who is reached by a dial, when, and through which address.
class SimDialTest {
    private static final Address AT_B = Address.of("b", 80);

    @BackendTest(backends = "sim")
    void aDialIsRefusedWhereNobodyListensAndTimesOutWhereNobodyIs() throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork();
            SimHost a = network.host("a");
            SimHost b = network.host("b");
            assertThatThrownBy(() -> a.dial(AT_B))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused");
            long before = Time.now();
            assertThatThrownBy(() -> a.dial(Address.of("10.9.9.9", 80)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("timed out");
            assertThat(Duration.ofNanos(Time.now() - before)).isEqualTo(Duration.ofSeconds(127));
            assertThatThrownBy(() -> a.dial(Address.of("nobody", 80)))
                    .isInstanceOf(UnknownHostException.class);
            try (Listener listener = b.listen(AT_B)) {
                network.refuse("b", true);
                assertThatThrownBy(() -> a.dial(AT_B)).hasMessageContaining("refused");
                network.refuse("b", false);
                a.dial(AT_B).close();
                listener.accept().close();
                Time.sleep(Duration.ofSeconds(1));
                network.crash("b");
                assertThatThrownBy(() -> a.dial(AT_B)).hasMessageContaining("timed out");
            }
            assertThat(network.statistics().connections()).isZero();
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aDialGoesThroughWhenAPartitionHealsInTime() throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork();
            SimHost a = network.host("a");
            network.host("b");
            network.partition("a", "b");
            TaskGroup.open(group -> {
                Listener listener = network.host("b").listen(AT_B);
                Task<ByteStream> dial = group.fork(() -> a.dial(AT_B));
                Time.sleep(Duration.ofSeconds(20));
                network.heal("a", "b");
                dial.join().close();
                listener.accept().close();
                listener.close();
                return 0;
            });
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aFullBacklogMakesDialsWait() throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork();
            SimHost a = network.host("a");
            Listener listener = network.host("b").listen(AT_B, new ListenOptions(2, true, true));
            a.dial(AT_B).close();
            a.dial(AT_B).close();
            TaskGroup.open(group -> {
                Task<ByteStream> third = group.fork(() -> a.dial(AT_B));
                Time.sleep(Duration.ofSeconds(10));
                assertThat(third.info().waitingFor()).isEqualTo("network send");
                listener.accept().close();
                third.join().close();
                return 0;
            });
            listener.close();
            assertThat(network.leaks()).isEmpty();
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aNameOfSeveralAddressesIsReachedThroughTheFirstThatAnswers() throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork();
            SimHost a = network.host("a");
            network.host("down");
            network.crash("down");
            try (Listener listener = network.host("b").listen(AT_B)) {
                network.name("service", List.of("10.9.9.9", "down", "b"));
                long before = Time.now();
                ByteStream stream = a.dial(Address.of("service", 80));
                assertThat(stream.remote()).isEqualTo(Address.of(network.host("b").ip(), 80));
                assertThat(Time.now() - before).isBetween(500_000_000L, 600_000_000L);
                stream.close();
                listener.accept().close();
            }
            network.name("nothing", List.of("10.9.9.9", "down"));
            assertThatThrownBy(() -> a.dial(Address.of("nothing", 80)))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            none -> assertThat(none.getSuppressed()).hasSize(2));
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void unixSocketsConnectTasksOfOneHostOnly() throws Exception {
        TestKit.run(_ -> {
            SimNetwork network = new SimNetwork();
            SimHost a = network.host("a");
            Address path = Address.of(Path.of("/run/a.sock"));
            try (Listener listener = a.listen(path)) {
                ByteStream near = a.dial(path);
                ByteStream far = listener.accept();
                SimStreamTest.transfer(near, far, 100_000);
                near.close();
                far.close();
                assertThatThrownBy(() -> network.host("b").dial(path))
                        .isInstanceOf(ConnectException.class);
            }
            assertThatThrownBy(() -> a.dial(path)).isInstanceOf(ConnectException.class);
            return 0;
        });
    }
}
