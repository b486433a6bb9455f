/// The files of the dashboard, out of the class path folder `web/`, at the root of the API
/// listener.
///
/// They are read once at the start, each with its type and an entity tag made from its bytes, and
/// sent with a strict Content Security Policy: scripts and styles only from this origin.
@NullMarked
package io.ipfskit.server.web;

import org.jspecify.annotations.NullMarked;
