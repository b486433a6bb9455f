package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.kit.Declared.Nothing;
import io.ipfskit.kit.Declared.Output;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.Operation.Verb;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Broken declarations, each refused by name before a node starts.
class RegistryTest {
    @Test
    void soundDeclarationsHaveNoViolation() {
        assertThat(Declared.violations(Declared.ECHO, Declared.ROWS)).isEmpty();
    }

    @Test
    void theDeclarationsOfTheHouseHaveNoViolation() {
        assertThat(RegistryChecks.violations(Catalog.all())).isEmpty();
    }

    @Test
    void aNameDeclaredTwiceIsRefused() {
        assertThat(Declared.violations(Declared.ECHO, Declared.ECHO))
                .containsExactly("test.echo: declared twice");
    }

    @Test
    void twoOperationsWithOneToolNameAreRefused() {
        assertThat(
                        Declared.violations(
                                Declared.named("a_b", "c").build(),
                                Declared.named("a", "b_c").build()))
                .containsExactly("a.b_c: has the same tool name a_b_c as a_b.c");
    }

    @Test
    void aLiteralThatCompetesWithAParameterIsRefused() {
        var one = Declared.named("x", "one").route(Verb.POST, "/x/{text}").build();
        var two = Declared.named("x", "two").route(Verb.POST, "/x/two").build();
        assertThat(Declared.violations(one, two))
                .containsExactly("x.two: POST /x/two is ambiguous with /x/{text} of x.one");
    }

    @Test
    void aLiteralBelowARestParameterIsRefused() {
        var one = Declared.named("x", "one").route(Verb.POST, "/x/{text...}").build();
        var two = Declared.named("x", "two").route(Verb.POST, "/x/a/b").build();
        assertThat(Declared.violations(one, two))
                .singleElement()
                .asString()
                .startsWith("x.two: POST /x/a/b is ambiguous");
    }

    @Test
    void theSamePathWithOtherVerbsIsFine() {
        var one = Declared.named("x", "one").route(Verb.POST, "/x/{text}").build();
        var two = Declared.named("x", "two").route(Verb.DELETE, "/x/{text}").build();
        assertThat(Declared.violations(one, two)).isEmpty();
    }

    @Test
    void aGetThatWritesIsRefused() {
        var broken = Declared.named("x", "wipe").route(Verb.GET, "/x/wipe").build();
        assertThat(Declared.violations(broken))
                .containsExactly("x.wipe: GET is only for operations that read");
    }

    @Test
    void aGetWithABodyIsRefused() {
        var broken = Declared.named("x", "look").get("/x/look").takes(BodyIn.BYTES).build();
        assertThat(Declared.violations(broken)).containsExactly("x.look: GET takes no body");
    }

    @Test
    void aTemplateFieldThatIsNoInputFieldIsRefused() {
        var broken = Declared.named("x", "look").get("/x/{cid}").build();
        assertThat(Declared.violations(broken))
                .containsExactly("x.look: template field cid is no field of Input");
    }

    @Test
    void aRestParameterBeforeTheEndIsRefused() {
        var broken = Declared.named("x", "look").get("/x/{text...}/more").build();
        assertThat(Declared.violations(broken))
                .containsExactly("x.look: {text...} must be the last segment of its template");
    }

    @Test
    void anInvalidExampleIsRefused() {
        var broken =
                Declared.named("x", "look")
                        .get("/x/look")
                        .example("wrong", "{\"texts\": 1}")
                        .build();
        assertThat(Declared.violations(broken))
                .singleElement()
                .asString()
                .startsWith(
                        "x.look: example \"wrong\" is invalid: texts is no field here; did you mean"
                                + " text?");
    }

    @Test
    void anOperationOfTheRootThatIsNamedLikeAGroupIsRefused() {
        assertThat(
                        Declared.violations(
                                Declared.named("ipfs", "pin").build(),
                                Declared.named("pin", "add").build()))
                .singleElement()
                .asString()
                .startsWith("ipfs.pin: the group ipfs is the root of the command line");
    }

    @Test
    void aTypeWithoutASchemaIsRefused() {
        var broken =
                Operation.named("x", "look", Underivable.class, Output.class)
                        .summary("A test.")
                        .build();
        assertThat(Declared.violations(broken))
                .containsExactly(
                        "x.look: no schema for input, Underivable.thread: java.lang.Thread has no"
                                + " JSON form");
    }

    @Test
    void anInputThatIsNoRecordIsRefused() {
        var broken =
                Operation.named("x", "look", String.class, Output.class).summary("A test.").build();
        assertThat(Declared.violations(broken))
                .containsExactly("x.look: input java.lang.String is no record");
    }

    @Test
    void readOnlyAndDestructiveContradict() {
        var broken =
                Operation.named("x", "look", Nothing.class, Output.class)
                        .summary("A test.")
                        .hints(Hint.READ_ONLY, Hint.DESTRUCTIVE)
                        .build();
        assertThat(Declared.violations(broken))
                .containsExactly("x.look: cannot be both read-only and destructive");
    }

    @Test
    void aRegistryOfBrokenDeclarationsIsNotMade() {
        var broken = Declared.named("x", "wipe").route(Verb.GET, "/x/wipe").build();
        assertThatThrownBy(() ->
                        Registry.of(List.of(broken.to((input, _) -> new Output(input.text())))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x.wipe: GET is only for operations that read");
    }

    @Test
    void operationsAreFoundByIdAndByDeclaration() {
        var registry =
                Registry.of(List.of(Declared.ECHO.to((input, _) -> new Output(input.text()))));
        assertThat(registry.find("test.echo")).isSameAs(registry.find(Declared.ECHO));
        assertThat(registry.find("test", "echo")).isSameAs(registry.find("test.echo"));
        assertThat(registry.find("test.none")).isNull();
    }

    record Underivable(Thread thread) {}
}
