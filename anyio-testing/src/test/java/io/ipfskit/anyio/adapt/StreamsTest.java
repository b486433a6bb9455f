package io.ipfskit.anyio.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

class StreamsTest {
    private static final byte[] BYTES = new byte[100_003];

    static {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (i * 31 + (i >> 8));
        }
    }

    @BackendTest
    void aBlockingStreamArrivesInBuffersAndIsWrittenAgain() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long written =
                TestKit.run(run ->
                        Streams.receive(
                                new ByteArrayInputStream(BYTES),
                                4_096,
                                2,
                                OnCancel.WAIT,
                                buffers -> Streams.send(buffers, out, OnCancel.WAIT)));
        assertThat(written).isEqualTo(BYTES.length);
        assertThat(out.toByteArray()).isEqualTo(BYTES);
    }

    @BackendTest
    void aStreamThatFailsIsATaskThatFailed() throws Exception {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("torn");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        throw new IOException("torn");
                    }
                };
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                Streams.receive(
                                        failing, 16, 0, OnCancel.WAIT, ReceiveChannel::receive)))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @BackendTest(sim = false)
    void aReadThatIsCancelledLeavesAsItWasTold() throws Exception {
        for (OnCancel onCancel : new OnCancel[] {OnCancel.INTERRUPT, OnCancel.ABANDON}) {
            try (PipedInputStream in = new PipedInputStream();
                    PipedOutputStream out = new PipedOutputStream(in)) {
                boolean caught =
                        TestKit.run(run -> {
                            boolean was =
                                    CancelScope.moveOnAfter(
                                                    Duration.ofMillis(1),
                                                    scope ->
                                                            Streams.read(in, new byte[1], onCancel))
                                            .wasCaught();
                            out.write(1); // lets an abandoned read go
                            return was;
                        });
                assertThat(caught).isTrue();
            }
        }
    }

    @BackendTest(sim = false)
    void foreignCodeReadsAndWritesChannelsAsStreams() throws Exception {
        byte[] back =
                TestKit.run(run -> {
                    Channel<ByteBuffer> packed = Channel.open(2);
                    return Portal.open(portal ->
                            TaskGroup.open(group -> {
                                group.fork(() ->
                                        Blocking.<Integer, IOException>call(() -> {
                                            try (OutputStream out =
                                                    new GZIPOutputStream(
                                                            Streams.output(
                                                                    portal,
                                                                    packed.sender(),
                                                                    1_000))) {
                                                out.write(BYTES);
                                            }
                                            return 0;
                                        }));
                                return Blocking.<byte[], IOException>call(() -> {
                                    try (InputStream in =
                                            new GZIPInputStream(
                                                    Streams.input(portal, packed.receiver()))) {
                                        return in.readAllBytes();
                                    }
                                });
                            }));
                });
        assertThat(back).isEqualTo(BYTES);
    }

    @BackendTest(sim = false)
    void anInterruptedReadOfAViewIsTheCancellationOfItsScope() throws Exception {
        boolean caught =
                TestKit.run(run -> {
                    Channel<ByteBuffer> silent = Channel.open(1);
                    return Portal.open(portal ->
                            CancelScope.moveOnAfter(
                                            Duration.ofMillis(1),
                                            scope ->
                                                    Blocking.<Integer, IOException>call(
                                                            () ->
                                                                    Streams.input(
                                                                                    portal,
                                                                                    silent
                                                                                            .receiver())
                                                                            .read(),
                                                            OnCancel.INTERRUPT))
                                    .wasCaught());
                });
        assertThat(caught).isTrue();
    }

    @BackendTest(sim = false)
    void aViewOfAChannelNobodyReceivesFromFailsAsStreamsDo() throws Exception {
        TestKit.run(run -> {
            Channel<ByteBuffer> channel = Channel.open(0);
            channel.receiver().close();
            return Portal.open(portal ->
                    Blocking.<Integer, Exception>call(() -> {
                        OutputStream out = Streams.output(portal, channel.sender(), 1);
                        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
                        return 0;
                    }));
        });
    }

    @BackendTest(backends = "sim")
    void aSimulationRefusesViewsBecauseNothingForeignMayWait() throws Exception {
        TestKit.run(run -> {
            Channel<ByteBuffer> channel = Channel.open(0);
            return Portal.open(portal ->
                    Blocking.<Integer, Exception>call(() -> {
                        InputStream in = Streams.input(portal, channel.receiver());
                        assertThatThrownBy(in::read).isInstanceOf(IllegalStateException.class);
                        return 0;
                    }));
        });
    }

    @BackendTest(sim = false)
    void foreignCodeReadsAndWritesAConnectionAsStreams() throws Exception {
        byte[] echoed =
                TestKit.run(run -> {
                    PipeStream[] ends = PipeStream.pair();
                    return Portal.open(portal ->
                            TaskGroup.open(group -> {
                                Task<Integer> echo =
                                        group.fork(() ->
                                                Blocking.<Integer, IOException>call(() -> {
                                                    try (OutputStream out =
                                                            Streams.output(portal, ends[1])) {
                                                        Streams.input(portal, ends[1])
                                                                .transferTo(out);
                                                    }
                                                    return 0;
                                                }));
                                byte[] got =
                                        Blocking.<byte[], IOException>call(() -> {
                                            OutputStream out = Streams.output(portal, ends[0]);
                                            out.write(1);
                                            out.write(BYTES, 0, 5_000);
                                            out.close();
                                            return Streams.input(portal, ends[0]).readAllBytes();
                                        });
                                echo.join();
                                return got;
                            }));
                });
        assertThat(echoed).hasSize(5_001);
        assertThat(Arrays.copyOfRange(echoed, 1, 5_001)).isEqualTo(Arrays.copyOf(BYTES, 5_000));
    }
}
