package io.ipfskit.node.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.FilestoreInput;
import io.ipfskit.node.ops.ReferenceVerdict;
import io.ipfskit.node.ops.ReferencesListed;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A node that may refer to the files of one folder, with a file there of eleven chunks.
abstract class NocopyFixture {
    static final int CHUNK = 1000;

    @TempDir Path temp;
    Path root = Path.of("");
    Path file = Path.of("");
    byte[] content = {};

    @BeforeEach
    void makeFile() throws Exception {
        root = Files.createDirectory(temp.toRealPath().resolve("root"));
        file = root.resolve("film.bin");
        content = bytes(1, 10_500);
        Files.write(file, content);
    }

    static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    void in(TestNode.Body body) throws Exception {
        NodeOptions options =
                NodeOptions.offline("test/1")
                        .withFilestore(new FilestoreRules(List.of(root), false));
        TestNode.in(temp.resolve("data"), options, body);
    }

    static AddInputBuilder nocopy() {
        return new AddInputBuilder().nocopy(true).chunker("size-" + CHUNK);
    }

    static Added add(TestNode it, Path path) throws InterruptedException {
        return it.node().add().add(nocopy().build(), TestNode.of(Tree.of(path)));
    }

    static List<Object> references(TestNode it) throws InterruptedException {
        List<Object> rows = new ArrayList<>();
        ReferencesListed listed = it.node().filestore().list(new FilestoreInput(null), rows::add);
        assertThat(listed.references()).isEqualTo(rows.size());
        return rows;
    }

    static List<String> states(TestNode it) throws InterruptedException {
        List<Object> rows = new ArrayList<>();
        it.node().filestore().verify(new FilestoreInput(null), rows::add, _ -> {});
        return rows.stream().map(row -> ((ReferenceVerdict) row).status()).sorted().toList();
    }

    static Cid leaf(byte[] content, int number) {
        int end = Math.min(content.length, (number + 1) * CHUNK);
        return Cid.v1(
                Multicodec.RAW, Multihash.sha256(Arrays.copyOfRange(content, number * CHUNK, end)));
    }

    static void fails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
