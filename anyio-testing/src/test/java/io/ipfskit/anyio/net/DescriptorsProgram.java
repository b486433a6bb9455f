package io.ipfskit.anyio.net;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server without descriptors, in a process of its own that may have few: it uses up all of them,
/// looks at what a listener does, and gives them back. Prints what it sees, a line for each.
final class DescriptorsProgram {
    private static final int WAITING = 6;
    private static final int TRIES = 5;

    private final List<FileInputStream> hoard = new ArrayList<>();

    private DescriptorsProgram() {}

    public static void main(String[] arguments) throws Exception {
        AnyIO.run(
                Backends.named(arguments[0]),
                run -> {
                    new DescriptorsProgram().run(run);
                    return 0;
                });
    }

    private void run(Run run) throws Exception {
        Network network = Network.real();
        try (Listener listener = network.listen(Address.of("127.0.0.1", 0))) {
            // all classes are loaded and all threads are there before the descriptors are gone
            try (ByteStream near = network.dial(listener.address());
                    ByteStream far = listener.accept()) {
                echo(near, far);
            }
            pollerNanos();
            Time.sleep(Duration.ofMillis(1));
            List<ByteStream> dialled = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                dialled.add(network.dial(listener.address()));
            }
            long sockets = run.statistics().sockets();
            useUp();
            failingAccepts(listener);
            failingDial(network, listener.address());
            say("sockets left by failures", run.statistics().sockets() - sockets);
            whatThePollerBurns();
            giveBack();
            servesAll(listener, dialled);
            say("sockets left", run.statistics().sockets() - 1);
        }
    }

    /// Each failure is told, and the next try comes after a pause: this takes (TRIES - 1) pauses.
    private static void failingAccepts(Listener listener) throws Exception {
        int told = 0;
        String message = "";
        long began = Time.now();
        for (int i = 0; i < TRIES; i++) {
            try {
                listener.accept().close();
            } catch (IOException failed) {
                told++;
                message = String.valueOf(failed.getMessage());
            }
        }
        say("failures told", told);
        say("message", message);
        say("paused", Time.now() - began >= (TRIES - 1) * 50_000_000L);
    }

    private static void failingDial(Network network, Address address) throws Exception {
        try {
            network.dial(address).close();
            say("dial", "connected");
        } catch (ConnectException failed) {
            say("dial", String.valueOf(failed.getMessage()));
        }
    }

    /// Connections wait that nobody can take; the poller must not turn for them.
    private static void whatThePollerBurns() throws Exception {
        long before = pollerNanos();
        long began = Time.now();
        Time.sleep(Duration.ofMillis(600));
        long burnt = pollerNanos() - before;
        say("poller idle", burnt < (Time.now() - began) / 4);
    }

    private static long pollerNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("anyio-poller")) {
                nanos += threads.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    /// A server that answers failures by trying again serves all that waited.
    private static void servesAll(Listener listener, List<ByteStream> dialled) throws Exception {
        int served = 0;
        for (ByteStream near : dialled) {
            try (near;
                    ByteStream far = acceptAtLast(listener)) {
                near.send(ByteBuffer.wrap(new byte[] {1}));
                far.send(ByteBuffer.wrap(new byte[] {2}));
            }
            served++;
        }
        say("served", served);
        TaskGroup.open(group -> {
            Task<ByteStream> far = group.fork(() -> acceptAtLast(listener));
            try (ByteStream near = Network.real().dial(listener.address());
                    ByteStream end = far.join()) {
                echo(near, end);
            }
            return 0;
        });
        say("goes on", true);
    }

    private static ByteStream acceptAtLast(Listener listener)
            throws IOException, InterruptedException {
        while (true) {
            try {
                return listener.accept();
            } catch (IOException noDescriptor) {
                say("late failure", String.valueOf(noDescriptor.getMessage()));
            }
        }
    }

    private static void echo(ByteStream near, ByteStream far) throws Exception {
        near.send(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer into = ByteBuffer.allocate(1);
        far.receive(into);
        far.send(into.flip());
        near.receive(into.clear());
        if (into.get(0) != 7) {
            throw new IllegalStateException("not an echo: " + into.get(0));
        }
    }

    private void useUp() {
        try {
            while (true) {
                hoard.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException noneLeft) {
            say("used up", hoard.size() > 0);
        }
    }

    private void giveBack() throws IOException {
        for (FileInputStream one : hoard) {
            one.close();
        }
        hoard.clear();
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }
}
