package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.RunLocal;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Network;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Wrappers that hold their user to the rules: whatever was opened through one is closed by the end
/// of the test, and not used afterwards.
///
/// A wrapper passes every call on, to a real world or a simulated one. What a call returns that has
/// a `close` (a file, a map, a lock, a stream, a listener) is wrapped and remembered with the place
/// where it was opened. Made inside a run, a wrapper is looked at when the body of [TestKit#run] or
/// of a [SharedRun] ends, which fails with the name and the place of each thing that is open. Using
/// a thing that was closed fails with [ClosedResource], whose cause is the place of its closing.
///
/// [#networkReadToEnd] asks for one thing more: that no stream is closed before its end was read.
public final class Strict {
    /// Those made in one run.
    private static final RunLocal<List<Opened>> OF_RUN = new RunLocal<>("strict wrappers");

    /// What may be asked of a thing that was closed.
    private static final Set<String> ALWAYS =
            Set.of("close", "abort", "address", "local", "remote");

    private static final int FRAMES_MAX = 12;

    /// As many streams are named, at most.
    private static final int UNREAD_MAX = 100;

    private Strict() {}

    /// Wraps a disk.
    public static Disk disk(Disk disk) {
        return of(Disk.class, disk);
    }

    /// Wraps a network.
    public static Network network(Network network) {
        return of(Network.class, network);
    }

    /// Wraps a network whose streams, dialled and accepted, are to be read to their end: to close
    /// one before `receive` has told its end, or has failed, leaves bytes of the peer's unread, or
    /// might. [ByteStream#abort] says that this is meant. Not for streams below TLS, which is told
    /// the end by other means, nor for code whose streams end by cancellation.
    public static Network networkReadToEnd(Network network) {
        return of(Network.class, network, new Opened(true));
    }

    /// Wraps anything that opens things and is used through an interface.
    ///
    /// @param type the interface
    /// @throws IllegalArgumentException when `type` is not an interface
    public static <T> T of(Class<T> type, T real) {
        return of(type, real, new Opened(false));
    }

    private static <T> T of(Class<T> type, T real, Opened opened) {
        if (AnyIO.isInside()) {
            List<Opened> all = OF_RUN.getOrNull();
            if (all == null) {
                all = new ArrayList<>();
                OF_RUN.set(all);
            }
            synchronized (all) {
                all.add(opened);
            }
        }
        return proxy(type, new Pass(real, opened, null));
    }

    /// Throws when something is open that was opened through a wrapper made in the caller's run.
    ///
    /// @throws AssertionError naming each thing and the place where it was opened
    /// @throws IllegalStateException outside a run
    public static void requireAllClosed() {
        List<Opened> all = OF_RUN.getOrNull();
        if (all != null) {
            synchronized (all) {
                require(all);
            }
        }
    }

    /// Throws when something is open that was opened through this wrapper. From any thread.
    ///
    /// @throws AssertionError naming each thing and the place where it was opened
    /// @throws IllegalArgumentException when `wrapper` is none of this class
    public static void requireAllClosed(Object wrapper) {
        if (!Proxy.isProxyClass(wrapper.getClass())
                || !(Proxy.getInvocationHandler(wrapper) instanceof Pass pass)) {
            throw new IllegalArgumentException("not a strict wrapper: " + wrapper);
        }
        require(List.of(pass.opened));
    }

