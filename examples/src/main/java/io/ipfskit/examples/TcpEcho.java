package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A TCP server as background services of a group, and a client of it: `TcpEcho [--backend NAME]`.
public final class TcpEcho {
    private TcpEcho() {}

    /// Prints what the server sent back.
    public static void main(String[] arguments) throws Exception {
        boolean isGiven = arguments.length == 2 && arguments[0].equals("--backend");
        String backend = isGiven ? arguments[1] : "threads";
        String answer = AnyIO.<String, Exception>run(Backends.named(backend), _ -> talk("hello"));
        System.out.println("echo " + answer);
    }

    private static String talk(String text) throws IOException, InterruptedException {
        Network network = Network.real();
        try (Listener listener = network.listen(Address.of("127.0.0.1", 0))) {
            return TaskGroup.<String, IOException>open(
                    "echo",
                    group -> {
                        group.forkService("server", () -> serve(group, listener));
                        try (ByteStream stream = network.dial(listener.address())) {
                            stream.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                            stream.closeOutput();
                            return receiveAll(stream);
                        }
                    });
        }
    }

    /// Ends when the group cancels its services.
    private static int serve(TaskGroup group, Listener listener)
            throws IOException, InterruptedException {
        while (true) {
            ByteStream accepted = listener.accept();
            group.forkService("connection", () -> echo(accepted));
        }
    }

    private static boolean echo(ByteStream accepted) throws IOException, InterruptedException {
        try (accepted) {
            ByteBuffer buffer = ByteBuffer.allocate(4_096);
            while (accepted.receive(buffer.clear()) >= 0) {
                accepted.send(buffer.flip());
            }
            return true;
        }
    }

    private static String receiveAll(ByteStream stream) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        int count = 0;
        while (count >= 0) {
            count = stream.receive(buffer);
        }
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
}
