package io.ipfskit.kit.local;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Rng;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Proof that a client may read the data directory of a server, and so is its owner.
///
/// 256 random bits, new at every start, in the file `local` with mode 0600. Travels in the header
/// [#HEADER], to loopback only; shown by nothing.
public final class LocalSecret {
    /// The header that carries it.
    public static final String HEADER = "X-Ipfs-Kit-Local";

    private static final String FILE = "local";
    private static final int BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}");

    private final String text;

    private LocalSecret(String text) {
        this.text = text;
    }

    /// A new secret, written to the data directory.
    public static LocalSecret create(Disk disk, Path dataDir)
            throws IOException, InterruptedException {
        LocalSecret secret = new LocalSecret(HexFormat.of().formatHex(Rng.bytes(BYTES)));
        byte[] line = secret.text.getBytes(StandardCharsets.US_ASCII);
        disk.writeAtomically(dataDir.resolve(FILE), line, 0600);
        return secret;
    }

    /// The secret of the server of this data directory; null when there is none that this process
    /// may read.
    public static @Nullable LocalSecret read(Disk disk, Path dataDir) throws InterruptedException {
        try {
            String text =
                    new String(disk.readAll(dataDir.resolve(FILE), 256), StandardCharsets.US_ASCII);
            return TEXT.matcher(text).matches() ? new LocalSecret(text) : null;
        } catch (IOException absent) {
            return null;
        }
    }

    /// The value of the header.
    public String reveal() {
        return text;
    }

    /// Whether a header's value is this secret. Takes the same time whatever it is.
    public boolean isRevealedBy(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.US_ASCII),
                        header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "LocalSecret";
    }
}
