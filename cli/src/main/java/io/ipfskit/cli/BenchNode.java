package io.ipfskit.cli;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.server.HttpDoors;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The parts of `runtime bench` that need a node, with its doors open, on the backend.
final class BenchNode {
    private static final int ADD_BYTES = 8 << 20;
    private static final int FILE_BYTES = 16 << 10;
    private static final int CLIENTS = 2;
    private static final int STAMP_BYTES = 64 << 10;

    private BenchNode() {}

    /// What was measured.
    record Figures(double addMibPerSecond, double requestsPerSecond) {}

    static Figures measure(Backend backend, Duration time, Path dataDirectory) throws Exception {
        Config config = Config.embedded(dataDirectory, backend.engine());
        return AnyIO.<Figures, Exception>run(
                backend,
                _ ->
                        TaskGroup.<Figures, Exception>open(
                                "bench node",
                                group -> {
                                    HttpDoors doors = new HttpDoors();
                                    try (IpfsKit kit =
                                            IpfsKit.within(
                                                    group,
                                                    config,
                                                    KitOptions.EMBEDDED.withDoors(doors))) {
                                        return new Figures(
                                                add(kit, time), requests(kit, doors, time));
                                    }
                                }));
    }

    /// Content is new in every round, or it would be found and not written.
    private static double add(IpfsKit kit, Duration time) throws Exception {
        byte[] content = new byte[ADD_BYTES];
        new Random(1).nextBytes(content);
        int[] round = {0};
        double nanosPerByte =
                BenchTasks.nanos(
                        time,
                        ADD_BYTES,
                        () -> {
                            round[0]++;
                            for (int at = 0; at < ADD_BYTES; at += STAMP_BYTES) {
                                ByteBuffer.wrap(content).putInt(at, round[0]);
                            }
                            kit.ipfs().add(ByteSource.of(content), AddOptions.defaults());
                        });
        return 1e9 / nanosPerByte / (1 << 20);
    }

    /// The clients are threads outside the run. The query keeps the answer from being sent out of
    /// memory before it becomes a task.
    private static double requests(IpfsKit kit, HttpDoors doors, Duration time) throws Exception {
        byte[] content = new byte[FILE_BYTES];
        new Random(2).nextBytes(content);
        String cid = kit.ipfs().add(ByteSource.of(content), AddOptions.defaults()).cid();
        URI gateway = URI.create(String.valueOf(doors.gateway()));
        return Blocking.call(() -> {
            List<FutureTask<Double>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                FutureTask<Double> client =
                        new FutureTask<>(() -> client(gateway, cid, time, content));
                clients.add(client);
                Thread.ofPlatform().daemon().name("bench client").start(client);
            }
            double perSecond = 0;
            for (FutureTask<Double> client : clients) {
                try {
                    perSecond += client.get();
                } catch (ExecutionException failed) {
                    throw new IOException("a gateway request failed: " + failed.getCause(), failed);
                }
            }
            return perSecond;
        });
    }

    private static double client(URI gateway, String cid, Duration time, byte[] content)
            throws Exception {
        byte[] request =
                ("GET /ipfs/" + cid + "?filename=bench HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[content.length];
        InetAddress address = InetAddress.getByName(gateway.getHost());
        try (Socket socket = new Socket(address, gateway.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            DataInputStream in =
                    new DataInputStream(
                            new java.io.BufferedInputStream(socket.getInputStream(), 32 << 10));
            double nanos =
                    BenchTasks.nanos(
                            time,
                            1,
                            () -> {
                                out.write(request);
                                readHead(in, content.length);
                                in.readFully(body);
                                if (!java.util.Arrays.equals(body, content)) {
                                    throw new IOException("the gateway sent other bytes");
                                }
                            });
            return 1e9 / nanos;
        }
    }

    private static void readHead(DataInputStream in, int length) throws IOException {
        String status = readLine(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the gateway answered " + status);
        }
        boolean isLengthRight = false;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            isLengthRight |= line.equalsIgnoreCase("Content-Length: " + length);
        }
        if (!isLengthRight) {
            throw new IOException("the gateway announced another length than " + length);
        }
    }

    private static String readLine(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
