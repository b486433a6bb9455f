package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.BlockSink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;

/// CIDs of this class are facts: printed in IPIP-0499 or given by Kubo 0.43.1 with the same
/// profile.
class ImportProfileTest {
    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
        "unixfs-v1-2025, bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
    })
    void aSmallFile(String profile, String cid) throws Exception {
        ImportProfile chosen = ImportProfile.named(profile);
        FileDagBuilder file = new FileDagBuilder(chosen, BlockSink.NOWHERE);
        file.add(Leaf.of(chosen, ByteBuffer.wrap("hello world".getBytes(UTF_8))));
        assertThat(file.finish().cid()).hasToString(cid);
    }

    /// Files of zero bytes around every threshold of chunks and links.
    @ParameterizedTest
    @CsvSource({
        "unixfs-v1-2025, 0, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "unixfs-v1-2025, 1, bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu",
        "unixfs-v1-2025, 262144, bafkreiekhhjkxu4ztk3tyng3er3ijhg56mb44oe3gwbgquhzu4afrg2ksa",
        "unixfs-v1-2025, 1048576, bafkreibq4fevl27rgurgnxbp7adh42aqiyd6ouflxhj3gzmcxcxzbh6lla",
        "unixfs-v1-2025, 1048577, bafybeihd4yzq7n5umhjngdum4r6k2to7egxfkf2jz6thvwzf6djus22cmq",
        "unixfs-v1-2025, 45613057, bafybeihp2d7d2jdhoqc4hit3misyawmwdz4r5uy2lyr2waty7rm65hwdke",
        "unixfs-v1-2025, 1073741824, bafybeibqawkaltgjfdebq4no6nmfcvkcw7k52xqzclkwfmrkn6oxw7srmy",
        "unixfs-v1-2025, 1073741825, bafybeigx4uyebjbq65346xh6cjrt6yshbdudzudhnqecwbzvymslxj7gje",
        "unixfs-v0-2015, 0, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
        "unixfs-v0-2015, 1, QmS9JArPwa55ePgDnyg6TzX24mYTS1b1vLqWNebyVotKxQ",
        "unixfs-v0-2015, 262144, QmRk1rduJvo5DfEYAaLobS2za9tDszk35hzaNSDCJ74DA7",
        "unixfs-v0-2015, 262145, QmbVuw4C4vcmVKqxoWtgDVobvcHrSn51qsmQmyxjk4sB2Q",
        "unixfs-v0-2015, 45613056, QmY4HSz1oVGdUzb8poVYPLsoqBZjH6LZrtgnme9wWn2Qko",
        "unixfs-v0-2015, 45613057, QmehMASWcBsX7VcEQqs6rpR5AHoBfKyBVEgmkJHjpPg8jq",
        "unixfs-v0-2015, 7936671745, QmVZLgevKqdMBkEdFhcauLccqzLNn2gmfwVaXhHEZJyqzm"
    })
    void aFileOfZeros(String profile, long size, String cid) throws Exception {
        ImportProfile chosen = ImportProfile.named(profile);
        Leaf full = Leaf.of(chosen, ByteBuffer.allocate(chosen.chunkSize()));
        FileDagBuilder file = new FileDagBuilder(chosen, BlockSink.NOWHERE);
        long rest = size;
        for (; rest >= full.size(); rest -= full.size()) {
            file.add(full);
        }
        if (rest > 0) {
            file.add(Leaf.of(chosen, ByteBuffer.allocate((int) rest)));
        }
        DagNode node = file.finish();
        assertThat(node.cid()).hasToString(cid);
        assertThat(node.size()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn",
        "unixfs-v1-2025, bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"
    })
    void anEmptyDirectory(String profile, String cid) throws Exception {
        DagNode node =
                new DirectoryBuilder(ImportProfile.named(profile), BlockSink.NOWHERE).finish();
        assertThat(node.cid()).hasToString(cid);
    }

    @Test
    void aDirectoryWithASymlink() throws Exception {
        ImportProfile profile = ImportProfile.UNIXFS_V0_2015;
        DirectoryBuilder directory = new DirectoryBuilder(profile, BlockSink.NOWHERE);
        directory.add("foo", file(profile, "content\n"));
        directory.add("bar", UnixFs.symlink(profile, "foo", BlockSink.NOWHERE));
        assertThat(directory.finish().cid())
                .hasToString("QmWvY6FaqFMS89YAQ9NAPjVP4WZKA1qbHbicc9HeSKQTgt");
    }

    /// Directories of files `x`: `count` names of 20 bytes, then one name per length in `long1`,
    /// `long2`. The sets weigh exactly 262,144 and 262,145 bytes by the estimate of the one
    /// profile, then of the other.
    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, 4850, 88, 88, QmcN72MfKBz7gMJFHYt3sgkf1cbshguvdCwDzgZSiY1ig2, false",
        "unixfs-v0-2015, 4850, 88, 89, QmeVaFchboKyjeWrrTSR6wAwYLTLJjDCno4pazzXa32DvR, true",
        "unixfs-v1-2025, 4094, 80, 0, bafybeicg72sorfuqdf6kf2l5ak3x6tbs57ii3rbz6b6hg57ec5eko5z4zy,"
                + " false",
        "unixfs-v1-2025, 4094, 81, 0, bafybeidcp7nrnrgr2n6pscwdqrzkoifrsvtb5arpggx4ccr3bzj53g2cqu,"
                + " true"
    })
    void aDirectoryAtTheThresholdOfSharding(
            String profile, int count, int long1, int long2, String cid, boolean sharded)
            throws Exception {
        ImportProfile chosen = ImportProfile.named(profile);
        DagNode x = file(chosen, "x");
        DirectoryBuilder directory = new DirectoryBuilder(chosen, BlockSink.NOWHERE);
        for (int i = 0; i < count; i++) {
            directory.add("f%019d".formatted(i), x);
        }
        directory.add("z".repeat(long1), x);
        if (long2 > 0) {
            directory.add("y".repeat(long2), x);
        }
        assertThat(directory.isOverThreshold()).isEqualTo(sharded);
        assertThat(directory.finish().cid()).hasToString(cid);
    }

    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, QmSSpnNmJCWt1fjNsDLQvDqxpjbosDwKiffjFj1xMiWwt8",
        "unixfs-v1-2025, bafybeicspezhx2ccyuqlvrvu3svfk3plwhfi5kepvcudznn6ojhqeslx3u"
    })
    void aDirectoryOfThreeLevelsOfShards(String profile, String cid) throws Exception {
        ImportProfile chosen = ImportProfile.named(profile);
        DagNode x = file(chosen, "x");
        DirectoryBuilder directory = new DirectoryBuilder(chosen, BlockSink.NOWHERE);
        for (int i = 0; i < 20_000; i++) {
            directory.add(Integer.toString(i), x);
        }
        assertThat(directory.finish().cid()).hasToString(cid);
    }

    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, QmUp6SnLFucVcsjTvwnPJwSACNZ76KCgQkZ2HWMvZ1TFXd",
        "unixfs-v1-2025, bafybeig6f4zhaollctawzdxl4kxgzylniki6xu4cqwy7h7fkiyidsbvrmq"
    })
    void aDirectoryOfSymlinks(String profile, String cid) throws Exception {
        ImportProfile chosen = ImportProfile.named(profile);
        DirectoryBuilder directory = new DirectoryBuilder(chosen, BlockSink.NOWHERE);
        directory.add("d", new DirectoryBuilder(chosen, BlockSink.NOWHERE).finish());
        directory.add("a", UnixFs.symlink(chosen, "nowhere", BlockSink.NOWHERE));
        directory.add("b", UnixFs.symlink(chosen, "../../etc/passwd", BlockSink.NOWHERE));
        directory.add("c", UnixFs.symlink(chosen, "d", BlockSink.NOWHERE));
        directory.add("ü", UnixFs.symlink(chosen, "日本/é", BlockSink.NOWHERE));
        directory.add("loop", UnixFs.symlink(chosen, "loop", BlockSink.NOWHERE));
        assertThat(directory.finish().cid()).hasToString(cid);
    }

    private static DagNode file(ImportProfile profile, String text) throws Exception {
        FileDagBuilder file = new FileDagBuilder(profile, BlockSink.NOWHERE);
        file.add(Leaf.of(profile, ByteBuffer.wrap(text.getBytes(UTF_8))));
        return file.finish();
    }

    @Test
    void anUnknownProfileIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ImportProfile.named("v1"))
                .hasMessage(
                        "unknown import profile 'v1', known are unixfs-v1-2025, unixfs-v0-2015");
    }

    @Test
    void aChunkLargerThanTheProfilesIsRefused() {
        ImportProfile profile = ImportProfile.UNIXFS_V1_2025.withChunkSize(10);
        assertThatThrownBy(() -> Leaf.of(profile, ByteBuffer.allocate(11)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRawLeafKeepsItsChunkWithoutACopy() {
        byte[] chunk = {1, 2, 3};
        Leaf leaf = Leaf.of(ImportProfile.UNIXFS_V1_2025, ByteBuffer.wrap(chunk));
        chunk[0] = 9;
        assertThat(leaf.block().bytes().get(0)).isEqualTo((byte) 9);
    }
}
