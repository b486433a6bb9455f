package io.ipfskit.anyio;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One started program and everything it started: a process group of its own where the machine has
/// `setsid`, otherwise the descendants that can be seen.
///
/// Every call here may block its thread for some milliseconds: it belongs on a helper thread.
final class ProcessGroup {
    private static final System.Logger LOG = System.getLogger(ProcessGroup.class.getName());
    private static final List<Path> SETSID =
            List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final Path SHELL = Path.of("/bin/sh");

    private final Process leader;
    private final boolean hasGroup;

    private ProcessGroup(Process leader, boolean hasGroup) {
        this.leader = leader;
        this.hasGroup = hasGroup;
    }

    static ProcessGroup start(Command command) throws IOException {
        requireProgram(command);
        List<String> line = new ArrayList<>();
        boolean group = Files.isExecutable(SHELL);
        if (group) {
            group = false;
            for (Path setsid : SETSID) {
                if (Files.isExecutable(setsid)) {
                    line.add(setsid.toString()); // becomes the program: it does not fork here
                    group = true;
                    break;
                }
            }
        }
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(command.environment());
        Path directory = command.directory();
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        return new ProcessGroup(builder.start(), group);
    }

    Process leader() {
        return leader;
    }

    /// Asks all of it to end.
    void terminate() {
        signal("TERM");
    }

    /// Ends all of it.
    void kill() {
        signal("KILL");
    }

    private void signal(String name) {
        boolean hard = name.equals("KILL");
        List<ProcessHandle> below = leader.descendants().toList();
        if (hasGroup) {
            try {
                // A negative number means the group; there may be nobody left in it.
                new ProcessBuilder(SHELL.toString(), "-c", "kill -" + name + " -" + leader.pid())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "process group {0} could not be signalled", leader.pid());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // a foreign interrupt of a helper thread
            }
        }
        if (hasGroup && !hard) {
            return; // once is enough: a program may count
        }
        end(leader.toHandle(), hard);
        for (ProcessHandle process : below) {
            end(process, hard); // also those that left the group
        }
    }

    private static void end(ProcessHandle process, boolean hard) {
        if (hard) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    /// Tells at once, and by name, that there is no such program.
    private static void requireProgram(Command command) throws IOException {
        String program = command.arguments().getFirst();
        if (program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0) {
            Path path = Path.of(program);
            Path directory = command.directory();
            Path found = directory == null ? path : directory.resolve(path);
            if (!Files.isExecutable(found) || Files.isDirectory(found)) {
                throw new FileNotFoundException(found + " is not a program that can be run");
            }
            return;
        }
        String paths = System.getenv("PATH");
        for (String folder :
                (paths == null ? "/usr/bin:/bin" : paths).split(File.pathSeparator, -1)) {
            Path found = Path.of(folder.isEmpty() ? "." : folder, program);
            if ((Files.isExecutable(found) && !Files.isDirectory(found))
                    || Files.isExecutable(Path.of(found + ".exe"))) {
                return;
            }
        }
        throw new FileNotFoundException("there is no program '" + program + "' on the PATH");
    }
}
