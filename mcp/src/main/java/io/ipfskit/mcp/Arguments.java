package io.ipfskit.mcp;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// A tool with its compiled input schema.
final class Arguments {
    /// A message lists at most this many faults.
    private static final int FAULTS_MAX = 16;

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Schema schema;

    Arguments(ObjectNode schema) {
        this.schema = SCHEMAS.getSchema(schema);
        this.schema.initializeValidators();
    }

    /// What is wrong with `arguments`, field by field; empty when nothing is.
    List<Fault> faults(ObjectNode arguments) {
        return schema.validate(arguments).stream()
                .limit(FAULTS_MAX)
                .map(error ->
                        new Fault(
                                field(error.getInstanceLocation().toString()), error.getMessage()))
                .toList();
    }

    private static String field(String pointer) {
        String field = pointer.startsWith("/") ? pointer.substring(1) : pointer;
        return field.startsWith("$.") ? field.substring(2) : field;
    }

    /// One fault.
    ///
    /// @param field where, empty for the arguments as a whole
    /// @param message what was wanted
    record Fault(String field, String message) {
        @Override
        public String toString() {
            return field.isEmpty() ? message : field + ": " + message;
        }
    }
}
