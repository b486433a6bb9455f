package io.ipfskit.anyio.net;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.Security;
import java.util.Random;

/// Two ends that have to change their keys every 64 KiB, which a JVM takes from a property when it
/// first speaks TLS. Ends with 0 when every byte came as it was sent.
final class TlsKeysProgram {
    private static final int MUCH = 3 << 20;

    private TlsKeysProgram() {}

    public static void main(String[] arguments) throws Exception {
        Security.setProperty(
                "jdk.tls.keyLimits",
                "AES/GCM/NoPadding KeyUpdate 2^16, ChaCha20-Poly1305 KeyUpdate 2^16");
        TestKeys keys = TestKeys.make(Path.of(arguments[1]), "localhost");
        AnyIO.run(
                Backends.named(arguments[0]),
                _ -> {
                    run(keys);
                    return 0;
                });
        System.out.println("same");
    }

    private static void run(TestKeys keys) throws Exception {
        try (Listener listener = Network.real().listen(Address.of("127.0.0.1", 0))) {
            TaskGroup.open(group -> {
                Task<TlsStream> accepting =
                        group.fork(() ->
                                Tls.server(listener.accept(), TlsOptions.server(keys.showing())));
                try (TlsStream near =
                                Tls.client(
                                        Network.real().dial(listener.address()),
                                        TlsOptions.client(keys.trusting(), "localhost"));
                        TlsStream far = accepting.join()) {
                    move(far, near, 1); // near says nothing, so it owes an answer to each change
                    move(near, far, 2); // and gives them with what it says
                    TaskGroup.open(both -> {
                        both.fork(
                                "back",
                                () -> {
                                    move(far, near, 3);
                                    return 0;
                                });
                        move(near, far, 4);
                        return 0;
                    });
                }
                return 0;
            });
        }
    }

    private static void move(TlsStream from, TlsStream to, int seed) throws Exception {
        byte[] sent = new byte[MUCH];
        new Random(seed).nextBytes(sent);
        TaskGroup.open(group -> {
            group.fork(
                    "send",
                    () -> {
                        from.send(ByteBuffer.wrap(sent));
                        return 0;
                    });
            ByteBuffer got = ByteBuffer.allocate(MUCH);
            while (got.hasRemaining()) {
                if (to.receive(got) < 0) {
                    throw new IllegalStateException("ended after " + got.position());
                }
            }
            if (!got.flip().equals(ByteBuffer.wrap(sent))) {
                throw new IllegalStateException("other bytes came than were sent");
            }
            return 0;
        });
    }
}
