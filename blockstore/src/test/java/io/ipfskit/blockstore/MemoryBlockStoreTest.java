package io.ipfskit.blockstore;

import io.ipfskit.anyio.TaskGroup;

class MemoryBlockStoreTest extends BlockStoreContract {
    @Override
    BlockStore open(TaskGroup services) {
        return new MemoryBlockStore();
    }
}
