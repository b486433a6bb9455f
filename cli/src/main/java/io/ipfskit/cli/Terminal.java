package io.ipfskit.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/// The three streams of a command and what is known about them. Text is UTF-8 whatever the locale.
///
/// @param in stdin
/// @param out stdout: results, nothing else
/// @param bytes stdout again, for content; whoever writes to it flushes `out` first
/// @param err stderr: messages, progress
/// @param interactive whether stderr is a terminal that a person looks at
record Terminal(
        InputStream in,
        PrintStream out,
        WritableByteChannel bytes,
        PrintStream err,
        boolean interactive) {
    /// The launcher sets this property when stderr is a terminal; the JDK cannot tell.
    static final String INTERACTIVE = "io.ipfskit.terminal";

    /// The streams of this process.
    static Terminal ofProcess() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(
                        new BufferedOutputStream(out, 64 << 10), false, StandardCharsets.UTF_8),
                out.getChannel(),
                new PrintStream(new BufferedOutputStream(err, 1024), true, StandardCharsets.UTF_8),
                Boolean.getBoolean(INTERACTIVE));
    }

    /// Tells the user something, on stderr.
    void say(String message) {
        err.println("ipfs-kit: " + message);
    }
}
