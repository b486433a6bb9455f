package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/// What whoever promises durability keeps: power losses and kills, at every boundary of scripted
/// work and at random points of random work. What was acknowledged is there, what was under way
/// happened completely or not at all, and nothing was invented.
public abstract class CrashContract {
    /// How many seeds are run; a mistake is to be caught within them.
    protected static final int SEEDS = 200;

    /// Another than the lives before had, so that what is random is new: names of files, say.
    private static final long SEED_AFTER = 1000;

    private final int survivors;

    /// For test classes.
    ///
    /// @param survivors how many choices of what had reached the disk are tried at each boundary
    protected CrashContract(int survivors) {
        this.survivors = survivors;
    }

    /// Returns a program that knows of nothing yet.
    protected abstract DiskProgram program();

    /// Returns what goes wrong in random lives, a crash included.
    protected abstract DiskFaults faults();

    /// Checks that two scripted lives in which nothing goes wrong touch the disk enough.
    protected abstract void requireWholeWork(SimDisk disk);

    @BeforeAll
    static void quiet() {
        Lives.quiet();
    }

    /// Failures of every kind, and a crash in each of eight lives.
    @Test
    void nothingAcknowledgedIsLostAndNothingInvented() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertNull(Lives.ofSeed(seed, faults(), DiskScript.NONE, program()));
        }
    }

    /// The power goes before and within each single call to the disk, from the first opening to the
    /// clean close of the second life, with many choices of what had reached the disk.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void everyBoundaryOfTwoLivesIsAGoodPointToLosePower(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            DiskProgram program = program();
            SimDisk disk = twoLives(program, last, fault);
            for (long seed = 0; seed < survivors; seed++) {
                requireHolds(program, disk.afterPowerLoss(seed), disk);
            }
        }
    }

    /// A process killed before and within each single call; the next one finds there what it finds,
    /// and acknowledges more; then the power is lost. What the killed one left unsynced must not
    /// carry what the next one acknowledges.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            DiskProgram program = program();
            SimDisk disk = twoLives(program, last, fault);
            disk.script(DiskScript.NONE);
            disk.restartProcess();
            List<SimDisk> lost = new ArrayList<>();
            Lives.run(
                    last,
                    services -> {
                        program.goOn(
                                services,
                                disk,
                                0,
                                () -> {
                                    for (long seed = 0; seed < survivors; seed++) {
                                        lost.add(disk.afterPowerLoss(seed));
                                    }
                                });
                        return 0;
                    });
            for (SimDisk after : lost) {
                requireHolds(program, after, disk);
            }
        }
    }

    /// The disk says that it synced, and did not.
    @ParameterizedTest
    @EnumSource(
            value = DiskCall.class,
            names = {"FORCE", "FORCE_DIRECTORY"})
    void aDiskThatDropsSyncsIsCaught(DiskCall call) throws Exception {
        String caught = null;
        for (long seed = 0; seed < SEEDS && caught == null; seed++) {
            DiskScript mutant = DiskScript.always(call, DiskFault.LOSE);
            caught = Lives.ofSeed(seed, faults(), mutant, program());
        }
        assertNotNull(caught);
    }

    /// What survived opens, holds what it must, takes more, and holds that too.
    ///
    /// @param before what is known
    /// @param disk on which it happened, for its log
    protected static void requireHolds(DiskProgram before, SimDisk after, SimDisk disk)
            throws Exception {
        DiskProgram program = before.copy();
        for (int number = 1; number <= 2; number++) {
            int next = number;
            Lives.run(
                    SEED_AFTER + number,
                    services -> {
                        program.goOn(services, after, next, () -> {});
                        return 0;
                    });
        }
        assertEquals(List.of(), program.wrong(), () -> String.join("\n", disk.log()));
        assertEquals(0, after.openFiles());
    }

    private long changesOfTwoLives() throws Exception {
        SimDisk disk = twoLives(program(), 0, DiskFault.CRASH);
        assertFalse(disk.isDown());
        requireWholeWork(disk);
        return disk.changes();
    }

    /// Two scripted lives; the disk goes down at a change.
    private static SimDisk twoLives(DiskProgram program, long change, DiskFault fault)
            throws Exception {
        SimDisk disk = new SimDisk();
        disk.script(DiskScript.atChange(change, fault));
        for (int life = 0; life < 2; life++) {
            int number = life;
            Lives.run(
                    life,
                    services -> {
                        program.liveByScript(services, disk, number);
                        return 0;
                    });
        }
        return disk;
    }
}
