package io.ipfskit.kit.json;

import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.PeerId;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyOut;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// JSON Schema 2020-12 of operation records. Nothing is derived before it is asked for; then it is
/// kept. Any task.
public final class Schemas {
    private static final Schemas STANDARD = new Schemas();

    private final Map<Class<?>, ObjectNode> inputs = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectNode> outputs = new ConcurrentHashMap<>();

    private Schemas() {}

    /// The schemas.
    public static Schemas standard() {
        return STANDARD;
    }

    /// The schema of the input record: strict, no other properties. A copy.
    public ObjectNode input(Operation<?, ?> operation) {
        return inputs.computeIfAbsent(operation.input(), type -> derive(type, true)).deepCopy();
    }

    /// The schema of the result. An operation that gives bytes has a string of binary content. A
    /// copy.
    public ObjectNode output(Operation<?, ?> operation) {
        if (operation.bodyOut() == BodyOut.BYTES) {
            return Json.standard()
                    .mapper()
                    .createObjectNode()
                    .put("type", "string")
                    .put("format", "binary");
        }
        return outputs.computeIfAbsent(operation.output(), type -> derive(type, false)).deepCopy();
    }

    /// The schema of the rows, or null when the operation gives none. A copy.
    public @Nullable ObjectNode item(Operation<?, ?> operation) {
        Class<?> item = operation.item();
        return item == null
                ? null
                : outputs.computeIfAbsent(item, type -> derive(type, false)).deepCopy();
    }

    /// The schema of any operation record, as an output. A copy.
    public ObjectNode of(Class<?> record) {
        return outputs.computeIfAbsent(record, type -> derive(type, false)).deepCopy();
    }

    private static ObjectNode derive(Class<?> type, boolean input) {
        return Generators.get(input).generateSchema(type);
    }

    /// Holds the generators, which are costly to make.
    private static final class Generators {
        private static final SchemaGenerator INPUT = make(true);
        private static final SchemaGenerator OUTPUT = make(false);

        static SchemaGenerator get(boolean input) {
            return input ? INPUT : OUTPUT;
        }

        private static SchemaGenerator make(boolean input) {
            SchemaGeneratorConfigBuilder builder =
                    new SchemaGeneratorConfigBuilder(
                            SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
            builder.without(Option.NULLABLE_FIELDS_BY_DEFAULT);
            if (input) {
                builder.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
            }
            builder.forTypesInGeneral()
                    .withPropertySorter((_, _) -> 0)
                    .withCustomDefinitionProvider((javaType, context) -> {
                        ObjectNode value =
                                valueType(
                                        javaType.getErasedType(),
                                        context.getGeneratorConfig().createObjectNode());
                        return value == null
                                ? null
                                : new CustomDefinition(
                                        value,
                                        CustomDefinition.DefinitionType.INLINE,
                                        CustomDefinition.AttributeInclusion.YES);
                    });
            builder.forFields()
                    .withPropertyNameOverrideResolver(Generators::name)
                    .withNullableCheck(_ -> false)
                    .withRequiredCheck(field -> isRequired(field, input))
                    .withDescriptionResolver(Generators::description)
                    .withDefaultResolver(field -> input ? defaultOf(field) : null)
                    .withEnumResolver(Generators::allowed)
                    .withNumberInclusiveMinimumResolver(field -> bound(field, true))
                    .withNumberInclusiveMaximumResolver(field -> bound(field, false))
                    .withInstanceAttributeOverride(Generators::example);
            return new SchemaGenerator(builder.build());
        }

        private static @Nullable ObjectNode valueType(Class<?> type, ObjectNode node) {
            if (type == Duration.class) {
                return node.put("type", "string")
                        .put("pattern", "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)?$");
            }
            if (type == Instant.class) {
                return node.put("type", "string").put("format", "date-time");
            }
            if (type == Cid.class || type == PeerId.class) {
                return node.put("type", "string");
            }
            if (JsonNode.class.isAssignableFrom(type)) {
                return node;
            }
            if (type.isEnum()) {
                node.put("type", "string");
                ArrayNode values = node.putArray("enum");
                for (Object constant : type.getEnumConstants()) {
                    values.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
                }
                return node;
            }
            return null;
        }

        private static @Nullable RecordField fieldOf(FieldScope scope) {
            Class<?> declaring = scope.getRawMember().getDeclaringClass();
            return declaring.isRecord() && !scope.isFakeContainerItemScope()
                    ? RecordField.ofComponent(declaring, scope.getDeclaredName())
                    : null;
        }

        private static @Nullable String name(FieldScope scope) {
            RecordField field = fieldOf(scope);
            return field == null ? null : field.name();
        }

        private static @Nullable Doc docOf(FieldScope scope) {
            RecordField field = fieldOf(scope);
            return field == null ? null : field.doc();
        }

        private static boolean isRequired(FieldScope scope, boolean input) {
            RecordField field = fieldOf(scope);
            return field != null && (input ? field.required() : !field.optional());
        }

        private static @Nullable String description(FieldScope scope) {
            Doc doc = docOf(scope);
            return doc == null ? null : doc.value();
        }

        private static @Nullable Object defaultOf(FieldScope scope) {
            RecordField field = fieldOf(scope);
            String text = field == null ? null : field.defaultJson();
            return text == null ? null : Json.standard().parse(text);
        }

        private static @Nullable List<Object> allowed(FieldScope scope) {
            Doc doc = docOf(scope);
            return doc == null || doc.values().length == 0
                    ? null
                    : new ArrayList<>(List.of(doc.values()));
        }

        private static @Nullable BigDecimal bound(FieldScope scope, boolean lower) {
            Doc doc = docOf(scope);
            if (doc == null) {
                return null;
            }
            long bound = lower ? doc.minimum() : doc.maximum();
            return bound == (lower ? Long.MIN_VALUE : Long.MAX_VALUE)
                    ? null
                    : BigDecimal.valueOf(bound);
        }

        private static void example(ObjectNode node, FieldScope scope, Object context) {
            Doc doc = docOf(scope);
            if (doc != null && !doc.example().isEmpty()) {
                node.putArray("examples").add(Json.standard().parse(doc.example()));
            }
        }
    }
}
