package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Set;

/// Opens regular files of this machine, with what the file system can of what the mode asks for. On
/// a file thread.
final class FileOpening {
    private static final System.Logger LOG = System.getLogger(FileOpening.class.getName());

    /// How a channel is opened; the tests' file systems refuse more than this machine's.
    @FunctionalInterface
    interface Channels {
        /// Opens one.
        ///
        /// @param direct whether the page cache is bypassed, whatever the mode says
        /// @param dsync whether writes are durable by themselves, whatever the mode says
        FileChannel open(Path path, OpenMode mode, boolean direct, boolean dsync)
                throws IOException;
    }

    private final Channels channels;

    FileOpening(Channels channels) {
        this.channels = channels;
    }

    RealDiskFile open(Path path, OpenMode mode) throws IOException {
        requireRegular(path);
        boolean plain =
                mode.isCached() && !mode.isWritable() && !mode.isDirect() && !mode.isNoFollow();
        CachedReads.Handle cached = plain ? CachedReads.open(path) : null;
        if (cached != null) {
            try {
                return new RealDiskFile(
                        path,
                        FileChannel.open(cached.path(), StandardOpenOption.READ),
                        cached,
                        false,
                        false);
            } catch (IOException _) {
                cached.close(); // such as a machine without /proc
            }
        }
        return opened(path, mode);
    }

    /// Direct access, and writes that are durable by themselves, are refused by some file systems
    /// (`EINVAL`), which the JDK reports in several ways; each is left out in turn, and the error
    /// of the plainest attempt counts.
    private RealDiskFile opened(Path path, OpenMode mode) throws IOException {
        boolean creates = mode.isCreate() || mode.isCreateNew();
        boolean existed = creates && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        boolean isNew = creates && Posix.isSpecial(mode.mode()) && !existed;
        OpenMode asked = mode;
        boolean direct = mode.isDirect();
        boolean dsync = mode.isDsync();
        while (true) {
            FileChannel channel;
            try {
                channel = channels.open(path, asked, direct, dsync);
            } catch (IOException | UnsupportedOperationException refused) {
                if (!(direct || dsync) || !isForWantOfAMode(refused)) {
                    throw refused;
                }
                LOG.log(Level.DEBUG, "{0}: {1}; opened without", path, refused.getMessage());
                if (asked.isCreateNew() && !existed && Files.exists(path)) {
                    asked = asked.existing(); // made by the attempt before it was refused
                }
                dsync &= direct;
                direct = false;
                continue;
            }
            if (isNew) {
                try {
                    Posix.addSpecial(path, mode.mode());
                } catch (IOException failed) {
                    channel.close();
                    throw failed;
                }
            }
            return new RealDiskFile(path, channel, null, direct, mode.isDsync() && !dsync);
        }
    }

    private static boolean isForWantOfAMode(Exception failed) {
        String message = // without the path, which may contain any word
                String.valueOf(
                        failed instanceof FileSystemException inFile
                                ? inFile.getReason()
                                : failed.getMessage());
        return failed instanceof UnsupportedOperationException
                || message.contains("Invalid argument")
                || message.contains("not supported")
                || message.contains("DirectIO");
    }

    /// A FIFO would block the open itself, until somebody writes to it.
    static void requireRegular(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return; // the open itself decides, it may create the file
        }
        if (attributes.isDirectory()) {
            throw new IOException(path + " is a directory, not a file");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException(path + " is not a regular file but a pipe, a socket or a device");
        }
    }

    /// Opens a channel of this machine.
    static FileChannel channel(Path path, OpenMode mode, boolean direct, boolean dsync)
            throws IOException {
        Set<OpenOption> options = new LinkedHashSet<>();
        options.add(StandardOpenOption.READ);
        if (mode.isWritable()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (mode.isCreateNew()) {
            options.add(StandardOpenOption.CREATE_NEW);
        } else if (mode.isCreate()) {
            options.add(StandardOpenOption.CREATE);
        }
        if (mode.isTruncate()) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (dsync) {
            options.add(StandardOpenOption.DSYNC);
        }
        if (direct) {
            options.add(direct());
        }
        if (mode.isNoFollow()) {
            options.add(LinkOption.NOFOLLOW_LINKS);
        }
        return FileChannel.open(path, options, Posix.attributes(mode.mode()));
    }

    /// Direct access, by its name: the JDK's own option for it is told as internal by the compiler,
    /// though `jdk.unsupported` exports it to everybody.
    private static OpenOption direct() {
        @Nullable Object[] known;
        try {
            known = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
        } catch (ClassNotFoundException absent) {
            throw new UnsupportedOperationException(
                    "this Java knows no direct access to files", absent);
        }
        for (Object option : known) {
            if (option instanceof OpenOption found && found.toString().equals("DIRECT")) {
                return found;
            }
        }
        throw new UnsupportedOperationException("this Java knows no direct access to files");
    }
}
