package io.ipfskit.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
    record Nothing() {}

    @Test
    void aDeclarationHasDefaults() {
        var operation =
                Operation.named("pin", "ls", Nothing.class, Nothing.class)
                        .summary("Lists.")
                        .build();
        assertThat(operation.id()).isEqualTo("pin.ls");
        assertThat(operation.verb()).isEqualTo(Operation.Verb.POST);
        assertThat(operation.path()).isEqualTo("/pin/ls");
        assertThat(operation.access()).isEqualTo(Access.READ);
    }

    @Test
    void aNameThatIsNoWordIsRefused() {
        assertThatThrownBy(() -> Operation.named("pin", "Ls!", Nothing.class, Nothing.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ls!");
    }

    @Test
    void aDeclarationWithoutASummaryIsRefusedByName() {
        assertThatThrownBy(() -> Operation.named("pin", "ls", Nothing.class, Nothing.class).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pin.ls");
    }

    @Test
    void bytesNeedAStreamAsOutput() {
        assertThatThrownBy(() ->
                        Operation.named("ipfs", "cat", Nothing.class, Nothing.class)
                                .summary("Cats.")
                                .givesBytes()
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ipfs.cat");
    }

    @Test
    void higherAccessIncludesLower() {
        assertThat(Access.ADMIN.includes(Access.READ)).isTrue();
        assertThat(Access.WRITE.includes(Access.WRITE)).isTrue();
        assertThat(Access.READ.includes(Access.WRITE)).isFalse();
    }

    @Test
    void aFailureKeepsTheOperationItAlreadyNames() {
        Failure failure = Failure.of(ErrorCode.TIMEOUT, "slow").in("a.b", "1").in("c.d", "2");
        assertThat(failure.operation()).isEqualTo("a.b");
        assertThat(failure.operationId()).isEqualTo("1");
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 400, -32602, 4",
        "NOT_FOUND, 404, -32002, 5",
        "ALREADY_EXISTS, 409, -32010, 6",
        "CONFLICT, 409, -32010, 6",
        "UNAUTHENTICATED, 401, -32011, 9",
        "PERMISSION_DENIED, 403, -32012, 9",
        "UNAVAILABLE, 503, -32013, 7",
        "TIMEOUT, 504, -32014, 10",
        "CANCELLED, 499, -32015, 130",
        "INTEGRITY, 500, -32016, 8",
        "RESOURCE_EXHAUSTED, 429, -32017, 11",
        "UNSUPPORTED, 501, -32018, 12",
        "INTERNAL, 500, -32603, 1"
    })
    void everyCodeHasOneMappingToEachDoor(ErrorCode code, int http, int jsonRpc, int exit) {
        assertThat(code.httpStatus()).isEqualTo(http);
        assertThat(code.jsonRpcCode()).isEqualTo(jsonRpc);
        assertThat(code.exitCode()).isEqualTo(exit);
    }
}
