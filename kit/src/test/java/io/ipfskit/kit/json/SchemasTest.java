package io.ipfskit.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.ipfskit.kit.Catalog;
import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.operation.Operation;

import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what is missing fails the test
class SchemasTest {
    private final Schemas schemas = Schemas.standard();

    @Test
    void anInputSchemaSaysTypesDefaultsBoundsAndWhatIsRequired() {
        assertThat(schemas.input(IpfsOperations.CAT).toPrettyString().replace("\r", ""))
                .isEqualTo(
                        """
                        {
                          "$schema" : "https://json-schema.org/draft/2020-12/schema",
                          "type" : "object",
                          "properties" : {
                            "path" : {
                              "type" : "string",
                              "description" : "CID, or /ipfs/CID/names/…, of the content",
                              "examples" : [ "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e" ]
                            },
                            "offset" : {
                              "type" : "integer",
                              "description" : "first byte to give",
                              "default" : 0,
                              "minimum" : 0
                            },
                            "length" : {
                              "type" : "integer",
                              "description" : "how many bytes to give at most; all when absent",
                              "minimum" : 0
                            }
                          },
                          "required" : [ "path" ],
                          "additionalProperties" : false
                        }\
                        """
                                .strip());
    }

    @Test
    void durationsAreTextsUnderTheNameOfTheDoor() {
        var wait = schemas.input(AdminOperations.OPERATION).path("properties").path("wait");
        assertThat(wait.path("type").asString()).isEqualTo("string");
    }

    @Test
    void rowsHaveASchemaOfTheirOwn() {
        assertThat(schemas.item(PinOperations.LS).path("properties").propertyNames())
                .containsExactly("cid", "type", "name", "expires", "metadata", "through");
        assertThat(schemas.item(IpfsOperations.ID)).isNull();
    }

    @Test
    void everyOperationHasSchemasAndItsExamplesFit() {
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (Operation<?, ?> operation : Catalog.all()) {
            assertThat(schemas.output(operation).path("type").asString())
                    .as("output of %s", operation)
                    .isNotEmpty();
            var schema = registry.getSchema(schemas.input(operation));
            for (Operation.Example example : operation.examples()) {
                assertThat(schema.validate(example.inputJson(), InputFormat.JSON))
                        .as("example of %s", operation)
                        .isEmpty();
            }
        }
    }

    @Test
    void schemasAreCopies() {
        schemas.input(IpfsOperations.CAT).removeAll();
        assertThat(schemas.input(IpfsOperations.CAT).size()).isPositive();
    }
}
