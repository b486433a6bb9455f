package io.ipfskit.anyio;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The instruments of one run; a crashing one is removed.
final class Instruments {
    private static final System.Logger LOG = System.getLogger(Instruments.class.getName());

    private final CopyOnWriteArrayList<Instrument> instruments;

    Instruments(List<Instrument> instruments) {
        this.instruments = new CopyOnWriteArrayList<>(instruments);
    }

    void tell(Consumer<Instrument> what) {
        for (Instrument instrument : instruments) {
            try {
                what.accept(instrument);
            } catch (Throwable crash) {
                instruments.remove(instrument);
                LOG.log(
                        Level.ERROR,
                        "instrument " + instrument + " crashed and is removed; the run goes on",
                        crash);
            }
        }
    }
}
