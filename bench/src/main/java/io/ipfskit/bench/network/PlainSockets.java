package io.ipfskit.bench.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/// Blocking sockets of the JDK on bare virtual threads.
record PlainSockets() implements NetworkBench.Contender {
    @Override
    public double echo(int connections, long nanos) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket server =
                        new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress())) {
            Future<Integer> accepting = threads.submit(() -> accept(server, threads, connections));
            double trips = load(server.getLocalPort(), connections, nanos);
            accepting.get();
            return trips;
        }
    }

    /// Calls an echo server; round trips each second.
    static double load(int port, int connections, long nanos) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> clients = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                clients.add(threads.submit(() -> call(port, began + nanos)));
            }
            long trips = 0;
            for (Future<Long> client : clients) {
                trips += client.get();
            }
            return trips * 1e9 / (System.nanoTime() - began);
        }
    }

    @Override
    public void serve(IntConsumer port) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket server =
                        new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress())) {
            port.accept(server.getLocalPort());
            accept(server, threads, Integer.MAX_VALUE);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its client tells when an echo fails
    private static int accept(ServerSocket server, ExecutorService threads, int connections)
            throws IOException {
        for (int i = 0; i < connections; i++) {
            Socket accepted = server.accept();
            threads.submit(() -> serve(accepted));
        }
        return connections;
    }

    private static int serve(Socket accepted) throws IOException {
        try (accepted) {
            accepted.setTcpNoDelay(true);
            InputStream in = accepted.getInputStream();
            OutputStream out = accepted.getOutputStream();
            byte[] buffer = new byte[MESSAGE];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        return 0;
    }

    private static long call(int port, long until) throws IOException {
        long trips = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[MESSAGE];
            while (System.nanoTime() < until) {
                out.write(buffer);
                if (in.readNBytes(buffer, 0, MESSAGE) < MESSAGE) {
                    throw new IOException("the echo ended");
                }
                trips++;
            }
        }
        return trips;
    }

    @Override
    public double stream(long nanos) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket far = server.accept()) {
            long began = System.nanoTime();
            Future<Integer> sending = threads.submit(() -> pour(near, began + nanos));
            Future<Long> receiving = threads.submit(() -> drain(far));
            long sum = receiving.get();
            double took = System.nanoTime() - began;
            sending.get();
            return sum * 1e9 / took;
        }
    }

    private static int pour(Socket into, long until) throws IOException {
        byte[] piece = new byte[PIECE];
        OutputStream out = into.getOutputStream();
        while (System.nanoTime() < until) {
            out.write(piece);
        }
        into.shutdownOutput();
        return 0;
    }

    private static long drain(Socket from) throws IOException {
        byte[] piece = new byte[PIECE];
        InputStream in = from.getInputStream();
        long sum = 0;
        for (int n = 0; n >= 0; n = in.read(piece)) {
            sum += n;
        }
        return sum;
    }
}
