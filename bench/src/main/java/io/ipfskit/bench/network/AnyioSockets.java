package io.ipfskit.bench.network;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Ours, with buffers on the heap.
record AnyioSockets(Backend backend) implements NetworkBench.Contender {
    @Override
    public double echo(int connections, long nanos) throws Exception {
        return AnyIO.<Double, Exception>run(
                backend,
                _ -> {
                    try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0))) {
                        return TaskGroup.<Double, Exception>open(
                                "echo",
                                group -> {
                                    group.forkService("server", () -> accept(listener, group));
                                    List<Task<Long>> clients = new ArrayList<>();
                                    long began = System.nanoTime();
                                    for (int i = 0; i < connections; i++) {
                                        clients.add(
                                                group.fork(
                                                        "client",
                                                        () -> call(listener, began + nanos)));
                                    }
                                    long trips = 0;
                                    for (Task<Long> client : clients) {
                                        trips += client.join();
                                    }
                                    double took = System.nanoTime() - began;
                                    return trips * 1e9 / took;
                                });
                    }
                });
    }

    @Override
    public void serve(IntConsumer port) throws Exception {
        AnyIO.<Integer, Exception>run(
                backend,
                _ -> {
                    try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0))) {
                        port.accept(((Address.Inet) listener.address()).port());
                        return TaskGroup.<Integer, Exception>open(
                                "echo", group -> accept(listener, group));
                    }
                });
    }

    private static int accept(Listener listener, TaskGroup group)
            throws IOException, InterruptedException {
        while (true) {
            ByteStream accepted = listener.accept();
            group.forkService("one", () -> serve(accepted));
        }
    }

    private static int serve(ByteStream accepted) throws IOException, InterruptedException {
        try (accepted) {
            ByteBuffer buffer = ByteBuffer.allocate(MESSAGE);
            while (accepted.receive(buffer.clear()) >= 0) {
                accepted.send(buffer.flip());
            }
        }
        return 0;
    }

    private static long call(Listener listener, long until)
            throws IOException, InterruptedException {
        long trips = 0;
        try (ByteStream stream = Network.real().dial(listener.address())) {
            ByteBuffer buffer = ByteBuffer.allocate(MESSAGE);
            while (System.nanoTime() < until) {
                stream.send(buffer.clear());
                buffer.clear();
                while (buffer.hasRemaining()) {
                    if (stream.receive(buffer) < 0) {
                        throw new IOException("the echo ended");
                    }
                }
                trips++;
            }
        }
        return trips;
    }

    @Override
    public double stream(long nanos) throws Exception {
        return AnyIO.<Double, Exception>run(
                backend,
                _ -> {
                    try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0));
                            ByteStream near = Network.real().dial(listener.address());
                            ByteStream far = listener.accept()) {
                        return TaskGroup.<Double, Exception>open(
                                "stream",
                                group -> {
                                    long began = System.nanoTime();
                                    group.fork("send", () -> pour(near, began + nanos));
                                    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
                                    long sum = 0;
                                    for (int n = 0; n >= 0; n = far.receive(buffer.clear())) {
                                        sum += n;
                                    }
                                    return sum * 1e9 / (System.nanoTime() - began);
                                });
                    }
                });
    }

    private static int pour(ByteStream into, long until) throws IOException, InterruptedException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (System.nanoTime() < until) {
            into.send(piece.clear());
        }
        into.closeOutput();
        return 0;
    }
}
