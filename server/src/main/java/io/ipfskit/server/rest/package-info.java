/// The REST door: routes, inputs and answers made from the declared operations. Knows no operation
/// by name; what is special about one stands in its declaration.
///
/// How a request becomes a call: template parameters, then query parameters (GET, DELETE, and
/// operations whose body is a stream) or a JSON object as body; unknown names are refused. How a
/// result leaves: one record as JSON; bytes with ranges; rows as one JSON object, as NDJSON or as
/// server-sent events, by `Accept`.
@NullMarked
package io.ipfskit.server.rest;

import org.jspecify.annotations.NullMarked;
