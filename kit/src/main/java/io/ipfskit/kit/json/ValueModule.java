package io.ipfskit.kit.json;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.multiformats.PeerId;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.ser.std.ToStringSerializerBase;

import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/// Values that travel as texts.
final class ValueModule extends SimpleModule {
    @Serial private static final long serialVersionUID = 1L;

    ValueModule() {
        super("ipfs-kit values");
        text(Cid.class, Cid::parse);
        text(PeerId.class, PeerId::parse);
        addSerializer(Multihash.class, ToStringSerializer.instance);
        addSerializer(Path.class, new PathText());
        addSerializer(Duration.class, new DurationText());
        addDeserializer(
                Duration.class, new TextDeserializer<>(Duration.class, Durations::parse, true));
    }

    private <T> void text(Class<T> type, Function<String, T> parse) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new TextDeserializer<>(type, parse, false));
    }

    private static final class DurationText extends ToStringSerializerBase {
        DurationText() {
            super(Duration.class);
        }

        @Override
        public String valueToString(Object value) {
            return Durations.format((Duration) value);
        }
    }

    private static final class PathText extends ToStringSerializerBase {
        PathText() {
            super(Path.class);
        }

        @Override
        public String valueToString(Object value) {
            return value.toString();
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private final transient Function<String, T> parse;
        private final boolean numbers;

        TextDeserializer(Class<T> type, Function<String, T> parse, boolean numbers) {
            super(type);
            this.parse = parse;
            this.numbers = numbers;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING
                    && !(numbers && token != null && token.isNumeric())) {
                throw InvalidFormatException.from(parser, "must be a text", token, handledType());
            }
            String text = parser.getString();
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw InvalidFormatException.from(
                        parser, String.valueOf(e.getMessage()), text, handledType());
            }
        }
    }
}
