package io.ipfskit.server.rest;

import io.ipfskit.anyio.Time;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.CRC32;

/// Operations of every form, for the tests of the doors.
public final class TestOperations {
    /// Input of `test.echo`.
    public record EchoInput(
            @Doc("what to say") String text,
            @Doc(value = "how often", defaultValue = "1", minimum = 1, maximum = 10) int times,
            @Doc("marks") @Nullable List<String> tags) {}

    /// Output of `test.echo`.
    public record Echo(String saidText, int times, List<String> tags) {}

    /// Input of `test.thing` and `test.remove`.
    public record ThingInput(@Doc("its id") String id) {}

    /// Output of `test.thing`.
    public record Thing(String id) {}

    /// No input.
    public record Nothing() {}

    /// Input of `test.rows`.
    public record RowsInput(
            @Doc(value = "how many", defaultValue = "3") int count,
            @Doc("fails before this row") @Nullable Integer failAt) {}

    /// A row.
    public record Row(int number, String text) {}

    /// The result after rows.
    public record Counted(int count) {}

    /// Input of `test.bytes`.
    public record BytesInput(
            @Doc("a path") String path,
            @Doc(value = "first byte", defaultValue = "0", minimum = 0) long offset,
            @Doc("how many bytes") @Nullable Long length,
            @Doc("breaks before this byte") @Nullable Long breakAt) {}

    /// Input of `test.add` and `test.put`.
    public record AddInput(@Doc("a name") @Nullable String name) {}

    /// A row of `test.add`.
    public record Added(
            String path,
            String kind,
            long size,
            String crc,
            @Nullable String target,
            @Nullable Integer mode,
            @Nullable Long modified) {}

    /// Input of `test.fail`.
    public record FailInput(@Doc("the code") String code) {}

    /// Size of what `test.bytes` gives.
    public static final int TOTAL = 1_000_000;

    /// How waiting ended, for tests that watch it.
    public final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    /// Told when waiting began.
    public final BlockingQueue<String> starts = new LinkedBlockingQueue<>();

    /// All of them.
    public List<Bound<?, ?>> all() {
        return List.of(
                Operation.named("test", "echo", EchoInput.class, Echo.class)
                        .summary("Says it again.")
                        .build()
                        .to(TestOperations::echo),
                Operation.named("test", "thing", ThingInput.class, Thing.class)
                        .summary("One thing.")
                        .get("/test/things/{id}")
                        .errors(ErrorCode.NOT_FOUND)
                        .build()
                        .to((input, call) -> new Thing(input.id())),
                Operation.named("test", "remove", ThingInput.class, Thing.class)
                        .summary("Removes one thing.")
                        .route(Verb.DELETE, "/test/things/{id}")
                        .access(Access.ADMIN)
                        .hints(Hint.DESTRUCTIVE)
                        .build()
                        .to((input, call) -> new Thing(input.id())),
                Operation.named("test", "wait", Nothing.class, Nothing.class)
                        .summary("Waits for ever.")
                        .get("/test/wait")
                        .build()
                        .to(this::waitForEver),
                Operation.named("test", "rows", RowsInput.class, Counted.class)
                        .summary("Rows.")
                        .get("/test/rows")
                        .givesRows(Row.class)
                        .build()
                        .to(TestOperations::rows),
                Operation.named("test", "bytes", BytesInput.class, ByteStream.class)
                        .summary("Bytes.")
                        .get("/test/bytes/{path...}")
                        .givesBytes()
                        .build()
                        .to((input, call) -> new Bytes(input)),
                Operation.named("test", "add", AddInput.class, Counted.class)
                        .summary("Takes a tree.")
                        .takes(BodyIn.TREE)
                        .givesRows(Added.class)
                        .build()
                        .to(TestOperations::add),
                Operation.named("test", "put", AddInput.class, Counted.class)
                        .summary("Takes bytes.")
                        .takes(BodyIn.BYTES)
                        .build()
                        .to((input, call) ->
                                new Counted(
                                        (int) drain(Objects.requireNonNull(call.bytes())).size())),
                Operation.named("test", "fail", FailInput.class, Nothing.class)
                        .summary("Fails.")
                        .build()
                        .to(TestOperations::fail));
    }

