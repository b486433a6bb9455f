package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// The instruments of one run; a crashing one is removed and reported.
///
/// One method for each hook, so that telling an instrument that does nothing is a call of an empty
/// method: a common loop that is given the hook to call would make an object for each step.
final class Instruments {
    private static final System.Logger LOG = System.getLogger(Instruments.class.getName());

    /// Never changed in place; replaced under this monitor.
    private volatile Instrument[] all;

    private Instruments(List<Instrument> instruments) {
        all = instruments.toArray(Instrument[]::new);
    }

    /// The instruments of a run on `kernel`; null when nobody watches. While a flight recording
    /// asks for slow steps, one that times them is among them where the kernel times none.
    static @Nullable Instruments of(List<Instrument> wanted, Kernel kernel) {
        List<Instrument> instruments = new ArrayList<>(wanted);
        if (FlightRecord.wantsSteps() && kernel.stepStatistics() == null) {
            instruments.add(new SlowSteps(SlowSteps.DEFAULT));
        }
        return instruments.isEmpty() ? null : new Instruments(instruments);
    }

    void beforeRun(Run run) {
        for (Instrument i : all) {
            try {
                i.beforeRun(run);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void afterRun(Run run) {
        for (Instrument i : all) {
            try {
                i.afterRun(run);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void spawned(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.spawned(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void scheduled(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.scheduled(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void beforeStep(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.beforeStep(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void afterStep(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.afterStep(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void exited(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.exited(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void beforeWait(Task<?> task, String what) {
        for (Instrument i : all) {
            try {
                i.beforeWait(task, what);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    void afterWait(Task<?> task) {
        for (Instrument i : all) {
            try {
                i.afterWait(task);
            } catch (Throwable crash) {
                remove(i, crash);
            }
        }
    }

    /// Other threads that are just telling it may still do so once.
    @SuppressWarnings("ReferenceEquality") // an instrument is itself
    private void remove(Instrument crashed, Throwable crash) {
        synchronized (this) {
            List<Instrument> left = new ArrayList<>(List.of(all));
            if (!left.removeIf(instrument -> instrument == crashed)) {
                return; // it crashed on two threads at once, and was reported
            }
            all = left.toArray(Instrument[]::new);
        }
        LOG.log(
                Level.ERROR,
                "instrument " + crashed + " crashed and is removed; the run goes on",
                crash);
    }
}
