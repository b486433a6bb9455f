package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.kit.Catalog;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Door;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Commands that are made from declarations, on a data directory that this process opens.
class OperationCommandTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;

    private Run run(String... arguments) {
        return with("", arguments);
    }

    private Run with(String stdin, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data-dir=" + folder.resolve("data"));
        return Run.with(stdin.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    @Test
    void aFieldOfThePathTemplateIsAnArgument() {
        String cid = with("hello", "add", "-Q").out().strip();
        assertThat(run("exists", cid).lines()).containsExactly("exists: true");
        assertThat(run("exists", "/ipfs/" + MISSING).lines())
                .containsExactly("exists: false", "reason: block " + MISSING + " is not here");
        assertThat(run("exists").code()).isEqualTo(2);
    }

    @Test
    void withJsonTheRecordIsOneLine() {
        assertThat(run("exists", "--json", MISSING).out())
                .startsWith("{\"exists\":false,\"reason\":")
                .endsWith("}\n");
    }

    @Test
    void theOtherFieldsAreOptionsWithTheirDefaultsAndBounds() {
        assertThat(run("admin", "operations", "--help").out())
                .contains("--state=STATE", "running, ended, all (default: all)");
        assertThat(run("admin", "operations", "--state", "running").lines())
                .singleElement()
                .asString()
                .contains("\tadmin.operations\tjava\tlocal\t", "\trunning\t-");
        Run wrong = run("admin", "operations", "--state", "asleep");
        assertThat(wrong.code()).isEqualTo(4);
        assertThat(wrong.err()).contains("running, ended, all", "asleep");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Run run = run("admin", "operation", "none");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("operation none is not known");
    }

    @Test
    void aDurationIsReadAsOne() {
        assertThat(run("admin", "operation", "none", "--wait", "soon").code()).isEqualTo(4);
    }

    @Test
    void listsOfAResultAreLinesBelowTheirName() {
        assertThat(run("admin", "health").lines())
                .contains("status: ok", "ready: true", "components:")
                .anyMatch(line -> line.matches(" {2}node\tup\t\\S+\t-\ttrue"));
    }

    @Test
    void aWrongSubcommandSuggestsNearOnes() {
        Run run = run("admin", "helth");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("helth", "did you mean: health");
        assertThat(run("exist", MISSING).err()).contains("did you mean: exists");
    }

    @Test
    void aGroupWithoutItsCommandShowsWhatThereIs() {
        Run run = run("admin");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("subcommand", "operations", "cancel", "health");
    }

    @Test
    void optionsOfEveryCommandMayStandFirst() {
        assertThat(Run.of("--data-dir", folder.toString(), "--json", "exists", MISSING).out())
                .startsWith("{\"exists\":false");
    }

    @Test
    void completionAndHelpKnowThem() {
        assertThat(Run.of("completion", "bash").out()).contains("operations", "--state");
        assertThat(Run.of("--help").out()).contains("exists", "admin", "cli");
    }

    @Test
    void everyCommandThatIsListedAsDataIsThere() {
        List<String> listed =
                run("cli", "commands").lines().stream()
                        .map(line -> line.substring(0, line.indexOf('\t')))
                        .toList();
        List<String> declared = new ArrayList<>();
        for (Operation<?, ?> operation : Catalog.all()) {
            if (!operation.exemptions().containsKey(Door.CLI)) {
                declared.add("ipfs-kit " + String.join(" ", Commands.path(operation)));
            }
        }
        assertThat(listed).containsExactlyElementsOf(declared);
    }
}
