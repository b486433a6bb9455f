/// The vocabulary of operations: how one is declared, what a handler sees, how it fails.
///
/// An [Operation] is declared once, in package `…<module>.ops` of the module that does the work;
/// REST, MCP, CLI, OpenAPI and the Java API are made from that declaration. This room holds plain
/// types only: no logic, no JSON, no HTTP, no configuration. It knows the JDK and nothing else.
@NullMarked
package io.ipfskit.operation;

import org.jspecify.annotations.NullMarked;
