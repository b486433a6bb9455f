package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.wal.log.Log;
import io.ipfskit.wal.log.LogOptions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// `wal` alone: append a record, durable when the call returns; replay all records on opening.
public final class DurableLog {
    private DurableLog() {}

    /// Appends a line to the log in the folder named by the first argument, after printing those
    /// before.
    public static void main(String[] arguments) throws Exception {
        ChosenBackend chosen = ChosenBackend.of(arguments);
        Path folder = Path.of(chosen.arguments().getFirst());
        AnyIO.run(
                chosen.backend(),
                run ->
                        TaskGroup.open(
                                group -> append(group, folder, "opened by " + run.backend())));
    }

    private static long append(TaskGroup group, Path folder, String line) throws Exception {
        try (Log log =
                Log.open(group, Disk.real(), folder, LogOptions.DEFAULT, DurableLog::print)) {
            return log.append(1, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void print(long seq, int type, ByteBuffer payload) {
        System.out.println(seq + ": " + StandardCharsets.UTF_8.decode(payload));
    }
}
