package io.ipfskit.multiformats;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Private keys as PEM text (RFC 7468) of PKCS #8, in the clear: what Kubo calls
/// `pem-pkcs8-cleartext`, and OpenSSL reads and writes.
public final class KeyPem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String LABEL = "PRIVATE KEY";

    /// A PEM of the largest key has less than half of this.
    private static final int MAX_TEXT = 32 << 10;

    private KeyPem() {}

    /// The secret as text, for a file that only its owner can read; ends in a line feed.
    public static String encode(PeerKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.pkcs8());
        return BEGIN + LABEL + DASHES + "\n" + base64 + "\n" + END + LABEL + DASHES + "\n";
    }

    /// Reads the text of one key; white space around it is skipped.
    ///
    /// @throws MultiformatException if it is not one PEM block of PKCS #8 in the clear, or its key
    ///   is not read, see [PeerKey#ofProtobuf]; the message shows nothing of the key
    public static PeerKey decode(String pem) {
        if (pem.length() > MAX_TEXT) {
            throw MultiformatException.atCharacter(
                    MAX_TEXT,
                    "a PEM key has at most " + MAX_TEXT + " characters, got " + pem.length());
        }
        List<String> lines = pem.strip().lines().map(String::stripTrailing).toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        if (!first.startsWith(BEGIN) || !first.endsWith(DASHES) || lines.size() < 3) {
            throw new MultiformatException("not a PEM text: it must begin with " + BEGIN + LABEL);
        }
        String label =
                first.substring(BEGIN.length(), Math.max(BEGIN.length(), first.length() - 5));
        if (!label.matches("[A-Z0-9 ]{1,32}")) { // it may hold the key, when line ends were lost
            throw new MultiformatException(
                    "not a PEM text: "
                            + BEGIN
                            + LABEL
                            + DASHES
                            + " must stand on a line of its own");
        }
        if (!label.equals(LABEL)) {
            throw new MultiformatException(
                    "a PEM key must be a "
                            + LABEL
                            + " (PKCS #8 in the clear), this is '"
                            + MultiformatException.excerpt(label)
                            + "'; openssl pkcs8 -topk8 -nocrypt converts it");
        }
        if (!lines.getLast().equals(END + LABEL + DASHES)) {
            throw new MultiformatException("the PEM text does not end in " + END + LABEL);
        }
        String base64 = String.join("", lines.subList(1, lines.size() - 1));
        byte[] pkcs8;
        try {
            pkcs8 = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new MultiformatException("the PEM text is not base64");
        }
        return Pkcs8.decode(pkcs8);
    }
}
