package io.ipfskit.node.filestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What may not be referred to, and not be read either.
class FilestoreRulesTest extends NocopyFixture {
    @Test
    void noLinkIsFollowedOutOfTheRoot() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.write(outside.resolve("film.bin"), content);
        Files.createSymbolicLink(root.resolve("way"), outside);
        in(it -> {
            fails(ErrorCode.PERMISSION_DENIED, () -> add(it, outside.resolve("film.bin")));
            fails(ErrorCode.PERMISSION_DENIED, () -> add(it, root.resolve("way/film.bin")));
            fails(
                    ErrorCode.PERMISSION_DENIED,
                    () ->
                            it.node()
                                    .add()
                                    .add(
                                            nocopy().build(),
                                            TestNode.of(
                                                    Tree.of(
                                                            root,
                                                            new Tree.AddRules(
                                                                    false,
                                                                    Tree.Dereference.ALWAYS,
                                                                    List.of())))));
            assertThat(it.blocks().statistics().blocks()).isZero();
            // a link that comes to be later
            Path below = Files.createDirectory(root.resolve("below"));
            Files.write(below.resolve("film.bin"), content);
            Added added = add(it, below.resolve("film.bin"));
            Files.delete(below.resolve("film.bin"));
            Files.delete(below);
            Files.createSymbolicLink(below, outside);
            assertThat(states(it)).containsOnly("forbidden");
            fails(ErrorCode.PERMISSION_DENIED, () -> it.cat(added.cid()));
            Files.delete(below);
            Files.createDirectory(below);
            Files.createSymbolicLink(below.resolve("film.bin"), outside.resolve("film.bin"));
            assertThat(states(it)).containsOnly("changed");
        });
    }

    @Test
    void withoutRootsNothingIsReferredToAndWhatWasCannotBeRead() throws Exception {
        String[] cid = new String[1];
        in(it -> cid[0] = add(it, file).cid());
        TestNode.in(
                temp.resolve("data"),
                it -> {
                    fails(ErrorCode.UNSUPPORTED, () -> add(it, file));
                    fails(ErrorCode.PERMISSION_DENIED, () -> it.cat(cid[0]));
                    assertThat(references(it)).hasSize(11);
                    assertThat(states(it)).containsOnly("forbidden");
                });
    }

    @Test
    void contentThatIsNoFileOfThisMachineCannotBeReferredTo() throws Exception {
        in(it -> {
            fails(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> it.node().add().add(nocopy().build(), TestNode.of(content)));
            fails(
                    ErrorCode.INVALID_ARGUMENT,
                    () ->
                            it.node()
                                    .add()
                                    .add(
                                            nocopy().build(),
                                            TestNode.of(
                                                    Tree.of(List.of(Tree.Entry.directory("a"))))));
            for (AddInputBuilder bad :
                    List.of(
                            nocopy().rawLeaves(false),
                            nocopy().preserveMode(true),
                            nocopy().mode("0644"))) {
                fails(
                        ErrorCode.INVALID_ARGUMENT,
                        () -> it.node().add().add(bad.build(), TestNode.of(Tree.of(file))));
            }
            fails(
                    ErrorCode.UNSUPPORTED,
                    () ->
                            it.node()
                                    .add()
                                    .add(
                                            nocopy().url("http://example.org/").build(),
                                            new TestNode.Recorded(null, null, _ -> {})));
        });
    }
}
