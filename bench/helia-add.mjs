// Adds one file with Helia's importer into its file store; prints seconds and the root.
import { createReadStream } from 'node:fs'
import { unixfs } from '@helia/unixfs'
import { FsBlockstore } from 'blockstore-fs'

const [file, folder] = process.argv.slice(2)
const blockstore = new FsBlockstore(folder)
await blockstore.open()
const began = process.hrtime.bigint()
const cid = await unixfs({ blockstore }).addByteStream(createReadStream(file, { highWaterMark: 1 << 20 }))
console.log(Number(process.hrtime.bigint() - began) / 1e9, cid.toString())
await blockstore.close()
