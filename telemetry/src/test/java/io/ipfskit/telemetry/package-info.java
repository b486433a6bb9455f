/// Tests of the meters.
@NullMarked
package io.ipfskit.telemetry;

import org.jspecify.annotations.NullMarked;
