/// The description of the REST door as [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.1), made
/// from the declared operations and their JSON Schemas, once.
@NullMarked
package io.ipfskit.server.openapi;

import org.jspecify.annotations.NullMarked;
