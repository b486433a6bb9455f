package io.ipfskit.node.content;

import io.ipfskit.node.Failures;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The names of one folder of a DAG, checked before they become names of files.
///
/// Refused are: empty, `.`, `..`, anything with `/` or NUL, more than 255 bytes, names of devices
/// (`CON`, `NUL`, `COM1` …), and two names that a disk without case or without composed characters
/// would take for one.
final class EntryNames {
    static final int NAME_BYTES_MAX = 255;
    static final int ENTRIES_MAX = 250_000;

    private static final Pattern DEVICE =
            Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]", Pattern.CASE_INSENSITIVE);

    private final String folder;
    private final Set<String> folded = new HashSet<>();

    /// For the folder that messages call `folder`.
    EntryNames(String folder) {
        this.folder = folder;
    }

    /// Takes the next name.
    ///
    /// @throws OperationFailed `integrity` when it cannot safely be the name of a file
    void take(String name) {
        check(name, folder);
        String key =
                Normalizer.normalize(name, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
        if (!folded.add(key)) {
            throw refused(
                    folder, name, "another entry differs from it in case only, or not at all");
        }
        if (folded.size() > ENTRIES_MAX) {
            throw Failures.limit(
                    "folder "
                            + folder
                            + " has more than "
                            + ENTRIES_MAX
                            + " entries: get its parts");
        }
    }

    static void check(String name, String folder) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused(folder, name, "it does not name an entry");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw refused(folder, name, "it has a slash or NUL");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > NAME_BYTES_MAX) {
            throw refused(folder, name, "it has " + bytes + " bytes, more than " + NAME_BYTES_MAX);
        }
        if (DEVICE.matcher(name).matches()) {
            throw refused(folder, name, "it is the name of a device on some systems");
        }
    }

    private static OperationFailed refused(String folder, String name, String why) {
        return new OperationFailed(
                ErrorCode.INTEGRITY,
                "folder "
                        + folder
                        + " has an entry named '"
                        + printable(name)
                        + "', which is not safe to write: "
                        + why
                        + ". Read its entries one by one with cat instead");
    }

    /// The name, cut and without control characters.
    static String printable(String name) {
        String cut = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        StringBuilder out = new StringBuilder(cut.length());
        cut.codePoints()
                .forEach(c -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
