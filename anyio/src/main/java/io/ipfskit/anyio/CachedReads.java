package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;

/// Reads that never block: Linux' `preadv2` with `RWF_NOWAIT` takes what the page cache holds, on
/// the task's own thread.
///
/// Handing a read to a file thread and back costs two thread switches, which is much for 16 KiB
/// that are in memory already. Such a read is a few microseconds of copying here, no interrupt can
/// reach it (it is no `FileChannel` call), and what is not cached is told at once and goes to a
/// file thread. Only where the JVM allows native access anyway (`--enable-native-access` or the
/// manifest); elsewhere this is absent and every read takes the file thread.
final class CachedReads {
    private static final System.Logger LOG = System.getLogger(CachedReads.class.getName());
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int RWF_NOWAIT = 0x8;
    private static final int EAGAIN = 11;
    private static final int SCRATCH_BYTES = 1 << 16;
    private static final int SCRATCHES_MAX = 64;
    private static final int TURN_BYTES = 1 << 20;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// Nothing was cached, or this file cannot tell: ask the file thread.
    static final int NOT_CACHED = -2;

    private static final @Nullable CachedReads INSTANCE = probe();

    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle preadv2;

    // Guarded by itself.
    private final ArrayDeque<Scratch> scratches = new ArrayDeque<>();

    @SuppressWarnings("restricted") // made only where native access is enabled
    private CachedReads(Linker linker, SymbolLookup libc) {
        this.open =
                linker.downcallHandle(
                        libc.findOrThrow("open"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        this.close =
                linker.downcallHandle(
                        libc.findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        this.preadv2 =
                linker.downcallHandle(
                        libc.findOrThrow("preadv2"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT),
                        Linker.Option.captureCallState("errno"));
    }

    /// Memory that one call needs: the vector, the error number, and room for buffers on the heap.
    private static final class Scratch {
        private final MemorySegment vector = Arena.ofAuto().allocate(16, 8);
        private final MemorySegment capture = Arena.ofAuto().allocate(CAPTURE);
        private final MemorySegment room = Arena.ofAuto().allocate(SCRATCH_BYTES, 64);
    }

    /// A second descriptor of an open file, counted so that it is closed only when no read is in
    /// it.
    static final class Handle {
        private final CachedReads reads;
        private final int descriptor;

        // Guarded by this. Invariant: the descriptor is open while users > 0.
        private int users = 1;
        private boolean closed;
        private volatile boolean unable;

        /// Bytes read since the last yield; a lost update only moves the next one.
        private volatile int sinceYield;

        private Handle(CachedReads reads, int descriptor) {
            this.reads = reads;
            this.descriptor = descriptor;
        }

        /// Names the open file itself, whatever happens to its path.
        Path path() {
            return Path.of("/proc/self/fd/" + descriptor);
        }

        /// Reads what the page cache holds; returns the count, -1 at the end of the file, or
        /// [#NOT_CACHED].
        int read(ByteBuffer into, long position) {
            if (unable || !enter()) {
                return NOT_CACHED;
            }
            try {
                return reads.read(this, into, position);
            } finally {
                leave();
            }
        }

        /// Whether it is time to let others run: a task that only reads cached pages would never
        /// park.
        boolean isTurnOver(int count) {
            int sum = sinceYield + count;
            boolean over = sum >= TURN_BYTES;
            sinceYield = over ? 0 : sum;
            return over;
        }

        void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            leave();
        }

        private synchronized boolean enter() {
            if (closed) {
                return false;
            }
            users++;
            return true;
        }

        private void leave() {
            synchronized (this) {
                if (--users > 0) {
                    return;
                }
            }
            reads.closeDescriptor(descriptor);
        }
    }

    /// Opens the file once more for cached reads; null where that is not possible.
    static @Nullable Handle open(Path path) {
        CachedReads reads = INSTANCE;
        String name = path.toString();
        if (reads == null || name.indexOf('\uFFFD') >= 0) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    (int) reads.open.invokeExact(arena.allocateFrom(name), O_RDONLY_CLOEXEC);
            return descriptor < 0 ? null : new Handle(reads, descriptor);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private int read(Handle handle, ByteBuffer into, long position) {
        Scratch scratch = borrow();
        try {
            boolean direct = into.isDirect();
            MemorySegment target = direct ? MemorySegment.ofBuffer(into) : scratch.room;
            long wanted = direct ? into.remaining() : Math.min(into.remaining(), SCRATCH_BYTES);
            scratch.vector.set(ValueLayout.ADDRESS, 0, target);
            scratch.vector.set(ValueLayout.JAVA_LONG, 8, wanted);
            long count =
                    (long)
                            preadv2.invokeExact(
                                    scratch.capture,
                                    handle.descriptor,
                                    scratch.vector,
                                    1,
                                    position,
                                    RWF_NOWAIT);
            if (count > 0) {
                if (direct) {
                    into.position(into.position() + (int) count);
                } else {
                    into.put(scratch.room.asSlice(0, count).asByteBuffer());
                }
                return (int) count;
            }
            if (count == 0) {
                return wanted == 0 ? 0 : -1;
            }
            if ((int) ERRNO.get(scratch.capture, 0L) != EAGAIN) {
                handle.unable = true; // such as a file system without this call: not asked again
            }
            return NOT_CACHED;
        } catch (Throwable failed) {
            throw unexpected(failed);
        } finally {
            giveBack(scratch);
        }
    }

    private void closeDescriptor(int descriptor) {
        try {
            int result = (int) close.invokeExact(descriptor);
            if (result != 0) {
                LOG.log(Level.DEBUG, "closing a descriptor for cached reads failed");
            }
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private Scratch borrow() {
        synchronized (scratches) {
            Scratch scratch = scratches.poll();
            if (scratch != null) {
                return scratch;
            }
        }
        return new Scratch();
    }

    private void giveBack(Scratch scratch) {
        synchronized (scratches) {
            if (scratches.size() < SCRATCHES_MAX) {
                scratches.push(scratch);
            }
        }
    }

    private static @Nullable CachedReads probe() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        if (!linux || !CachedReads.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        try {
            Linker linker = Linker.nativeLinker();
            return new CachedReads(linker, linker.defaultLookup());
        } catch (RuntimeException | LinkageError absent) {
            LOG.log(Level.DEBUG, "no cached reads on this machine", absent);
            return null;
        }
    }

    private static RuntimeException unexpected(Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(failed);
    }
}
