package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.SimDisk;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/// A program that keeps something on a simulated disk through several lives, and knows from outside
/// what must be there: what it was told is durable, and what may have happened or not. What it
/// finds counts from then on, for whoever found it acts on it.
///
/// [Lives] runs it; [CrashContract] is the suite.
public interface DiskProgram {
    /// Works at random, on several tasks, until the work is done or the disk is down. A failure of
    /// the disk is not wrong; what is lost or invented is, see [#wrong].
    ///
    /// @param life number of the life, from 0
    /// @param random drawn from by the caller's task only
    void live(TaskGroup services, SimDisk disk, int life, Random random)
            throws InterruptedException;

    /// Does the same few things each time, touching the disk in every way it knows, until they are
    /// done or the disk is down.
    ///
    /// @param life number of the life, 0 or 1
    void liveByScript(TaskGroup services, SimDisk disk, int life) throws InterruptedException;

    /// Opens what there is, compares, makes something more durable, and closes.
    ///
    /// @param number tells apart what is made durable, from 0
    /// @param acknowledged run when it is durable, before the closing
    void goOn(TaskGroup services, SimDisk disk, int number, Runnable acknowledged)
            throws IOException, InterruptedException;

    /// Opens what there is, compares and closes.
    void look(TaskGroup services, SimDisk disk) throws IOException, InterruptedException;

    /// Returns a program that knows the same.
    DiskProgram copy();

    /// Returns what was wrong so far, each as a line; empty when nothing was.
    List<String> wrong();
}
