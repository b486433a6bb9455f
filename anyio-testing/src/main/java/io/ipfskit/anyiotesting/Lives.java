package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The lives of a process on a simulated disk: each is a run that ends by a power loss or a kill.
public final class Lives {
    private static final int LIVES = 8;

    /// Faults that every seed sees beside those of the rates, within as many calls as every program
    /// makes.
    private static final int FAULTS_LEAST = 3;

    private static final int CALLS_LEAST = 16;

    /// Injected faults are logged by the thousand; kept here, since the logging system holds
    /// loggers weakly.
    private static final Logger QUIET = Logger.getLogger("io.ipfskit");

    private Lives() {}

    /// Keeps injected faults out of the output of this JVM.
    public static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    /// Runs a body inside a task group, for services, on a backend.
    public static void run(Backend backend, Body<TaskGroup, ?, ? extends Exception> body)
            throws Exception {
        AnyIO.run(
                backend,
                _ ->
                        TaskGroup.open(group -> {
                            @SuppressWarnings("unchecked")
                            Body<TaskGroup, Object, Exception> any =
                                    (Body<TaskGroup, Object, Exception>) body;
                            any.run(group);
                            return 0;
                        }));
    }

    /// Runs a body inside a task group of a simulated run, in the order of tasks that the seed
    /// decides.
    public static void run(long seed, Body<TaskGroup, ?, ? extends Exception> body)
            throws Exception {
        run(SimBackend.seeded(seed), body);
    }

    /// Runs a program through eight lives at random, by one seed, and looks at what is there after
    /// a last power loss.
    ///
    /// @param faults what goes wrong with the disk
    /// @param script what goes wrong beside, asked first
    /// @return what was wrong, with the log of the disk; null when nothing was
    public static @Nullable String ofSeed(
            long seed, DiskFaults faults, DiskScript script, DiskProgram program) throws Exception {
        Random random = new Random(seed);
        SimDisk disk = new SimDisk(seed, faults);
        disk.script(script.or(DiskScript.some(seed, FAULTS_LEAST, CALLS_LEAST)));
        for (int life = 0; life < LIVES; life++) {
            int number = life;
            run(
                    seed * LIVES + life,
                    services -> {
                        program.live(services, disk, number, random);
                        return 0;
                    });
            disk.goDown();
            if (random.nextBoolean()) {
                disk.restartProcess();
            } else {
                disk.powerCycle();
            }
        }
        disk.goDown();
        if (disk.faults() < FAULTS_LEAST) {
            return "seed %d saw only %d faults".formatted(seed, disk.faults());
        }
        String wrong = atLast(seed, disk.afterPowerLoss(seed), program);
        return wrong == null
                ? null
                : "seed %d: %s%n%s".formatted(seed, wrong, String.join("\n", disk.log()));
    }

    private static @Nullable String atLast(long seed, SimDisk left, DiskProgram program)
            throws Exception {
        String damaged = null;
        try {
            run(
                    seed,
                    services -> {
                        program.look(services, left);
                        return 0;
                    });
        } catch (IOException failed) {
            damaged = "at last: " + failed.getMessage();
        }
        List<String> wrong = program.wrong();
        return wrong.isEmpty() ? damaged : wrong.getFirst();
    }

    /// The `main` of a program for [MutantSource]: runs the seeds from the first argument to before
    /// the second, and ends the JVM with 1 at the first that is caught.
    ///
    /// @param fresh makes the program, for each seed
    public static void hunt(String[] arguments, DiskFaults faults, Supplier<DiskProgram> fresh)
            throws Exception {
        quiet();
        for (long seed = Long.parseLong(arguments[0]);
                seed < Long.parseLong(arguments[1]);
                seed++) {
            String caught = ofSeed(seed, faults, DiskScript.NONE, fresh.get());
            if (caught != null) {
                System.out.println("caught " + caught.lines().findFirst().orElse(""));
                System.exit(1);
            }
        }
    }
}
