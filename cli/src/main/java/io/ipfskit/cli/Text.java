package io.ipfskit.cli;

import io.ipfskit.kit.tar.Printable;

import java.util.Locale;

/// Text for a terminal: names are hostile, sizes are for people.
final class Text {
    private Text() {}

    /// A name on one line, see [Printable].
    static String name(String name) {
        return Printable.name(name);
    }

    /// `1.4 GiB`.
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, units[unit]);
    }
}
