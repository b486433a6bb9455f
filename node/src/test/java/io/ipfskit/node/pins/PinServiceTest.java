package io.ipfskit.node.pins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class PinServiceTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path temp;

    private static List<String> pins(TestNode it, @Nullable String cid, String type)
            throws Exception {
        List<Object> rows = new ArrayList<>();
        it.node().pins().list(new PinLsInput(cid, type, null, null, null), rows::add);
        return rows.stream().map(row -> ((Pin) row).type() + " " + ((Pin) row).cid()).toList();
    }

    private String unpinned(TestNode it, Path path) throws InterruptedException {
        AddInput noPin = new AddInputBuilder().pin(false).build();
        return it.node().add().add(noPin, TestNode.of(io.ipfskit.operation.Tree.of(path))).cid();
    }

    private Path folder() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("folder"));
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");
        return folder;
    }

    private static ErrorCode failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(OperationFailed.class, call).code();
    }

    /// Written with a question mark in its place, half of a surrogate pair would not be read back;
    /// keys would stand in another order, and the log would not open again.
    @Test
    void textsThatNoUtf8CanTellAreRefusedAndTheRepositoryOpensAgain() throws Exception {
        Path repo = temp.resolve("repo");
        TestNode.in(
                repo,
                it -> {
                    String root = unpinned(it, folder());
                    for (Map<String, String> metadata :
                            List.of(
                                    Map.of("a", "b", "\ud800", "x", "zz", "y"),
                                    Map.of("key", "\udc00\ud800"),
                                    nullValue())) {
                        PinAddInput input = new PinAddInput(root, true, null, null, null, metadata);
                        assertThat(failure(() -> it.node().pins().add(input, _ -> {})))
                                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    }
                    PinAddInput named = PinAddInput.of(root, true, "half \ud83d");
                    assertThat(failure(() -> it.node().pins().add(named, _ -> {})))
                            .isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    it.node().pins().add(PinAddInput.of(root, true, "whole \ud83d\ude00"), _ -> {});
                });
        TestNode.in(repo, it -> assertThat(pins(it, null, "recursive")).hasSize(1));
    }

    @SuppressWarnings("NullAway") // as JSON may bring it
    private static Map<String, String> nullValue() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("key", null);
        return metadata;
    }

    @Test
    void anUpdateTellsWhichOfItsPathsIsWrong() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    PinUpdateInput input = new PinUpdateInput(MISSING, "no path", true);
                    assertThat(
                                    catchThrowableOfType(
                                                    OperationFailed.class,
                                                    () -> it.node().pins().update(input, _ -> {}))
                                            .getMessage())
                            .contains("to");
                });
    }

    @Test
    void pinsAreDirectRecursiveOrIndirect() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String root = unpinned(it, folder());
                    assertThat(pins(it, null, "all")).isEmpty();
                    var pins = it.node().pins();
                    assertThat(
                                    pins.add(PinAddInput.of(root + "/a", false, "just a"), _ -> {})
                                            .type())
                            .isEqualTo("direct");
                    String a = pins(it, null, "direct").getFirst().substring("direct ".length());
                    assertThat(pins.add(PinAddInput.of(root, true, null), _ -> {}).type())
                            .isEqualTo("recursive");
                    assertThat(pins(it, null, "recursive")).containsExactly("recursive " + root);
                    assertThat(pins(it, null, "indirect"))
                            .hasSize(1)
                            .doesNotContain("indirect " + a);
                    assertThat(pins(it, null, "all")).hasSize(3);
                    assertThat(pins(it, a, "all")).containsExactly("direct " + a);
                });
    }

    @Test
    void pinsSurviveAReopeningAndKeepTheirNames() throws Exception {
        String[] root = new String[1];
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    root[0] = unpinned(it, folder());
                    it.node().pins().add(PinAddInput.of(root[0], true, "mine"), _ -> {});
                    it.node().pins().add(PinAddInput.of(root[0] + "/a", true, null), _ -> {});
                    it.node().pins().remove(new PinRmInput(root[0] + "/a", true));
                });
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    List<Object> rows = new ArrayList<>();
                    it.node()
                            .pins()
                            .list(new PinLsInput(null, "recursive", "min", null, null), rows::add);
                    assertThat(rows)
                            .containsExactly(
                                    new Pin(root[0], "recursive", "mine", null, null, null));
                });
    }

    @Test
    void aPinOfAMissingBlockNamesIt() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    OperationFailed failure =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () ->
                                            it.node()
                                                    .pins()
                                                    .add(
                                                            PinAddInput.of(MISSING, true, null),
                                                            _ -> {}));
                    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(failure).hasMessageContaining(MISSING);

                    String root = unpinned(it, folder());
                    Cid b = Cid.parse(pinned(it, root + "/b"));
                    it.blocks().delete(List.of(b));
                    OperationFailed incomplete =
                            catchThrowableOfType(
                                    OperationFailed.class,
                                    () ->
                                            it.node()
                                                    .pins()
                                                    .add(
                                                            PinAddInput.of(root, true, null),
                                                            _ -> {}));
                    assertThat(incomplete).hasMessageContaining(b.toString());
                    assertThat(pins(it, null, "recursive")).doesNotContain("recursive " + root);
                });
    }

    private static String pinned(TestNode it, String path) throws InterruptedException {
        return it.node().pins().add(PinAddInput.of(path, false, null), _ -> {}).cid();
    }

    @Test
    void removalIsRefusedLikeKuboDoes() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String root = it.add(folder()).cid();
                    var pins = it.node().pins();
                    assertThat(failure(() -> pins.remove(new PinRmInput(MISSING, true))))
                            .isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(failure(() -> pins.remove(new PinRmInput(root + "/a", true))))
                            .isEqualTo(ErrorCode.CONFLICT);
                    assertThat(failure(() -> pins.remove(new PinRmInput(root, false))))
                            .isEqualTo(ErrorCode.CONFLICT);
                    assertThat(failure(() -> pins.add(PinAddInput.of(root, false, null), _ -> {})))
                            .isEqualTo(ErrorCode.CONFLICT);
                    pins.remove(new PinRmInput(root, true));
                    assertThat(pins(it, null, "all")).isEmpty();
                    assertThat(failure(() -> pins(it, root, "all"))).isEqualTo(ErrorCode.NOT_FOUND);
                });
    }

    @Test
    void whatTwoPinsHoldStaysHeldByTheOther() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    Path folder = folder();
                    String root = it.add(folder).cid();
                    String a = it.add(folder.resolve("a")).cid();
                    it.node().pins().remove(new PinRmInput(root, true));
                    assertThat(pins(it, null, "all")).containsExactly("recursive " + a);
                    it.add(folder);
                    it.node().pins().remove(new PinRmInput(a, true));
                    assertThat(pins(it, a, "all")).containsExactly("indirect " + a);
                });
    }

    @Test
    void listingsPage() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    it.add(folder());
                    for (int i = 0; i < 5; i++) {
                        it.add(("pin " + i).getBytes(StandardCharsets.UTF_8));
                    }
                    List<String> all = pins(it, null, "all");
                    assertThat(all).hasSize(8);
                    List<Object> rows = new ArrayList<>();
                    String cursor = null;
                    do {
                        cursor =
                                it.node()
                                        .pins()
                                        .list(
                                                new PinLsInput(null, "all", null, cursor, 3),
                                                rows::add)
                                        .nextCursor();
                    } while (cursor != null);
                    assertThat(
                                    rows.stream()
                                            .map(row ->
                                                    ((Pin) row).type() + " " + ((Pin) row).cid()))
                            .isEqualTo(all);
                });
    }
}