    private static Echo echo(EchoInput input, Call call) {
        return new Echo(
                input.text().repeat(input.times()),
                input.times(),
                input.tags() == null ? List.of() : input.tags());
    }

    private Nothing waitForEver(Nothing input, Call call) throws InterruptedException {
        starts.add(call.operationId());
        try {
            call.progress(new Progress("wait", 1, -1, "rounds", null));
            Time.sleepForever();
            return input;
        } finally {
            ends.add(call.operationId());
        }
    }

    private static Counted rows(RowsInput input, Call call) throws InterruptedException {
        for (int i = 0; i < input.count(); i++) {
            if (input.failAt() != null && input.failAt() == i) {
                throw new OperationFailed(ErrorCode.INTEGRITY, "row " + i + " is damaged");
            }
            call.item(new Row(i, "row <" + i + ">"));
        }
        return new Counted(input.count());
    }

    private static Counted add(AddInput input, Call call) throws InterruptedException {
        int count = 0;
        Tree tree = call.tree();
        if (tree instanceof Tree.OfEntries(Tree.EntrySource entries)) {
            try {
                for (Tree.Entry entry = entries.next(); entry != null; entry = entries.next()) {
                    Drained content =
                            entry.content() == null || entry.path().endsWith("skipped")
                                    ? new Drained(0, 0)
                                    : drain(entry.content());
                    count++;
                    call.item(
                            new Added(
                                    entry.path(),
                                    entry.kind().name().toLowerCase(Locale.ROOT),
                                    content.size(),
                                    Long.toHexString(content.crc()),
                                    entry.target(),
                                    entry.mode(),
                                    entry.modified() == null
                                            ? null
                                            : entry.modified().getEpochSecond()));
                }
            } catch (IOException broken) {
                throw new OperationFailed(ErrorCode.UNAVAILABLE, "the tree broke off", broken);
            }
        } else {
            Drained content = drain(Objects.requireNonNull(call.bytes()));
            call.item(
                    new Added(
                            "raw",
                            "file",
                            content.size(),
                            Long.toHexString(content.crc()),
                            null,
                            null,
                            null));
            count++;
        }
        return new Counted(count);
    }

    private record Drained(long size, long crc) {}

    private static Drained drain(ByteSource source) throws InterruptedException {
        if (!(source instanceof ByteSource.OfReader(ByteSource.Reader reader, var _))) {
            throw new IllegalArgumentException("a door gives readers, not " + source);
        }
        CRC32 crc = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        long size = 0;
        try {
            while (reader.read(buffer.clear()) >= 0) {
                size += buffer.position();
                crc.update(buffer.flip());
            }
        } catch (IOException broken) {
            throw new OperationFailed(ErrorCode.UNAVAILABLE, "the bytes broke off", broken);
        }
        return new Drained(size, crc.getValue());
    }

    private static Nothing fail(FailInput input, Call call) {
        throw new OperationFailed(
                ErrorCode.valueOf(input.code().toUpperCase(Locale.ROOT)),
                "as asked: " + input.code());
    }

    /// The byte at a position of what `test.bytes` gives.
    public static byte byteAt(long position) {
        return (byte) (position * 7 + position / 253);
    }

    private static final class Bytes implements ByteStream {
        private final BytesInput input;
        private final long end;
        private long at;

        Bytes(BytesInput input) {
            this.input = input;
            at = input.offset();
            end = input.length() == null ? TOTAL : Math.min(TOTAL, at + input.length());
        }

        @Override
        public long length() {
            return end - input.offset();
        }

        @Override
        public long offset() {
            return input.offset();
        }

        @Override
        public long total() {
            return TOTAL;
        }

        @Override
        public String entityTag() {
            return "tag";
        }

        @Override
        public String fileName() {
            return input.path().substring(input.path().lastIndexOf('/') + 1);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (at >= end) {
                return -1;
            }
            if (input.breakAt() != null && at >= input.breakAt()) {
                throw new IOException("block missing");
            }
            int count = (int) Math.min(target.remaining(), end - at);
            for (int i = 0; i < count; i++) {
                target.put(byteAt(at + i));
            }
            at += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
