/// The edge to the JDK's key generator. Not for use outside this module.
///
/// The one place of the module that names `SecureRandom`: the JDK derives an Ed25519 public key
/// only inside its generator, which takes the private key as randomness, and makes RSA keys of a
/// `SecureRandom` only. Nothing random is drawn here: seeds and bytes come from the caller.
@NullMarked
package io.ipfskit.multiformats.internal;

import org.jspecify.annotations.NullMarked;
