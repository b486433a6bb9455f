package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.RunLocal;
import io.ipfskit.anyio.net.Network;

import org.jspecify.annotations.Nullable;

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
public final class Strict {
    /// Those made in one run.
    private static final RunLocal<List<Opened>> OF_RUN = new RunLocal<>("strict wrappers");

    /// What may be asked of a thing that was closed.
    private static final Set<String> ALWAYS =
            Set.of("close", "abort", "address", "local", "remote");

    private static final int FRAMES_MAX = 12;

    private Strict() {}

    /// Wraps a disk.
    public static Disk disk(Disk disk) {
        return of(Disk.class, disk);
    }

    /// Wraps a network.
    public static Network network(Network network) {
        return of(Network.class, network);
    }

    /// Wraps anything that opens things and is used through an interface.
    ///
    /// @param type the interface
    /// @throws IllegalArgumentException when `type` is not an interface
    public static <T> T of(Class<T> type, T real) {
        Opened opened = new Opened();
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
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (Opened opened : all) {
            for (Thing thing : opened.open()) {
                count++;
                text.append("\n").append(thing.name).append(", opened at");
                for (StackTraceElement frame : thing.openedAt()) {
                    text.append("\n    ").append(frame);
                }
            }
        }
        if (count > 0) {
            throw new AssertionError(count + " still open:" + text);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /// What was opened through one wrapper.
    private static final class Opened {
        // Guarded by this.
        private final List<Thing> things = new ArrayList<>();

        synchronized void add(Thing thing) {
            things.add(thing);
        }

        @SuppressWarnings("ReferenceEquality") // a thing is itself
        synchronized void remove(Thing closed) {
            things.removeIf(thing -> thing == closed);
        }

        synchronized List<Thing> open() {
            return List.copyOf(things);
        }
    }

    /// One thing that was opened.
    private static final class Thing {
        private final String name;
        private final Throwable opening;
        private volatile @Nullable Throwable closing;

        Thing(String name) {
            this.name = name;
            this.opening = new Throwable(name + " was opened here");
        }

        List<StackTraceElement> openedAt() {
            return Arrays.stream(opening.getStackTrace())
                    .filter(frame ->
                            !frame.getClassName().startsWith("java.")
                                    && !frame.getClassName().startsWith("jdk.")
                                    && !frame.getClassName().startsWith(Strict.class.getName()))
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
                throw thrown.getCause() == null ? thrown : thrown.getCause();
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
