package io.ipfskit.anyio.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed key made for the test by `keytool`, which a TLS server or client shows.
final class TestKeys {
    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    private final KeyStore store;

    private TestKeys(KeyStore store) {
        this.store = store;
    }

    /// Makes a key whose certificate names `name`, in a new file of the folder.
    static TestKeys make(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD));
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve(name + ".log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestKeys(store);
    }

    /// Returns a context that shows this key.
    SSLContext showing() throws GeneralSecurityException, IOException {
        return context(this, this);
    }

    /// Returns a context without a key that trusts this one.
    SSLContext trusting() throws GeneralSecurityException, IOException {
        return context(null, this);
    }

    /// Returns a context that shows this key and trusts another.
    SSLContext trusting(TestKeys other) throws GeneralSecurityException, IOException {
        return context(this, other);
    }

    /// Writes the certificate as PEM.
    Path certificate(Path folder) throws Exception {
        return pem(
                folder.resolve("cert.pem"),
                "CERTIFICATE",
                store.getCertificate("key").getEncoded());
    }

    /// Writes the private key as PEM.
    Path key(Path folder) throws Exception {
        Key key = store.getKey("key", PASSWORD);
        return pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text =
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END "
                        + kind
                        + "-----\n";
        return Files.writeString(file, text);
    }

    private static SSLContext context(
            @org.jspecify.annotations.Nullable TestKeys shown, TestKeys trusted)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        if (shown == null) {
            KeyStore none = KeyStore.getInstance("PKCS12");
            none.load(null, PASSWORD);
            keys.init(none, PASSWORD);
        } else {
            keys.init(shown.store, PASSWORD);
        }
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, PASSWORD);
        roots.setCertificateEntry("trusted", trusted.store.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
