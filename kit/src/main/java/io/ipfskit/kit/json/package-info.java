/// Operation records as JSON: reading with exact errors, writing, and JSON Schema 2020-12.
///
/// It knows records and annotations of `operation`, and no operation in particular.
@NullMarked
package io.ipfskit.kit.json;

import org.jspecify.annotations.NullMarked;