    private static void require(List<Opened> all) {
        List<Thing> open = new ArrayList<>();
        List<Thing> unread = new ArrayList<>();
        for (Opened opened : all) {
            open.addAll(opened.open());
            unread.addAll(opened.unread());
        }
        StringBuilder text = new StringBuilder();
        if (!open.isEmpty()) {
            text.append(open.size()).append(" still open:");
            open.forEach(thing -> thing.describe(text));
        }
        if (!unread.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(unread.size()).append(" closed before the end was read:");
            unread.forEach(thing -> thing.describe(text));
        }
        if (!text.isEmpty()) {
            throw new AssertionError(text.toString());
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /// What was opened through one wrapper.
    private static final class Opened {
        private final boolean wantsEnds;

        // Guarded by this.
        private final List<Thing> things = new ArrayList<>();
        private final List<Thing> unread = new ArrayList<>();

        /// @param wantsEnds whether streams must be read to their end
        Opened(boolean wantsEnds) {
            this.wantsEnds = wantsEnds;
        }

        synchronized void add(Thing thing) {
            things.add(thing);
        }

        @SuppressWarnings("ReferenceEquality") // a thing is itself
        synchronized void remove(Thing closed) {
            things.removeIf(thing -> thing == closed);
        }

        /// A stream is being closed.
        synchronized void closing(Thing stream) {
            if (wantsEnds && !stream.isEnded && unread.size() < UNREAD_MAX) {
                unread.add(stream);
            }
        }

        synchronized List<Thing> open() {
            return List.copyOf(things);
        }

        synchronized List<Thing> unread() {
            return List.copyOf(unread);
        }
    }

    /// One thing that was opened.
    private static final class Thing {
        private final String name;
        private final Throwable opening;
        private volatile @Nullable Throwable closing;

        /// Whether a `receive` told the end of the stream, or failed.
        private volatile boolean isEnded;

        Thing(String name) {
            this.name = name;
            this.opening = new Throwable(name + " was opened here");
        }

        void describe(StringBuilder text) {
            append(text.append("\n").append(name).append(", opened at"), opening);
            Throwable closed = closing;
            if (closed != null) {
                append(text.append("\n  closed at"), closed);
            }
        }

        private static void append(StringBuilder text, Throwable place) {
            for (StackTraceElement frame : frames(place)) {
                text.append("\n    ").append(frame);
            }
        }

        private static boolean isOurs(String type) {
            String ours = Strict.class.getName();
            return type.equals(ours) || type.startsWith(ours + "$");
        }

        private static List<StackTraceElement> frames(Throwable place) {
            return Arrays.stream(place.getStackTrace())
                    .filter(frame ->
                            !frame.getClassName().startsWith("java.")
                                    && !frame.getClassName().startsWith("jdk.")
                                    && !isOurs(frame.getClassName()))
                    .limit(FRAMES_MAX)
                    .toList();
        }
    }

    /// Passes calls on.
    ///
    /// @param real who answers
    /// @param opened where to remember what it opens
    /// @param thing what it is itself, null for the wrapper that the test made
    private record Pass(Object real, Opened opened, @Nullable Thing thing)
            implements InvocationHandler {
        @Override
        @SuppressWarnings("ReferenceEquality") // a wrapper is itself
        public @Nullable Object invoke(
                Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == Objects.requireNonNull(arguments)[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "strict " + real;
                };
            }
            if (thing != null) {
                if (isClosing(method)) {
                    if (thing.closing == null) {
                        thing.closing = new Throwable(thing.name + " was closed here");
                        if (real instanceof ByteStream && method.getName().equals("close")) {
                            opened.closing(thing);
                        }
                    }
                    opened.remove(thing);
                } else if (thing.closing != null && !ALWAYS.contains(method.getName())) {
                    ClosedResource late =
                            new ClosedResource(
                                    method.getName() + " on " + thing.name + ", which was closed");
                    late.initCause(thing.closing);
                    throw late;
                }
            }
            Object result;
            try {
                result = method.invoke(real, arguments);
            } catch (InvocationTargetException thrown) {
                Throwable cause = thrown.getCause();
                if (thing != null && cause instanceof IOException && isReceive(method)) {
                    thing.isEnded = true;
                }
                throw cause == null ? thrown : cause;
            }
            if (thing != null && isReceive(method) && Integer.valueOf(-1).equals(result)) {
                thing.isEnded = true;
            }
            Class<?> type = method.getReturnType();
            if (result == null
                    || !type.isInterface()
                    || !AutoCloseable.class.isAssignableFrom(type)) {
                return result;
            }
            Thing made = new Thing(type.getSimpleName() + " of " + call(method, arguments));
            opened.add(made);
            return proxy(type, new Pass(result, opened, made));
        }

        private static boolean isClosing(Method method) {
            return method.getParameterCount() == 0
                    && (method.getName().equals("close") || method.getName().equals("abort"));
        }

        private static boolean isReceive(Method method) {
            return method.getName().equals("receive");
        }

        private static String call(Method method, @Nullable Object @Nullable [] arguments) {
            StringBuilder text = new StringBuilder(method.getName()).append('(');
            if (arguments != null) {
                for (int i = 0; i < arguments.length; i++) {
                    text.append(i == 0 ? "" : ", ").append(arguments[i]);
                }
            }
            return text.append(')').toString();
        }
    }
}
