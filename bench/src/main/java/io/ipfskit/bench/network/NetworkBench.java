package io.ipfskit.bench.network;

import io.ipfskit.anyio.Backends;

import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/// Measures one contender: TCP echoes of 64 bytes on 1 and on 100 connections, and one stream, with
/// both ends in this JVM, over the loopback device; or its echo server alone, under the load of
/// another JVM.
public final class NetworkBench {
    private NetworkBench() {}

    /// Arguments: the contender (`plain`, `netty`, or a backend of anyio), what (`echo1`,
    /// `echo100`, `stream`), milliseconds per round, rounds. Prints a line per round: operations or
    /// MiB each second.
    ///
    /// Or: the contender, `serve`: prints the port and echoes until it is killed. Or: the
    /// contender, `load`, milliseconds, rounds, port: 100 connections to that port.
    public static void main(String[] arguments) throws Exception {
        Contender contender = contender(arguments[0]);
        if (arguments[1].equals("serve")) {
            contender.serve(port -> {
                System.out.println(port);
                System.out.flush();
            });
            return;
        }
        long nanos = Long.parseLong(arguments[2]) * 1_000_000;
        int rounds = Integer.parseInt(arguments[3]);
        for (int i = 0; i < rounds; i++) {
            double figure =
                    switch (arguments[1]) {
                        case "echo1" -> contender.echo(1, nanos);
                        case "echo100" -> contender.echo(100, nanos);
                        case "load" -> load(Integer.parseInt(arguments[4]), nanos);
                        case "stream" -> contender.stream(nanos) / (1 << 20);
                        default ->
                                throw new IllegalArgumentException(
                                        List.of(arguments)
                                                + ": echo1, echo100, stream, serve or load");
                    };
            System.out.printf(Locale.ROOT, "%.1f%n", figure);
        }
    }

    /// The same for every server: plain sockets.
    private static double load(int port, long nanos) throws Exception {
        return PlainSockets.load(port, 100, nanos);
    }

    private static Contender contender(String name) {
        return switch (name) {
            case "plain" -> new PlainSockets();
            case "netty" -> new NettySockets();
            default -> new AnyioSockets(Backends.named(name));
        };
    }

    /// One way to use sockets.
    interface Contender {
        /// Bytes of one message.
        int MESSAGE = 64;

        /// Bytes of one piece of the stream.
        int PIECE = 1 << 16;

        /// Echoes for `nanos` on so many connections; returns round trips each second.
        double echo(int connections, long nanos) throws Exception;

        /// Listens on any port of the loopback device, tells it, and echoes until the process ends.
        void serve(IntConsumer port) throws Exception;

        /// Sends one stream for `nanos`; returns bytes received each second.
        double stream(long nanos) throws Exception;
    }
}
