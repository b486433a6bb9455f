package io.ipfskit.kit.json;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.node.ops.CatInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

class RecordFuzzTest {
    /// JSON becomes the record of an operation, or a failure that is the sender's.
    @FuzzTest(maxDuration = "20s")
    void anInputIsReadOrRefused(byte[] bytes) {
        Json json = Json.standard();
        try {
            CatInput input = json.read(bytes, CatInput.class);
            if (!json.read(json.write(input), CatInput.class).equals(input)) {
                throw new AssertionError("does not come back: " + input);
            }
        } catch (OperationFailed refused) {
            if (refused.code() != ErrorCode.INVALID_ARGUMENT) {
                throw new AssertionError("refused with the wrong code", refused);
            }
        }
    }
}
