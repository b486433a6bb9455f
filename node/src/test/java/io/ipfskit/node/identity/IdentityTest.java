package io.ipfskit.node.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

class IdentityTest {
    @TempDir Path temp;

    private static Identity open(Path file) throws Exception {
        return AnyIO.<Identity, RuntimeException>run(
                Backends.named("threads"), _ -> Identity.open(Disk.real(), file));
    }

    @Test
    void isMadeOnceAndKept() throws Exception {
        Path file = temp.resolve("identity");
        Identity made = open(file);
        assertThat(open(file).peerId()).isEqualTo(made.peerId());
        assertThat(made.peerId().toString()).startsWith("12D3KooW");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(open(temp.resolve("other")).peerId()).isNotEqualTo(made.peerId());
    }

    @Test
    void aDamagedFileIsNamedAndKept() throws Exception {
        Path file = temp.resolve("identity");
        open(file);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            if (i == 4 || i == 5) {
                continue; // the format version, see below
            }
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Files.write(file, bad);
            OperationFailed failure = catchThrowableOfType(OperationFailed.class, () -> open(file));
            assertThat(failure.code()).isEqualTo(ErrorCode.INTEGRITY);
            assertThat(failure).hasMessageContaining(file.toString());
            assertThat(Files.readAllBytes(file)).isEqualTo(bad);
        }
        Files.write(file, new byte[0]);
        assertThat(catchThrowableOfType(OperationFailed.class, () -> open(file)).code())
                .isEqualTo(ErrorCode.INTEGRITY);
    }

    @Test
    void aNewerVersionIsRefusedByName() throws Exception {
        Path file = temp.resolve("identity");
        open(file);
        byte[] newer = Files.readAllBytes(file);
        newer[5] = 2;
        Files.write(file, newer);
        OperationFailed failure = catchThrowableOfType(OperationFailed.class, () -> open(file));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("version 2");
    }

    @Test
    void theFormatOfVersionOneIsReadForEver() throws Exception {
        Path file = temp.resolve("identity");
        Files.write(
                file,
                HexFormat.of()
                        .parseHex(
                                "494b494400010044080112409d61b19deffd5a60ba844af492ec2cc44449c569"
                                    + "7b326919703bac031cae7f60d75a980182b10ab7d54bfed3c964073a0ee172f3"
                                    + "daa62325af021a68f707511af2aec6e2"));
        assertThat(open(file).peerId().toString())
                .isEqualTo("12D3KooWQK1wnefoLrcVHbbnf5tLzbopUd3K3bFAoJpA7YJgL5pV");
    }
}
