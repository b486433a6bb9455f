/// The edge to the JDK's key generator. Not for use outside this module.
///
/// The one place of the module that names `SecureRandom`: the JDK derives an Ed25519 public key
/// only inside its generator, which takes the private key as randomness. Nothing random is drawn
/// here.
@NullMarked
package io.ipfskit.multiformats.internal;

import org.jspecify.annotations.NullMarked;
