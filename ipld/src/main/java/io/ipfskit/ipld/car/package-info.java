/// Content archives: [CARv1](https://ipld.io/specs/transport/car/carv1/) and
/// [CARv2](https://ipld.io/specs/transport/car/carv2/), read and written as streams.
///
/// ```
/// CARv1:   varint length | dag-cbor {roots, version: 1}      header
///          varint length | CID | bytes                       section, any number of them
/// CARv2:   pragma (11) | characteristics (16), data offset, data size, index offset (8 each) | padding
///          CARv1 | padding | index
/// ```
///
/// [io.ipfskit.ipld.car.CarReader] reads both from any stream, [io.ipfskit.ipld.car.CarWriter]
/// writes v1 to any stream, [io.ipfskit.ipld.car.CarFileWriter] v2 to a file.
/// [io.ipfskit.ipld.car.CarIndex] reads both index formats and writes `MultihashIndexSorted`;
/// [io.ipfskit.ipld.car.CarFile] finds blocks by it.
///
/// All input is hostile: [io.ipfskit.ipld.car.CarLimits] bound header, section and index; what is
/// malformed is a [io.ipfskit.ipld.car.CarException] with the offset in the file; each block is
/// checked against its CID unless the caller does that itself, on other threads. Strict unless
/// [io.ipfskit.ipld.car.CarOptions] says otherwise.
///
/// The package knows no disk and no network and starts no tasks. Nothing here is thread-safe unless
/// it says so; reading and writing block as the caller's streams do and pass on its cancellation.
@NullMarked
package io.ipfskit.ipld.car;

import org.jspecify.annotations.NullMarked;
